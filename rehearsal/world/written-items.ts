import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as z from 'zod';

/** An item as DynamoDB's protocol writes it: attributes with their types. */
export type WireItem = Readonly<Record<string, unknown>>;

/** An item that a request has written, or left as it was without anybody knowing. */
export interface WrittenItem {
  readonly key: WireItem;
  /** `unknown` where the request does not say what came of it: an update, or a client that left before its answer. */
  readonly became:
    | { readonly kind: 'item'; readonly item: WireItem }
    | { readonly kind: 'deleted' | 'unknown' };
}

/** What the replicator's own requests carry: they are nobody's writes, and go no further. */
export const REPLICATED = 'x-understudy-replicated';

export const isReplicated = ({ headers }: IncomingMessage): boolean => headers[REPLICATED] !== undefined;

const item = z.record(z.string(), z.unknown());
const batch = z.array(
  z.union([
    z.object({ PutRequest: z.object({ Item: item }) }),
    z.object({ DeleteRequest: z.object({ Key: item }) }),
  ]),
);

const keyOf = ({ PK, SK }: WireItem): WireItem => ({ PK, SK });

const put = (whole: WireItem): WrittenItem => ({ key: keyOf(whole), became: { kind: 'item', item: whole } });
const deleted = (key: WireItem): WrittenItem => ({ key, became: { kind: 'deleted' } });

/** By operation, which items a request writes. */
const READERS: Readonly<Record<string, (body: unknown) => readonly WrittenItem[]>> = {
  PutItem: (body) => [put(z.object({ Item: item }).parse(body).Item)],
  DeleteItem: (body) => [deleted(z.object({ Key: item }).parse(body).Key)],
  UpdateItem: (body) => [{ key: z.object({ Key: item }).parse(body).Key, became: { kind: 'unknown' } }],
  BatchWriteItem: (body) =>
    Object.values(z.object({ RequestItems: z.record(z.string(), batch) }).parse(body).RequestItems)
      .flat()
      .map((each) => ('PutRequest' in each ? put(each.PutRequest.Item) : deleted(each.DeleteRequest.Key))),
};

const readerOf = ({ headers }: IncomingMessage) => {
  const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
  return Object.hasOwn(READERS, operation) ? READERS[operation] : undefined;
};

/** What is known of an item when its client left before the table had answered: that it may have been written. */
const asUnknown = ({ key }: WrittenItem): WrittenItem => ({ key, became: { kind: 'unknown' } });

/**
 * Tells of every item that a request to the table has written, once the request is over: one that was refused wrote
 * nothing. Requests of the replicator itself are not told of.
 */
export const watchWrittenItems = (server: Server, onWritten: (written: WrittenItem) => void): void => {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const read = readerOf(request);
    if (read === undefined || isReplicated(request)) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('close', () => {
      const isAnswered = response.writableEnded;
      if (isAnswered && response.statusCode !== 200) return;
      const items = read(JSON.parse(Buffer.concat(chunks).toString()));
      for (const each of items) onWritten(isAnswered ? each : asUnknown(each));
    });
  });
};
