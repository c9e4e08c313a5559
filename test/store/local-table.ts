import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll } from 'vitest';
import type { PairStore } from '#control/ports.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { tableDefinition } from '#store/dynamo/table.ts';

export interface LocalDynamo {
  /** An unmodified SDK client of its own, so that a test may add middleware to it. */
  client(): DynamoDBClient;
  /** Creates an empty table and answers with its name. */
  createTable(): Promise<string>;
  stop(): Promise<void>;
}

/** DynamoDB's wire protocol in this process, on a free port of 127.0.0.1. */
export const startLocalDynamo = async (): Promise<LocalDynamo> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clients: DynamoDBClient[] = [];
  let tables = 0;
  const client = () => {
    const made = new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    clients.push(made);
    return made;
  };
  const owner = client();
  return {
    client,
    createTable: async () => {
      const name = `understudy-${++tables}`;
      await owner.send(new CreateTableCommand(tableDefinition(name)));
      return name;
    },
    stop: async () => {
      for (const made of clients) made.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};

/** A store on an empty table of its own, and the table itself behind the store's back. */
export interface LocalStore {
  readonly store: PairStore;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  put(item: Readonly<Record<string, unknown>>): Promise<unknown>;
  get(PK: string, SK: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** One DynamoDB for the tests of a file, with a new table for every call of what it returns. */
export const useLocalDynamo = (): ((journalRetentionDays?: number) => Promise<LocalStore>) => {
  let local: LocalDynamo;
  beforeAll(async () => {
    local = await startLocalDynamo();
  });
  afterAll(() => local.stop());

  return async (journalRetentionDays) => {
    const TableName = await local.createTable();
    const client = local.client();
    const retention = journalRetentionDays === undefined ? {} : { journalRetentionDays };
    return {
      client,
      tableName: TableName,
      store: makeDynamoPairStore({ client, tableName: TableName, ...retention }),
      put: (item) => client.send(new PutItemCommand({ TableName, Item: marshall(item) })),
      get: async (PK, SK) => {
        const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall({ PK, SK }) }));
        return Item && unmarshall(Item);
      },
    };
  };
};
