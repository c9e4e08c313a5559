import type { Hands } from '#control/carry-out.ts';
import type { Observers } from '#control/observe.ts';
import type { Announcement, RegionRecord } from '#control/ports.ts';
import { recall, type WatchPass, watchedPair, watchOnce, watchWhileMoving } from '#control/watch-pairs.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { isMixedAlarming } from '#domain/firmware/mixed-alarm.ts';
import type { DurationMs } from '#domain/time.ts';
import { blastRadius } from '#domain/watch/blast-radius.ts';
import { selectDue } from '#domain/watch/select-due.ts';

/** How watching is done in one region. */
export interface WatchPlan {
  readonly region: string;
  /** How many target groups one pass may read: the call budget over a minute. */
  readonly targetGroupsPerPass: number;
  /** For how long an invocation keeps looking while something moves. */
  readonly lookForMs: DurationMs;
  /** Told at every turn of the schedule how many pairs have units with different firmware that nobody is mending. */
  readonly onMixed?: (pairs: number) => void;
}

/** What is due or under way is looked at by the function whose concern it is; the schedule makes sure that it does. */
const continueOperations = async (hands: Hands, { due }: WatchPass): Promise<void> => {
  const announcements: readonly Announcement[] = (['drain', 'failback', 'firmware', 'geo'] as const).flatMap(
    (concern) =>
      due[concern].map(({ id }) => ({ detailType: 'Pair Continue', detail: { pairId: id, concern } })),
  );
  if (announcements.length > 0) await hands.bus.publish(announcements);
};

const freezeIfBlast = async (
  hands: Hands,
  region: string,
  record: RegionRecord,
  pass: WatchPass,
): Promise<void> => {
  if (record.freeze !== undefined) return;
  const at = hands.clock.now();
  const looked = new Map(pass.states.map((state) => [state.pairId, state]));
  const why = blastRadius(
    record.pairs.flatMap(({ pair, state }) => looked.get(pair.id) ?? state ?? []),
    at,
  );
  if (why === undefined) return;
  await hands.store.freezeRegion(region, { at, why });
  await hands.bus.publish([
    { detailType: 'Region Frozen', detail: { region, why, at: new Date(at).toISOString() } },
  ]);
};

/** What an invocation came to, summed over its passes. */
export interface WatchSummary {
  readonly passes: number;
  readonly looked: number;
  readonly written: number;
  readonly overtaken: number;
  /** Pairs still in motion at the end. */
  readonly moving: number;
}

const summarise = (passes: readonly WatchPass[]): WatchSummary => ({
  passes: passes.length,
  looked: passes.reduce((sum, { looked }) => sum + looked, 0),
  written: passes.reduce((sum, { written }) => sum + written, 0),
  overtaken: passes.reduce((sum, { overtaken }) => sum + overtaken, 0),
  moving: passes.at(-1)?.moving.length ?? 0,
});

/**
 * One turn of the schedule: watches the pairs that are due, freezes the region when too many turn bad together, has
 * unfinished operations continued, and follows what moves.
 */
export const sweepRegion = async (
  hands: Hands,
  observers: Observers,
  plan: WatchPlan,
): Promise<WatchSummary> => {
  const startedAt = hands.clock.now();
  const record = await hands.store.readRegion(plan.region);
  const watched = record.pairs.map(({ pair, state }) => watchedPair(pair, state, startedAt));
  const pass = await watchOnce(hands, observers, selectDue(watched, plan.targetGroupsPerPass, startedAt));
  await freezeIfBlast(hands, plan.region, record, pass);
  plan.onMixed?.(record.pairs.filter(({ state }) => state && isMixedAlarming(state, startedAt)).length);
  await continueOperations(hands, pass);
  return summarise(await watchWhileMoving(hands, observers, pass, startedAt + plan.lookForMs));
};

/** Watches the pairs that an event named. */
export const watchNamed = async (
  hands: Hands,
  observers: Observers,
  plan: WatchPlan,
  pairs: readonly Pair[],
): Promise<WatchSummary> => {
  const startedAt = hands.clock.now();
  const pass = await watchOnce(hands, observers, await recall(hands, pairs));
  return summarise(await watchWhileMoving(hands, observers, pass, startedAt + plan.lookForMs));
};
