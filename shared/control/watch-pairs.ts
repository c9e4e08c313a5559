import pMap from 'p-map';
import { carryOut, type Hands, repairInterrupted } from '#control/carry-out.ts';
import { StaleStateError } from '#control/errors.ts';
import { type Observers, observeAws, observeLoadMasters } from '#control/observe.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import type { OperationConcern } from '#domain/decide-concern.ts';
import { drainIsDue } from '#domain/drain/is-due.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { failbackIsDue } from '#domain/failback/is-due.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { firmwareIsDue } from '#domain/firmware/is-due.ts';
import { geoIsDue } from '#domain/geo/is-due.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { LOOK_AGAIN_MS } from '#domain/pair/look.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';
import { watchNeedsLoadMaster } from '#domain/watch/needs-loadmaster.ts';
import type { WatchedPair } from '#domain/watch/select-due.ts';

/** What looking once at some pairs came to. */
export interface WatchPass {
  readonly looked: number;
  readonly written: number;
  /** Claims lost to another function: not a failure. */
  readonly overtaken: number;
  /** Pairs in motion. */
  readonly moving: readonly Pair[];
  /** Pairs on which a function that acts has something to do. */
  readonly due: Readonly<Record<OperationConcern, readonly Pair[]>>;
  /** The states after the look. */
  readonly states: readonly PairState[];
}

/** Claims go out side by side, but not all at once: a region that changes as a whole must not become a burst of writes. */
const AT_ONCE = 10;

interface Judged extends WatchedPair {
  readonly seen: PairSeen;
  readonly decision: Decision;
  readonly window: WindowNow;
}

export const watchedPair = (pair: Pair, state: PairState | undefined, now: EpochMs): WatchedPair => ({
  pair,
  state: state ?? newPairState(pair.id, now),
});

const look = async (
  observers: Observers,
  due: readonly WatchedPair[],
  now: EpochMs,
): Promise<readonly Judged[]> => {
  const byAws = await observeAws(
    observers,
    due.map(({ pair }) => pair),
    now,
  );
  const seenOf = (seen: ReadonlyMap<string, PairSeen>, pair: Pair): PairSeen => {
    const found = seen.get(pair.id);
    if (found === undefined) throw new Error(`no look at ${pair.id} came back`);
    return found;
  };
  const wanted = due.flatMap(({ pair, state }) =>
    watchNeedsLoadMaster(state, seenOf(byAws, pair), pair, now).map((unit) => ({ pairId: pair.id, unit })),
  );
  const complete = await observeLoadMasters(observers.loadMasters, byAws, wanted);
  const judge = async ({ pair, state }: WatchedPair): Promise<Judged> => {
    const seen = seenOf(complete, pair);
    const decision = decideWatch(state, seen, pair, now);
    return { pair, state, seen, decision, window: await windowFor(pair, decision.next, now) };
  };
  return Promise.all(due.map(judge));
};

interface Remembered {
  readonly kind: 'written' | 'overtaken' | 'nothing';
  readonly state: PairState;
}

/** Claims what changed. The loser of a race has nothing to add: the winner has looked as well. */
const remember = async (hands: Hands, { pair, state, decision }: Judged): Promise<Remembered> => {
  await repairInterrupted(hands, pair, state);
  try {
    const after = await carryOut(hands, pair, state, decision, 'watch');
    return { kind: after === state ? 'nothing' : 'written', state: after };
  } catch (error) {
    if (error instanceof StaleStateError) return { kind: 'overtaken', state };
    throw error;
  }
};

const isMoving = ({ decision }: Judged): boolean => decision.lookAgainMs !== undefined;

const isDrainDue = ({ seen, decision }: Judged): boolean => drainIsDue(decision.next, seen, seen.at);

const isFailbackDue = ({ pair, seen, decision, window }: Judged): boolean =>
  failbackIsDue(decision.next, seen, pair, window, seen.at);

/** Windows matter to pairs that wait for one, which are few. */
const windowFor = (pair: Pair, { failback }: PairState, now: EpochMs): Promise<WindowNow> =>
  windowOnDemand(failback.readySince === undefined ? [] : pair.failback.windows, now);

/** The pairs with what is remembered of each. One read per pair: for few pairs. */
export const recall = (hands: Hands, pairs: readonly Pair[]): Promise<readonly WatchedPair[]> =>
  pMap(
    pairs,
    async (pair) => watchedPair(pair, await hands.store.readState(pair.region, pair.id), hands.clock.now()),
    { concurrency: AT_ONCE },
  );

/** Looks once at pairs and remembers what changed. Reads AWS in bulk; writes nothing for a pair that did not change. */
export const watchOnce = async (
  hands: Hands,
  observers: Observers,
  due: readonly WatchedPair[],
): Promise<WatchPass> => {
  const judged = await look(observers, due, hands.clock.now());
  const results = await pMap(judged, (one) => remember(hands, one), {
    concurrency: AT_ONCE,
    stopOnError: false,
  });
  return {
    looked: judged.length,
    written: results.filter(({ kind }) => kind === 'written').length,
    overtaken: results.filter(({ kind }) => kind === 'overtaken').length,
    moving: judged.filter(isMoving).map(({ pair }) => pair),
    due: {
      drain: judged.filter(isDrainDue).map(({ pair }) => pair),
      failback: judged.filter(isFailbackDue).map(({ pair }) => pair),
      firmware: judged.filter(({ decision }) => firmwareIsDue(decision.next)).map(({ pair }) => pair),
      geo: judged.filter(({ decision }) => geoIsDue(decision.next)).map(({ pair }) => pair),
    },
    states: results.map(({ state }) => state),
  };
};

/** Looks again every few seconds at what moves, until nothing does or the time is up. Returns the passes, `pass` first. */
export const watchWhileMoving = async (
  hands: Hands,
  observers: Observers,
  pass: WatchPass,
  until: EpochMs,
): Promise<readonly WatchPass[]> => {
  const passes = [pass];
  for (let last = pass; last.moving.length > 0 && hands.clock.now() + LOOK_AGAIN_MS <= until; ) {
    await hands.clock.sleep(LOOK_AGAIN_MS);
    last = await watchOnce(hands, observers, await recall(hands, last.moving));
    passes.push(last);
  }
  return passes;
};
