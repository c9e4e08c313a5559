import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { isReplicated, type WrittenItem, watchWrittenItems } from '#rehearsal/world/written-items.ts';
import { tableDefinition } from '#store/dynamo/table.ts';

/** One region's replica of the one table, on DynamoDB's wire protocol. */
export interface LocalTable {
  readonly endpoint: string;
  readonly tableName: string;
  /** Requests that wrote, so far; without what came from other regions. */
  writes(): number;
  /** Told of every item that a request has written; not of what came from other regions. */
  onWritten(listener: (written: WrittenItem) => void): void;
  stop(): Promise<void>;
}

/** Not secret: the simulators take any. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' } as const;

const TABLE_NAME = 'understudy';

/** Longer than any client rests between two calls: none may find the connection closed that it is about to use. */
const KEEP_ALIVE_MS = 10 * 60_000;

/** How DynamoDB's protocol names the operations that write. */
const WRITES = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/** An unmodified SDK client for the table. */
export const makeTableClient = ({ endpoint }: Pick<LocalTable, 'endpoint'>): DynamoDBClient =>
  new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials: LOCAL_CREDENTIALS });

export const startLocalTable = async (): Promise<LocalTable> => {
  const server = dynalite({ createTableMs: 0 });
  const listeners = new Set<(written: WrittenItem) => void>();
  let writes = 0;
  server.on('request', (request: IncomingMessage) => {
    if (WRITES.test(String(request.headers['x-amz-target'])) && !isReplicated(request)) writes += 1;
  });
  watchWrittenItems(server, (written) => {
    for (const listener of listeners) listener(written);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that is listening has an AddressInfo; strings are for pipes.
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = makeTableClient({ endpoint });
  await client.send(new CreateTableCommand(tableDefinition(TABLE_NAME)));
  client.destroy();
  return {
    endpoint,
    tableName: TABLE_NAME,
    writes: () => writes,
    onWritten: (listener) => void listeners.add(listener),
    stop: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
};
