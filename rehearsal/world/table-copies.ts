import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LocalTable } from '#rehearsal/world/table.ts';
import { REPLICATED, type WireItem } from '#rehearsal/world/written-items.ts';

/** Items as they are on the wire: a client of the SDK would take them apart and put them together again. */
export interface TableCopies {
  /** An item as it is in this table now; undefined where there is none. */
  read(table: LocalTable, key: WireItem): Promise<WireItem | undefined>;
  /** Puts the item whole, or takes away what is there. */
  write(table: LocalTable, key: WireItem, item: WireItem | undefined): Promise<void>;
  /** Closes its connections: before the tables do, so that nothing of them is left when the process ends. */
  destroy(): void;
}

/** The local table takes any signature that has the form of one. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=replicator, SignedHeaders=host, Signature=none',
  [REPLICATED]: 'yes',
} as const;

export const makeTableCopies = (): TableCopies => {
  const agent = new Agent({ keepAlive: true });
  const call = async (
    { endpoint, tableName }: LocalTable,
    operation: 'GetItem' | 'PutItem' | 'DeleteItem',
    fields: object,
  ): Promise<{ readonly Item?: WireItem }> => {
    const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const sent = request(endpoint, { method: 'POST', headers, agent });
    sent.end(JSON.stringify({ TableName: tableName, ...fields }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await text(response);
    if (response.statusCode !== 200) throw new Error(`the replicator's ${operation} was refused: ${answer}`);
    return JSON.parse(answer) as { readonly Item?: WireItem };
  };
  return {
    read: async (table, key) => (await call(table, 'GetItem', { Key: key, ConsistentRead: true })).Item,
    write: async (table, key, item) => {
      if (item === undefined) await call(table, 'DeleteItem', { Key: key });
      else await call(table, 'PutItem', { Item: item });
    },
    destroy: () => agent.destroy(),
  };
};
