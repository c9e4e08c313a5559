import * as z from 'zod/mini';
import { storedFirmwareMemory, storedJob, storedUpgrade } from '#contracts/items-firmware.ts';
import { fixActions } from '#contracts/items-fix.ts';
import { storedGeoMemory, storedGeoSync } from '#contracts/items-geo-sync.ts';
import { storedSwitch, unit } from '#contracts/items-switch.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { type FailbackMemory, NO_RETURNS } from '#domain/failback/memory.ts';
import type { Action } from '#domain/pair/action.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import { HALT_REASONS, type HaltedOperation } from '#domain/pair/halt.ts';
import { type PairState, SITUATIONS } from '#domain/pair/state.ts';
import { REASONS } from '#domain/reason.ts';

/* What is remembered of a pair, as stored. Every schema is held equal to the hand-written domain type. */

const strings = z.array(z.string());

const situation = z.enum(SITUATIONS);

const hook = z.object({ autoScalingGroup: z.string(), name: z.string(), token: z.string() });

const intent = z.object({
  source: z.enum([
    'spot',
    'capacity-reservation',
    'rebalance',
    'lifecycle-hook',
    'health',
    'instance-leaving',
    'split-brain',
    'operator',
  ]),
  id: z.string(),
  instanceId: z.string(),
  requestedAt: z.number(),
  deadlineAt: z.exactOptional(z.number()),
  notBefore: z.exactOptional(z.number()),
  maintenanceAt: z.exactOptional(z.number()),
  release: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('terminate') }),
    z.object({ kind: z.literal('stop') }),
    z.object({ kind: z.literal('reboot') }),
    z.object({ kind: z.literal('repair') }),
    z.object({ kind: z.literal('keep-out') }),
    z.object({ kind: z.literal('complete-hook'), hook }),
  ]),
  why: z.string(),
  heartbeatAt: z.exactOptional(z.number()),
  confirm: z.exactOptional(z.string()),
});
true satisfies SameType<DrainIntent, z.infer<typeof intent>>;

const haltReason = z.enum(HALT_REASONS);

const draining = z.object({
  kind: z.literal('draining'),
  unit,
  intent,
  phase: z.enum(['handing-over', 'deregistering', 'releasing', 'returning']),
  startedAt: z.number(),
  phaseSince: z.number(),
  skipped: z.array(
    z.object({
      step: z.enum(['handover', 'wait-for-failing-health', 'wait-for-unused']),
      because: z.enum(['no-time', 'partner-cannot-take-over', 'loadmaster-unread', 'unit-leaving', 'forced']),
    }),
  ),
  healthPortMoved: z.boolean(),
  failed: z.exactOptional(haltReason),
  heartbeatAt: z.exactOptional(z.number()),
  rebootedAt: z.exactOptional(z.number()),
});
true satisfies SameType<DrainOperation, z.infer<typeof draining>>;

const halted = z.object({
  kind: z.literal('halted'),
  operation: z.discriminatedUnion('kind', [draining, storedSwitch, storedUpgrade, storedGeoSync]),
  because: haltReason,
  haltedAt: z.number(),
});
true satisfies SameType<HaltedOperation, z.infer<typeof halted>>;

const registration = { unit, instanceId: z.string(), targetGroups: strings };

const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deregister-targets'), ...registration }),
  z.object({ kind: z.literal('register-targets'), ...registration }),
  z.object({ kind: z.literal('set-health-port'), unit, port: z.number() }),
  z.object({ kind: z.literal('set-preference'), unit, prefersFirst: z.boolean() }),
  z.object({ kind: z.literal('set-ha-mode'), unit }),
  z.object({ kind: z.literal('reboot-unit'), unit }),
  z.object({ kind: z.literal('begin-job'), unit, jobId: z.string(), job: storedJob }),
  z.object({ kind: z.literal('extend-hook'), instanceId: z.string(), hook }),
  z.object({ kind: z.literal('complete-hook'), instanceId: z.string(), hook }),
  z.object({ kind: z.literal('terminate-instance'), unit, instanceId: z.string() }),
  z.object({ kind: z.literal('stop-instance'), unit, instanceId: z.string() }),
  ...fixActions,
]);
true satisfies SameType<Action, z.infer<typeof action>>;

const reason = z.enum(REASONS);

const decision = {
  version: z.number(),
  at: z.number(),
  by: z.enum(['watch', 'drain', 'failback', 'firmware', 'geo', 'audit', 'operator']),
  reason,
  from: situation,
  to: situation,
  operation: z.string(),
  evidence: strings,
  actions: z.array(action),
  would: z.exactOptional(z.array(action)),
  checks: z.exactOptional(strings),
  why: z.exactOptional(z.string()),
};

const failback = z.object({
  blockedBy: z.exactOptional(reason),
  readySince: z.exactOptional(z.number()),
  approval: z.exactOptional(z.object({ by: z.string(), why: z.string(), at: z.number() })),
  returns: z.array(z.number()),
  flappingSince: z.exactOptional(z.number()),
  correctedAt: z.exactOptional(z.number()),
});
true satisfies SameType<FailbackMemory, z.infer<typeof failback>>;

export const storedPairState = z.object({
  schemaVersion: z.literal(1),
  pairId: z.string(),
  version: z.number(),
  situation: z.object({
    kind: situation,
    since: z.number(),
    active: z.exactOptional(unit),
    evidence: strings,
  }),
  operation: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('idle') }),
    draining,
    storedSwitch,
    storedUpgrade,
    storedGeoSync,
    halted,
  ]),
  hold: z.exactOptional(
    z.object({ by: z.string(), why: z.string(), placedAt: z.number(), until: z.number() }),
  ),
  waiting: z.array(intent),
  handled: strings,
  // A state written before units were set aside has none of them.
  aside: z._default(z.object({ first: z.exactOptional(draining), second: z.exactOptional(draining) }), {}),
  boots: z.object({ first: z.array(z.number()), second: z.array(z.number()) }),
  lastActive: z.exactOptional(unit),
  // A state written before failback was decided about remembers none.
  failback: z._default(failback, { ...NO_RETURNS, returns: [] }),
  // A state written before firmware was changed remembers nothing of it.
  firmware: z._default(storedFirmwareMemory, {}),
  // A state written before GEO lists were set remembers nothing of them.
  geo: z._default(storedGeoMemory, {}),
  splitBrainAt: z.exactOptional(z.number()),
  unseenSince: z.exactOptional(z.number()),
  lastDecision: z.exactOptional(z.object(decision)),
  pending: z.boolean(),
});
true satisfies SameType<PairState, z.infer<typeof storedPairState>>;

export const storedJournalEntry = z.object({
  ...decision,
  pairId: z.string(),
  outcomes: z.union([
    z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('done') }),
        z.object({ kind: z.literal('gone') }),
        z.object({ kind: z.literal('failed'), code: z.string() }),
      ]),
    ),
    z.literal('interrupted'),
  ]),
});
true satisfies SameType<JournalEntry, z.infer<typeof storedJournalEntry>>;
