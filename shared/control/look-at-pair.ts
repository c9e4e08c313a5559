import { carryOut, type Hands, repairInterrupted } from '#control/carry-out.ts';
import { StaleStateError } from '#control/errors.ts';
import {
  type Observers,
  observeAws,
  observeFirmware,
  observeGeo,
  observeLoadMasters,
} from '#control/observe.ts';
import type { UnitRef } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { decide, type Question } from '#domain/decide.ts';
import { drainNeedsLoadMaster } from '#domain/drain/needs-loadmaster.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { readsFirmware } from '#domain/firmware/is-due.ts';
import { readsGeo } from '#domain/geo/is-due.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import { unitsThatRun } from '#domain/pair/units-that-run.ts';
import type { EpochMs } from '#domain/time.ts';

/** One look at one pair: everything a decision about it rests on, from the same moment. */
export interface Look {
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly frozen: boolean;
  readonly window: WindowNow;
}

/** What one function, which acts for one concern, asks about a pair. */
export type ConcernQuestion = Exclude<Question, { readonly concern: 'all' }>;

/** How often a look that lost the race for the claim starts again before it leaves the pair to whoever keeps winning. */
const CLAIM_ATTEMPTS = 5;

/** Which units' LoadMasters a look asks, once AWS has answered. */
type Ask = (state: PairState, seen: PairSeen, now: EpochMs) => readonly UnitName[];

/** A person asks, or roles are to change: what the load balancer cannot tell, a dead standby above all, has to be asked of the units. */
const askAllThatRun: Ask = (_state, seen) => unitsThatRun(seen);

/** Whether the units' GEO lists matter to the question. */
const asksGeo = (question: Question, state: PairState): boolean => {
  if (question.concern === 'geo') return readsGeo(state, question.input);
  return question.concern === 'all' && readsGeo(state, { kind: 'look' });
};

/** Whether what the units run matters to the question. */
const asksFirmware = (question: Question, state: PairState): boolean => {
  if (question.concern === 'firmware') return readsFirmware(state, question.input);
  return question.concern === 'all' && readsFirmware(state, { kind: 'look' });
};

const readLook = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  question: Question,
  ask: Ask,
): Promise<Look> => {
  const now = hands.clock.now();
  // Side by side: the state, the freeze and AWS do not depend on one another, and a spot notice is short.
  const [stored, freeze, byAws] = await Promise.all([
    hands.store.readState(pair.region, pair.id),
    hands.store.readFreeze(pair.region),
    observeAws(observers, [pair], now),
  ]);
  const state = stored ?? newPairState(pair.id, now);
  const seen = byAws.get(pair.id);
  if (seen === undefined) throw new Error(`no look at ${pair.id} came back`);
  const wanted = ask(state, seen, now).map((unit): UnitRef => ({ pairId: pair.id, unit }));
  const complete = await observeLoadMasters(observers.loadMasters, byAws, wanted);
  const withFirmware = asksFirmware(question, state)
    ? await observeFirmware(observers, [pair], complete)
    : complete;
  const looked = withFirmware.get(pair.id) ?? seen;
  return {
    state,
    seen: asksGeo(question, state) ? await observeGeo(observers, pair, looked) : looked,
    frozen: freeze !== undefined,
    window: await windowOnDemand(pair.failback.windows, now),
  };
};

const decideOn = (
  { state, seen, frozen, window }: Look,
  pair: Pair,
  question: Question,
  now: EpochMs,
): Decision => decide(state, seen, { pair, frozen, window }, question, now);

/** Looks and decides, and does nothing: what a dry run and `explain` show. */
export const preview = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  question: Question,
): Promise<Look & { readonly decision: Decision }> => {
  const look = await readLook(hands, observers, pair, question, askAllThatRun);
  return { ...look, decision: decideOn(look, pair, question, hands.clock.now()) };
};

/**
 * Looks, decides, claims, acts and records, once. Who loses the race for the claim looks again: the input must not be
 * lost, and what the winner did must be seen.
 */
export const lookAtPair = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  question: ConcernQuestion,
  why?: string,
): Promise<{ readonly decision: Decision; readonly state: PairState }> => {
  const askNeeded: Ask = (state, seen, now) =>
    question.concern === 'drain'
      ? drainNeedsLoadMaster(state, seen, pair, question.input, now)
      : askAllThatRun(state, seen, now);
  for (let attempt = 1; ; attempt++) {
    const look = await readLook(hands, observers, pair, question, askNeeded);
    const { state } = look;
    const decision = decideOn(look, pair, question, hands.clock.now());
    await repairInterrupted(hands, pair, state);
    try {
      return { decision, state: await carryOut(hands, pair, state, decision, question.concern, why) };
    } catch (error) {
      if (!(error instanceof StaleStateError) || attempt === CLAIM_ATTEMPTS) throw error;
    }
  }
};
