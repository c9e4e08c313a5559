import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { DecisionMoment } from '#rehearsal/functions/function-deaths.ts';
import { putByHand } from '#rehearsal/scenarios/own-bus.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** On which side of a decision's actions: nothing is done yet, or everything is and nobody has recorded it. */
export type Side = 'before' | 'after';

/** What the function died at, oldest first. */
export interface Deaths {
  readonly steps: readonly string[];
}

/** The schedule says it every minute; somebody is more impatient. */
const WOKEN_AFTER_MS: DurationMs = 5 * SECOND_MS;

const stepOf = ({ record }: DecisionMoment, side: Side): string =>
  `${record.operation} · ${record.reason}, ${side} its actions`;

export const hasDiedAt = (deaths: readonly Deaths[], reason: string, side: Side): boolean =>
  deaths.some(({ steps }) => steps.some((step) => step.endsWith(`· ${reason}, ${side} its actions`)));

/**
 * From now on `firmware` dies at every step of each pair's change: first on the side that is given for the pair, and on the
 * other one where the step comes again. It is woken again soon after.
 */
export const dieAtEveryStep = (stage: Stage, firstSides: ReadonlyMap<string, Side>): readonly Deaths[] => {
  const { deaths, scheduler } = stage.world;
  const steps = new Map<string, string[]>([...firstSides.keys()].map((pairId) => [pairId, []]));
  const wake = (pairId: string): void => {
    const detail = { pairId, concern: 'firmware' } as const;
    putByHand(stage.find(pairId), { detailType: 'Pair Continue', detail }, scheduler.now());
  };
  deaths.strikes = (moment) => {
    const { functionName, pairId, at } = moment;
    const died = steps.get(pairId);
    const firstSide = firstSides.get(pairId);
    if (functionName !== 'firmware' || died === undefined || firstSide === undefined) return false;
    const side = at === 'claimed' ? 'before' : 'after';
    const isTooEarly = side !== firstSide && !died.includes(stepOf(moment, firstSide));
    const step = stepOf(moment, side);
    if (isTooEarly || died.includes(step)) return false;
    died.push(step);
    stage.note(`${pairId}: the function dies: ${step}`);
    scheduler.after(WOKEN_AFTER_MS, () => wake(pairId));
    return true;
  };
  return [...steps.values()].map((died) => ({ steps: died }));
};

const MOST_ENTRIES = 100;

/** Decisions in the pair's journal of which nobody ever recorded what came of them. */
export const interruptedOf = async (stage: Stage, pairId: string): Promise<number> => {
  const { region } = stage.find(pairId);
  let count = 0;
  let beforeVersion: number | undefined;
  do {
    const page = await region.store.readJournal(pairId, {
      limit: MOST_ENTRIES,
      ...(beforeVersion === undefined ? {} : { beforeVersion }),
    });
    count += page.entries.filter(({ outcomes }) => outcomes === 'interrupted').length;
    beforeVersion = page.nextBeforeVersion;
  } while (beforeVersion !== undefined);
  return count;
};
