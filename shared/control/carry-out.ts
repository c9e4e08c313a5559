import { type Actors, actAll } from '#control/act.ts';
import { announcementsOf } from '#control/announcements.ts';
import type { Clock, EventBus, PairStore } from '#control/ports.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Action, ActionOutcome } from '#domain/pair/action.ts';
import { type Decider, type Decision, type DecisionRecord, isNothing } from '#domain/pair/decision.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** What a decision is carried out with. Who may not act gives no actors, and then no decision of his may ask for one. */
export interface Hands {
  readonly store: PairStore;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly actors?: Partial<Actors>;
  /** Called once for every decision that was claimed, after its record is written: logs and metrics. */
  readonly onRecorded: (entry: Recorded) => void;
}

/** A decision with what came of it. */
export interface Recorded {
  readonly pairId: string;
  readonly record: DecisionRecord;
  readonly outcomes: readonly ActionOutcome[];
}

/** A claim that nobody recorded within this time was interrupted: whoever made it is gone. */
export const INTERRUPTED_AFTER_MS: DurationMs = 60 * SECOND_MS;

const recordOf = (
  state: PairState,
  decision: Decision,
  by: Decider,
  now: EpochMs,
  why?: string,
): DecisionRecord => ({
  version: state.version + 1,
  at: now,
  by,
  reason: decision.reason,
  from: state.situation.kind,
  to: decision.next.situation.kind,
  operation: operationWords(decision.next.operation),
  evidence: decision.evidence,
  actions: decision.actions,
  ...(decision.would === undefined ? {} : { would: decision.would }),
  ...(decision.checks === undefined ? {} : { checks: decision.checks }),
  ...(why === undefined ? {} : { why }),
});

const doAll = async (
  hands: Hands,
  pairId: string,
  actions: readonly Action[],
): Promise<readonly ActionOutcome[]> => {
  return actions.length === 0 ? [] : actAll(hands.actors ?? {}, pairId, actions);
};

const tell = async (hands: Hands, pair: Pair, record: DecisionRecord, state: PairState): Promise<void> => {
  const announcements = announcementsOf(pair.id, pair.region, record, state);
  if (announcements.length > 0) await hands.bus.publish(announcements);
};

/** Writes down a decision whose outcome nobody recorded, and tells the world of it. */
const recordInterrupted = async (
  hands: Hands,
  pair: Pair,
  state: PairState,
  record: DecisionRecord,
): Promise<void> => {
  await hands.store.appendJournal({ ...record, pairId: pair.id, outcomes: 'interrupted' });
  await tell(hands, pair, record, state);
};

/**
 * Claims a decision, acts, and records what came of it, in this order (docs/adr/0002). The claim is the lock: the
 * loser of a race gets StaleStateError before anything was done. Returns the state as claimed; the very state that
 * was given when there was nothing to do.
 */
export const carryOut = async (
  hands: Hands,
  pair: Pair,
  state: PairState,
  decision: Decision,
  by: Decider,
  why?: string,
): Promise<PairState> => {
  if (isNothing(state, decision)) return state;
  // The claim overwrites the last decision. If its maker is only slow, his record replaces this one.
  if (state.pending && state.lastDecision !== undefined)
    await recordInterrupted(hands, pair, state, state.lastDecision);
  const record = recordOf(state, decision, by, hands.clock.now(), why);
  const claimed: PairState = {
    ...decision.next,
    version: record.version,
    lastDecision: record,
    pending: true,
  };
  await hands.store.claim(pair.region, claimed);
  const outcomes = await doAll(hands, pair.id, decision.actions);
  await hands.store.appendJournal({ ...record, pairId: pair.id, outcomes });
  await tell(hands, pair, record, claimed);
  await hands.store.settle(pair.region, pair.id, record.version);
  hands.onRecorded({ pairId: pair.id, record, outcomes });
  return { ...claimed, pending: false };
};

/**
 * Completes what a crash left between claim and record: the journal gets the decision with outcomes `interrupted`, and
 * the world is told. The actions themselves need no repair: what was not done is decided again from what is seen.
 */
export const repairInterrupted = async (hands: Hands, pair: Pair, state: PairState): Promise<void> => {
  const { lastDecision: record, pending } = state;
  if (!pending || record === undefined) return;
  if (hands.clock.now() - record.at < INTERRUPTED_AFTER_MS) return;
  await recordInterrupted(hands, pair, state, record);
  await hands.store.settle(pair.region, pair.id, record.version);
};
