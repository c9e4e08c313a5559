import * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { storedWindow } from '#contracts/items-declared.ts';
import { storedImage, storedResult } from '#contracts/items-firmware.ts';
import type { SameType } from '#contracts/same-type.ts';
import { SITUATIONS } from '#domain/pair/state.ts';
import {
  type RegionProgress,
  ROLLOUT_STATUSES,
  type Rollout,
  type RolloutPair,
  type RolloutSpec,
} from '#domain/rollout/rollout.ts';

/* Rollouts and how far each region is with them, as stored. Every schema is held equal to the hand-written domain type. */

const strings = z.array(z.string());

const spec = z.object({
  target: z.string(),
  image: z.exactOptional(storedImage),
  waves: z.array(z.object({ name: z.string(), soakMs: z.number() })),
  concurrency: z.number(),
  windows: z.array(storedWindow),
  maxFailureShare: z.number(),
  needsApproval: z.boolean(),
});
true satisfies SameType<RolloutSpec, z.infer<typeof spec>>;

const pair = z.object({
  pairId: z.string(),
  region: z.string(),
  wave: z.number(),
  geoCluster: z.exactOptional(z.string()),
  target: z.exactOptional(z.string()),
});
true satisfies SameType<RolloutPair, z.infer<typeof pair>>;

const storedRollout = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  version: z.number(),
  homeRegion: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  why: z.string(),
  spec,
  pairs: z.array(pair),
  status: z.enum(ROLLOUT_STATUSES),
  because: z.exactOptional(z.string()),
  approvedBy: z.exactOptional(z.string()),
  startedAt: z.exactOptional(z.number()),
  endedAt: z.exactOptional(z.number()),
  wave: z.number(),
  soakSince: z.exactOptional(z.number()),
  released: z.array(z.object({ pairId: z.string(), notAfter: z.exactOptional(z.number()) })),
  forgiven: strings,
  events: z.array(z.object({ at: z.number(), by: z.string(), what: z.string() })),
  rollbackOf: z.exactOptional(z.string()),
});
true satisfies SameType<Rollout, z.infer<typeof storedRollout>>;

const pairProgress = z.object({
  state: z.enum([
    'unchecked',
    'ready',
    'refused',
    'running',
    'halted',
    'done',
    'given-up',
    'aborted',
    'gone',
  ]),
  checkedAt: z.exactOptional(z.number()),
  kind: z.exactOptional(z.enum(['upgrade', 'downgrade', 'repair'])),
  from: z.exactOptional(z.object({ first: z.string(), second: z.string() })),
  roleChanges: z.exactOptional(z.literal([0, 1, 2])),
  warnings: z.exactOptional(strings),
  refusals: z.exactOptional(z.array(z.object({ code: z.string(), words: z.string(), remedy: z.string() }))),
  operation: z.exactOptional(z.string()),
  startedAt: z.exactOptional(z.number()),
  situation: z.exactOptional(z.enum(SITUATIONS)),
  result: z.exactOptional(storedResult),
});

const storedProgress = z.object({
  schemaVersion: z.literal(1),
  rolloutId: z.string(),
  region: z.string(),
  version: z.number(),
  at: z.number(),
  image: z.discriminatedUnion('state', [
    z.object({ state: z.enum(['not-needed', 'unchecked', 'verified']) }),
    z.object({ state: z.literal('failed'), code: z.string() }),
  ]),
  pairs: z.record(z.string(), pairProgress),
});
true satisfies SameType<RegionProgress, z.infer<typeof storedProgress>>;

const schemaVersion = z.literal(ITEM_SCHEMA_VERSION);

export const rolloutItem = z.object({ schemaVersion, rollout: storedRollout });

/** What one region has seen of its pairs of a rollout. */
export const progressItem = z.object({ schemaVersion, progress: storedProgress });
