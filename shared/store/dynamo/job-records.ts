import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { checkItem, jobItem } from '#contracts/unit-jobs.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import {
  type Beginning,
  beginCheck,
  beginJob,
  type CheckRecord,
  type JobRecord,
  type JobRecords,
} from '#loadmaster/jobs/job-records.ts';
import { type ItemKey, imageCheckKey, jobKey } from '#store/dynamo/keys.ts';
import { readItem } from '#store/dynamo/parse-item.ts';
import { type Condition, makeTableClient } from '#store/dynamo/table-client.ts';

/** A record never goes back to an earlier claim, and every beginning has one of its own. */
const over = (last: JobRecord | CheckRecord | undefined): Condition =>
  last === undefined
    ? { expression: 'attribute_not_exists(PK)' }
    : {
        expression: '#record.#claim = :claim',
        names: { '#record': 'record', '#claim': 'claim' },
        values: { ':claim': last.claim },
      };

/** One item per unit, and one per image that was checked, in the table of `table.ts`. */
export const makeDynamoJobRecords = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Whose images are checked. */
  readonly region: string;
}): JobRecords => {
  const table = makeTableClient(options.client, options.tableName);
  const checkKey = (image: FirmwareImage): ItemKey => imageCheckKey(options.region, image);

  const read = async <T>(
    key: ItemKey,
    schema: z.ZodMiniType<{ readonly record: T }>,
  ): Promise<T | undefined> => {
    const item = await table.get(key);
    return item && readItem(schema, item).record;
  };

  const put = (key: ItemKey, record: JobRecord | CheckRecord, last: JobRecord | CheckRecord | undefined) =>
    table.put(key, { schemaVersion: ITEM_SCHEMA_VERSION, record }, over(last));

  const begin = async <T extends JobRecord | CheckRecord>(
    key: ItemKey,
    schema: z.ZodMiniType<{ readonly record: T }>,
    next: (last: T | undefined, claim: string) => Beginning<T>,
    claim: string = randomUUID(),
  ): Promise<Beginning<T>> => {
    const last = await read(key, schema);
    // Stored by a request whose answer was lost, which the SDK then sent again.
    if (last?.claim === claim) return { kind: 'begun', record: last };
    const beginning = next(last, claim);
    if (beginning.kind !== 'begun') return beginning;
    const result = await put(key, beginning.record, last);
    // Somebody was faster: what they wrote is looked at next.
    return result.kind === 'written' ? beginning : begin(key, schema, next, claim);
  };

  const end = async (key: ItemKey, record: JobRecord | CheckRecord): Promise<boolean> =>
    (await put(key, record, record)).kind === 'written';

  return {
    begin: (unit, job) =>
      begin<JobRecord>(jobKey(unit), jobItem, (last, claim) => beginJob(last, job, claim)),
    end: (unit, record) => end(jobKey(unit), record),
    readJob: async (unit) => (await read(jobKey(unit), jobItem))?.job,
    beginCheck: (image, at) =>
      begin<CheckRecord>(checkKey(image), checkItem, (last, claim) => beginCheck(last, at, claim)),
    endCheck: (image, record) => end(checkKey(image), record),
    readCheck: (image) => read(checkKey(image), checkItem),
  };
};
