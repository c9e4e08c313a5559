import * as z from 'zod';
import { instant } from '#contracts/api/replies.ts';
import { weeklyWindow } from '#contracts/estate-values.ts';
import type { DeepReadonly, SameType } from '#contracts/same-type.ts';
import { SITUATIONS } from '#domain/pair/state.ts';
import { ROLLOUT_REFUSAL_CODES, type RolloutRefusal } from '#domain/rollout/refusal.ts';
import { type PairProgress, ROLLOUT_STATUSES } from '#domain/rollout/rollout.ts';

/* What the API answers about rollouts. */

const lines = z.array(z.string());
const status = z.enum(ROLLOUT_STATUSES);

export const rolloutRefusal = z
  .strictObject({
    code: z.enum(ROLLOUT_REFUSAL_CODES),
    words: z.string().meta({ description: 'What was found' }),
    remedy: z.string().meta({ description: 'What to do about it' }),
  })
  .meta({ id: 'RolloutRefusal' });
true satisfies SameType<RolloutRefusal, z.infer<typeof rolloutRefusal>>;

const pairState = z
  .enum(['unchecked', 'ready', 'refused', 'running', 'halted', 'done', 'given-up', 'aborted', 'gone'])
  .meta({ description: 'As the pair’s own region saw it last' });
true satisfies SameType<PairProgress['state'], z.infer<typeof pairState>>;

const totals = z
  .partialRecord(pairState, z.int())
  .meta({ description: 'How many pairs are in each state; states without a pair are left out' });

const pair = z
  .strictObject({
    pairId: z.string(),
    region: z.string(),
    state: pairState,
    isReleased: z.boolean().meta({ description: 'Its region may begin it, or has begun it' }),
    kind: z.enum(['upgrade', 'downgrade', 'repair']).exactOptional(),
    from: z.strictObject({ first: z.string(), second: z.string() }).exactOptional(),
    to: z.string(),
    warnings: lines,
    refusals: z.array(z.strictObject({ code: z.string(), words: z.string(), remedy: z.string() })).meta({
      description: 'What stands in its way, each with what to do about it',
    }),
    operation: z.string().exactOptional(),
    situation: z.enum(SITUATIONS).exactOptional(),
    startedAt: instant.exactOptional(),
    endedAt: instant.exactOptional(),
    because: lines.meta({ description: 'Why it ended as it did; empty where that is plain' }),
    isForgiven: z.boolean().meta({ description: 'Somebody resumed the rollout in spite of it' }),
    roleChanges: z.int().exactOptional(),
    secondsMixed: z
      .int()
      .exactOptional()
      .meta({ description: 'For how long its units ran different firmware' }),
    incidents: z.array(z.strictObject({ at: instant, words: z.string() })),
    backups: z
      .strictObject({ first: z.string().exactOptional(), second: z.string().exactOptional() })
      .meta({ description: 'Keys in the firmware bucket of its region' }),
  })
  .meta({ id: 'RolloutPair' });

const summary = {
  id: z.string(),
  status,
  because: z.string().exactOptional().meta({ description: 'Why it is paused or halted, or how it ended' }),
  why: z.string(),
  target: z.string(),
  homeRegion: z.string().meta({ description: 'Whose API takes orders to it' }),
  createdAt: instant,
  createdBy: z.string(),
  approvedBy: z.string().exactOptional(),
  startedAt: instant.exactOptional(),
  endedAt: instant.exactOptional(),
  rollbackOf: z.string().exactOptional(),
  totals,
  summary: z.string().meta({ description: 'For example 7 done, 1 failed, 2 not begun' }),
};

const rolloutSummary = z.strictObject(summary).meta({ id: 'RolloutSummary' });
export type RolloutSummary = DeepReadonly<z.infer<typeof rolloutSummary>>;

export const rolloutsReply = z
  .strictObject({
    rollouts: z.array(rolloutSummary).meta({ description: 'Of all regions, newest first' }),
    damaged: lines.meta({ description: 'Rollouts left out because an item of theirs cannot be read' }),
  })
  .meta({ id: 'Rollouts' });

const report = {
  ...summary,
  wave: z.int().meta({ description: 'Index of the wave that is open' }),
  remainingSeconds: z.int().exactOptional().meta({ description: 'An estimate, closed windows not counted' }),
  waves: z.array(z.strictObject({ name: z.string(), soakSeconds: z.int(), pairs: z.array(pair) })),
  events: z.array(z.strictObject({ at: instant, by: z.string(), what: z.string() })).meta({
    description: 'Oldest first; by is an operator, or understudy for what the rollout did by itself',
  }),
};

export const rolloutReportReply = z.strictObject(report).meta({ id: 'RolloutReport' });
export type RolloutReportReply = DeepReadonly<z.infer<typeof rolloutReportReply>>;

const rollout = {
  ...report,
  image: z.strictObject({ key: z.string(), sha256: z.string() }).exactOptional().meta({
    description: 'Absent for a roll back: each unit keeps what it goes back to',
  }),
  concurrency: z.int(),
  windows: z.array(weeklyWindow),
  maxFailureShare: z.number(),
  needsApproval: z.boolean(),
  waits: z.string().meta({ description: 'What it waits for now' }),
  regions: z
    .array(
      z.strictObject({
        region: z.string(),
        at: instant.exactOptional().meta({ description: 'When it last wrote; absent where it has not' }),
        image: z.enum(['not-needed', 'unchecked', 'verified', 'failed']).meta({
          description: 'The image in the region’s own bucket',
        }),
        imageFailure: z.string().exactOptional().meta({ description: 'The code in the runbook' }),
      }),
    )
    .meta({ description: 'Those of its pairs' }),
};

export const rolloutReply = z.strictObject(rollout).meta({ id: 'Rollout' });
export type RolloutReply = DeepReadonly<z.infer<typeof rolloutReply>>;

export const rolloutPlannedReply = z
  .strictObject({
    ...rollout,
    damaged: lines.meta({
      description:
        'Pairs and standalones that could not be selected because an item of theirs cannot be read',
    }),
  })
  .meta({ id: 'RolloutPlanned' });
