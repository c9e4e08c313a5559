import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableDefinition } from '#store/dynamo/table.ts';

/** The one table, on DynamoDB's wire protocol. Both regions use it: a global table without replication delay. */
export interface LocalTable {
  readonly endpoint: string;
  readonly tableName: string;
  /** Requests that wrote, so far. */
  writes(): number;
  stop(): Promise<void>;
}

/** Not secret: the simulators take any. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' } as const;

const TABLE_NAME = 'understudy';

/** How DynamoDB's protocol names the operations that write. */
const WRITES = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/** An unmodified SDK client for the table. */
export const makeTableClient = ({ endpoint }: Pick<LocalTable, 'endpoint'>): DynamoDBClient =>
  new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials: LOCAL_CREDENTIALS });

export const startLocalTable = async (): Promise<LocalTable> => {
  const server = dynalite({ createTableMs: 0 });
  let writes = 0;
  server.on('request', ({ headers }: IncomingMessage) => {
    if (WRITES.test(String(headers['x-amz-target']))) writes += 1;
  });
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
    stop: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
};
