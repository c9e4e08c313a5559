import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { SLOT_MS } from '#loadmaster/rate-limit-slots.ts';
import type { CallBlock, Refusal, Reserved, UnitCalls } from '#loadmaster/unit-calls.ts';
import { type ItemKey, unitCallsKey } from '#store/dynamo/keys.ts';
import { parseItem } from '#store/dynamo/parse-item.ts';
import { EXPIRY_ATTRIBUTE } from '#store/dynamo/table.ts';
import {
  type Condition,
  makeTableClient,
  type StoredItem,
  type TableClient,
} from '#store/dynamo/table-client.ts';

/** A unit that nobody has called for so long is forgotten, refused credentials included. */
const KEEP_MS: DurationMs = 30 * 24 * 60 * MINUTE_MS;

const CONNECTION_TIMEOUT_MS: DurationMs = 500;
const REQUEST_TIMEOUT_MS: DurationMs = 1_000;

/**
 * What the client is built with: a call to a unit waits for the answer, and without one it goes out all the same, at
 * the lower rate.
 */
export const unitCallsClientConfig = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const satisfies DynamoDBClientConfig;

const SLOT = { '#slot': 'slot', '#taken': 'taken' } as const;
const REFUSED = { '#version': 'refusedVersion', '#count': 'refusals', '#at': 'refusedAt' } as const;
const EXPIRES = { '#expires': EXPIRY_ATTRIBUTE } as const;

const expiry = (at: EpochMs): number => Math.ceil((at + KEEP_MS) / 1_000);

/** A slot further ahead than the next one is a broken clock's, which must not stop everybody else's calls. */
const intoNewSlot = ({ slot, calls }: CallBlock): Condition => ({
  expression: 'attribute_not_exists(#slot) OR #slot < :slot OR #slot > :next',
  names: { ...SLOT, ...EXPIRES },
  values: { ':slot': slot, ':next': slot + 1, ':calls': calls, ':expires': expiry(slot * SLOT_MS) },
});

const intoSameSlot = ({ slot, calls, most }: CallBlock): Condition => ({
  expression: '#slot = :slot AND #taken <= :room',
  names: SLOT,
  values: { ':slot': slot, ':calls': calls, ':room': most - calls },
});

const taken = z.object({ slot: z.number(), taken: z.number() });
const refused = z.object({ refusedVersion: z.string(), refusals: z.number(), refusedAt: z.number() });

const refusalIn = (item: StoredItem | undefined): { readonly refusal?: Refusal } => {
  const found = item && parseItem(refused, item);
  if (found === undefined) return {};
  return { refusal: { version: found.refusedVersion, count: found.refusals, at: found.refusedAt } };
};

/** Whether the slot in the stored item could hold the block. Unknown where DynamoDB did not say what stands there. */
const mayFit = (stored: StoredItem | undefined, { slot, calls, most }: CallBlock): boolean => {
  if (stored === undefined) return true;
  const now = parseItem(taken, stored);
  return now?.slot === slot && now.taken + calls <= most;
};

const reserveIn = async (table: TableClient, key: ItemKey, block: CallBlock): Promise<Reserved> => {
  const begun = await table.update(
    key,
    'SET #slot = :slot, #taken = :calls, #expires = :expires',
    intoNewSlot(block),
    'item',
  );
  if (begun.kind === 'written') return { granted: true, ...refusalIn(begun.now) };
  if (!mayFit(begun.stored, block)) return { granted: false, ...refusalIn(begun.stored) };
  const added = await table.update(key, 'SET #taken = #taken + :calls', intoSameSlot(block), 'item');
  return added.kind === 'written'
    ? { granted: true, ...refusalIn(added.now) }
    : { granted: false, ...refusalIn(added.stored) };
};

/** Adds to the count of the same version, or begins that of another: one of the two holds. */
const noteRefusal = async (table: TableClient, key: ItemKey, version: string, at: EpochMs): Promise<void> => {
  const values = { ':version': version, ':one': 1, ':at': at, ':expires': expiry(at) };
  const names = { ...REFUSED, ...EXPIRES };
  const again = await table.update(key, 'SET #count = #count + :one, #at = :at, #expires = :expires', {
    expression: '#version = :version',
    names,
    values,
  });
  if (again.kind === 'written') return;
  await table.update(key, 'SET #version = :version, #count = :one, #at = :at, #expires = :expires', {
    expression: 'attribute_not_exists(#version) OR #version <> :version',
    names,
    values,
  });
};

/**
 * One item per unit, in the table of `table.ts`. A reservation is one conditional update, two where another process has
 * begun the slot; one that is repeated because its answer was lost takes its calls twice, which is safe.
 */
export const makeDynamoUnitCalls = (options: {
  /** Built with `unitCallsClientConfig`. */
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Whose units they are. */
  readonly region: string;
}): UnitCalls => {
  const table = makeTableClient(options.client, options.tableName);
  const keyOf = (host: string): ItemKey => unitCallsKey(options.region, host);
  return {
    reserve: (unitKey, block) => reserveIn(table, keyOf(unitKey), block),
    refused: (unitKey, version, at) => noteRefusal(table, keyOf(unitKey), version, at),
    accepted: async (unitKey) => {
      await table.update(keyOf(unitKey), 'REMOVE #version, #count, #at', {
        expression: 'attribute_exists(PK)',
        names: REFUSED,
      });
    },
  };
};
