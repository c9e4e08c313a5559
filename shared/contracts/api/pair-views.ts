import { pairInDocument } from '#contracts/api/estate-document.ts';
import { failbackView } from '#contracts/api/failback-views.ts';
import type { DrainReply, OperationReply, PairReply, PairSummary } from '#contracts/api/pair-replies.ts';
import { holdView, instantText } from '#contracts/api/views.ts';
import type { PairRecord } from '#control/ports.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import { asideUnits } from '#domain/drain/is-due.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { HALT_WORDS } from '#domain/explain/reason-words.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { unitsSet } from '#domain/geo/geo-look.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import { holdAt } from '#domain/hold/hold.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import { newPairState, type Operation, type PairState } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/* What is stored of pairs, as the API shows it. Ids of hooks and tokens stay inside. */

const stateOf = ({ pair, state }: PairRecord, now: EpochMs): PairState => state ?? newPairState(pair.id, now);

const holdPart = (state: PairState, now: EpochMs) => {
  const hold = holdAt(state, now);
  return hold === undefined ? {} : { hold: holdView(hold) };
};

const sightPart = ({ version, situation, unseenSince }: PairState) => ({
  ...(version === 0 ? {} : { since: instantText(situation.since) }),
  ...(situation.active === undefined ? {} : { active: situation.active }),
  ...(unseenSince === undefined ? {} : { unseenSince: instantText(unseenSince) }),
});

/** One line of the list of pairs. */
export const pairSummaryView = (record: PairRecord, now: EpochMs): PairSummary => {
  const state = stateOf(record, now);
  const { id, mode, units } = record.pair;
  return {
    id,
    mode,
    instances: { first: units.first.instanceId, second: units.second.instanceId },
    situation: state.situation.kind,
    ...sightPart(state),
    operation: operationWords(state.operation),
    ...holdPart(state, now),
    ...(state.failback.flappingSince === undefined ? {} : { flapping: true }),
    waiting: state.waiting.length,
  };
};

const drainView = (intent: DrainIntent, pair: Pair): DrainReply => {
  const { id, source, instanceId, why, release, deadlineAt, notBefore } = intent;
  const unit = UNIT_NAMES.find((name) => pair.units[name].instanceId === instanceId);
  return {
    intentId: id,
    source,
    ...(unit === undefined ? {} : { unit }),
    why,
    release: release.kind,
    ...(deadlineAt === undefined ? {} : { deadlineAt: instantText(deadlineAt) }),
    ...(notBefore === undefined ? {} : { notBefore: instantText(notBefore) }),
  };
};

const underWay = (op: DrainOperation, pair: Pair) => ({
  unit: op.unit,
  phase: op.phase,
  startedAt: instantText(op.startedAt),
  phaseSince: instantText(op.phaseSince),
  skipped: op.skipped.map(({ step, because }) => ({ step, because })),
  drain: drainView(op.intent, pair),
});

const switchUnderWay = (op: SwitchOperation) => ({
  to: op.to,
  cause: op.request.cause,
  why: op.request.why,
  phase: op.phase,
  startedAt: instantText(op.startedAt),
  phaseSince: instantText(op.phaseSince),
});

const firmwareUnderWay = (op: FirmwareOperation) => ({
  rolloutId: op.order.rolloutId,
  target: op.order.target,
  why: op.order.why,
  phase: op.phase,
  ...(op.unit === undefined ? {} : { unit: op.unit }),
  startedAt: instantText(op.startedAt),
  phaseSince: instantText(op.phaseSince),
  ...(op.mixedSince === undefined ? {} : { mixedSince: instantText(op.mixedSince) }),
  incidents: op.incidents.map(({ at, ...incident }) => ({ at: instantText(at), ...incident })),
});

const geoUnderWay = (op: GeoOperation) => ({
  cluster: op.order.cluster,
  why: op.order.why,
  phase: op.phase,
  ...(op.unit === undefined ? {} : { unit: op.unit }),
  startedAt: instantText(op.startedAt),
  phaseSince: instantText(op.phaseSince),
  set: [...unitsSet(op)],
  failovers: op.failovers,
  ...(op.trouble === undefined ? {} : { trouble: op.trouble }),
});

const haltedView = ({ because, haltedAt, operation }: HaltedOperation, pair: Pair): OperationReply => {
  const halted = { because, words: HALT_WORDS[because], haltedAt: instantText(haltedAt) };
  switch (operation.kind) {
    case 'draining':
      return { kind: 'halted', ...halted, ...underWay(operation, pair) };
    case 'switching':
      return { kind: 'halted-switchover', ...halted, ...switchUnderWay(operation) };
    case 'upgrading':
      return { kind: 'halted-firmware', ...halted, ...firmwareUnderWay(operation) };
    case 'syncing-geo':
      return { kind: 'halted-geo', ...halted, ...geoUnderWay(operation) };
    default:
      return operation satisfies never;
  }
};

const operationView = (operation: Operation, pair: Pair): OperationReply => {
  switch (operation.kind) {
    case 'idle':
      return { kind: 'idle' };
    case 'draining':
      return { kind: 'draining', ...underWay(operation, pair) };
    case 'switching':
      return { kind: 'switching', ...switchUnderWay(operation) };
    case 'upgrading':
      return { kind: 'upgrading', ...firmwareUnderWay(operation) };
    case 'syncing-geo':
      return { kind: 'syncing-geo', ...geoUnderWay(operation) };
    case 'halted':
      return haltedView(operation, pair);
    default:
      return operation satisfies never;
  }
};

/** Everything about one pair but its journal. */
export const pairView = (record: PairRecord, window: WindowNow, now: EpochMs): PairReply => {
  const state = stateOf(record, now);
  const { pair } = record;
  const { unseenSince, ...sight } = sightPart(state);
  return {
    declared: pairInDocument(pair),
    version: state.version,
    situation: { kind: state.situation.kind, ...sight, evidence: [...state.situation.evidence] },
    operation: operationView(state.operation, pair),
    ...holdPart(state, now),
    failback: failbackView(pair, state, window, now),
    waiting: state.waiting.map((intent) => drainView(intent, pair)),
    aside: [...asideUnits(state)],
    ...(unseenSince === undefined ? {} : { unseenSince }),
  };
};
