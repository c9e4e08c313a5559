import * as z from 'zod';
import { pairInFile } from '#contracts/api/estate-document.ts';
import { failbackPart } from '#contracts/api/failback-replies.ts';
import { freezeReply, holdReply, instant, unit } from '#contracts/api/replies.ts';
import { SITUATIONS } from '#domain/pair/state.ts';

/* What the API answers about pairs and their journals. */

const lines = z.array(z.string());
const ids = z.array(z.string());
const situationKind = z.enum(SITUATIONS);

const pairSummary = z
  .strictObject({
    id: z.string(),
    mode: z.enum(['observe', 'enforce']),
    instances: z.strictObject({ first: z.string(), second: z.string() }),
    situation: situationKind,
    since: instant.exactOptional(),
    active: unit.exactOptional(),
    operation: z.string().meta({ description: 'For example idle, or draining second: handing-over' }),
    hold: holdReply.exactOptional(),
    flapping: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'Returns have stopped until an operator acknowledges' }),
    waiting: z.int().meta({ description: 'How many drains are announced or wait' }),
    unseenSince: instant.exactOptional(),
  })
  .meta({ id: 'PairSummary' });
export type PairSummary = z.infer<typeof pairSummary>;

export const pairsReply = z
  .strictObject({
    region: z.string(),
    pairs: z.array(pairSummary),
    freeze: freezeReply.exactOptional(),
    damaged: ids.meta({
      description: 'Pairs and standalones left out because an item of theirs cannot be read',
    }),
  })
  .meta({ id: 'Pairs' });

const drain = z
  .strictObject({
    intentId: z.string(),
    source: z.string(),
    unit: unit.exactOptional(),
    why: z.string(),
    release: z.string(),
    deadlineAt: instant.exactOptional(),
    notBefore: instant.exactOptional(),
  })
  .meta({ id: 'Drain' });
export type DrainReply = z.infer<typeof drain>;

const drainUnderWay = {
  unit,
  phase: z.enum(['handing-over', 'deregistering', 'releasing', 'returning']),
  startedAt: instant,
  phaseSince: instant,
  skipped: z.array(z.strictObject({ step: z.string(), because: z.string() })),
  drain,
};

const switchUnderWay = {
  to: unit,
  cause: z.enum(['policy', 'failback-now', 'switchover', 'firmware', 'geo']),
  why: z.string(),
  phase: z.string(),
  startedAt: instant,
  phaseSince: instant,
};

const firmwareUnderWay = {
  rolloutId: z.string(),
  target: z.string(),
  why: z.string(),
  phase: z.string(),
  unit: unit.exactOptional().meta({ description: 'The unit whose turn it is' }),
  startedAt: instant,
  phaseSince: instant,
  mixedSince: instant
    .exactOptional()
    .meta({ description: 'Since when the units have run different firmware' }),
  incidents: z.array(z.strictObject({ at: instant, what: z.string(), unit: unit.exactOptional() })),
};

const geoUnderWay = {
  cluster: z.string(),
  why: z.string(),
  phase: z.string(),
  unit: unit.exactOptional().meta({ description: 'The unit whose turn it is' }),
  startedAt: instant,
  phaseSince: instant,
  set: z.array(unit).meta({ description: 'The units that have had lists set' }),
  failovers: z.int().meta({ description: 'How often the roles moved without being asked to' }),
  trouble: z
    .string()
    .exactOptional()
    .meta({ description: 'Where it stopped and why, for example second: partners, geo-list-too-long' }),
};

const halted = { because: z.string(), words: z.string(), haltedAt: instant };

const operation = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('idle') }),
    z.strictObject({ kind: z.literal('draining'), ...drainUnderWay }),
    z.strictObject({ kind: z.literal('switching'), ...switchUnderWay }),
    z.strictObject({ kind: z.literal('upgrading'), ...firmwareUnderWay }),
    z.strictObject({ kind: z.literal('syncing-geo'), ...geoUnderWay }),
    z.strictObject({ kind: z.literal('halted'), ...halted, ...drainUnderWay }),
    z.strictObject({ kind: z.literal('halted-switchover'), ...halted, ...switchUnderWay }),
    z.strictObject({ kind: z.literal('halted-firmware'), ...halted, ...firmwareUnderWay }),
    z.strictObject({ kind: z.literal('halted-geo'), ...halted, ...geoUnderWay }),
  ])
  .meta({ id: 'Operation' });
export type OperationReply = z.infer<typeof operation>;

const plannedAction = z.strictObject({ kind: z.string(), words: z.string() });
const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['done', 'gone', 'interrupted']) }),
  z.strictObject({ kind: z.literal('failed'), code: z.string() }),
]);

const decision = {
  version: z.int(),
  at: instant,
  by: z.enum(['watch', 'drain', 'failback', 'firmware', 'geo', 'audit', 'operator']),
  reason: z.string(),
  words: z.string().meta({ description: 'The reason as a sentence' }),
  from: situationKind,
  to: situationKind,
  operation: z.string(),
  evidence: lines,
  would: z
    .array(plannedAction)
    .exactOptional()
    .meta({ description: 'In observe mode: what enforce would have done' }),
  why: z.string().exactOptional(),
};

const journalEntry = z
  .strictObject({
    ...decision,
    actions: z.array(z.strictObject({ kind: z.string(), words: z.string(), outcome })),
  })
  .meta({ id: 'JournalEntry' });
export type JournalEntryReply = z.infer<typeof journalEntry>;

export const journalReply = z
  .strictObject({
    entries: z.array(journalEntry).meta({ description: 'Newest first' }),
    nextBefore: z.int().exactOptional().meta({ description: 'Give it as `before`; absent on the last page' }),
    damaged: z.array(z.int()).meta({ description: 'Versions whose entry cannot be read' }),
  })
  .meta({ id: 'Journal' });
export type JournalReply = z.infer<typeof journalReply>;

export const pairReply = z
  .strictObject({
    declared: pairInFile,
    version: z.int().meta({ description: '0 for a pair nobody has looked at yet' }),
    situation: z.strictObject({
      kind: situationKind,
      since: instant.exactOptional(),
      active: unit.exactOptional(),
      evidence: lines,
    }),
    operation,
    hold: holdReply.exactOptional(),
    failback: failbackPart,
    waiting: z.array(drain),
    aside: z
      .array(unit)
      .meta({ description: 'Units taken out of service that are brought back when they run' }),
    unseenSince: instant.exactOptional(),
  })
  .meta({ id: 'Pair' });
export type PairReply = z.infer<typeof pairReply>;
