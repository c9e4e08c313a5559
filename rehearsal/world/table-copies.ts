import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LocalTable } from '#rehearsal/world/table.ts';
import { REPLICATED, type WireItem } from '#rehearsal/world/written-items.ts';

/** The local table takes any signature that has the form of one. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=replicator, SignedHeaders=host, Signature=none',
  [REPLICATED]: 'yes',
} as const;

const answerTo = async (url: string, headers: OutgoingHttpHeaders, body: string) => {
  const sent = request(url, { method: 'POST', headers });
  sent.end(body);
  // `once` rejects where the request fails before there is an answer.
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { isTaken: response.statusCode === 200, words: await text(response) };
};

/** Items go as they are on the wire: a client of the SDK would take them apart and put them together again. */
const call = async (
  { endpoint, tableName }: LocalTable,
  operation: 'GetItem' | 'PutItem' | 'DeleteItem',
  fields: object,
): Promise<{ readonly Item?: WireItem }> => {
  const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const body = JSON.stringify({ TableName: tableName, ...fields });
  const { isTaken, words } = await answerTo(endpoint, headers, body);
  if (!isTaken) throw new Error(`the replicator's ${operation} was refused: ${words}`);
  return JSON.parse(words) as { readonly Item?: WireItem };
};

/** An item as it is in this table now; undefined where there is none. */
export const readCopy = async (table: LocalTable, key: WireItem): Promise<WireItem | undefined> =>
  (await call(table, 'GetItem', { Key: key, ConsistentRead: true })).Item;

/** Puts the item whole, or takes away what is there. */
export const writeCopy = async (
  table: LocalTable,
  key: WireItem,
  item: WireItem | undefined,
): Promise<void> => {
  await (item === undefined
    ? call(table, 'DeleteItem', { Key: key })
    : call(table, 'PutItem', { Item: item }));
};
