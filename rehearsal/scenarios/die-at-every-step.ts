import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { DecisionMoment } from '#rehearsal/functions/function-deaths.ts';
import { putByHand } from '#rehearsal/scenarios/own-bus.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** How a function fares that dies once at every step of its work on a pair. */
export interface Deaths {
  /** Once for every step and side of its actions, oldest first. */
  readonly steps: readonly string[];
}

/** The schedule says it every minute; somebody is more impatient. */
const WOKEN_AFTER_MS: DurationMs = 5 * SECOND_MS;

const stepOf = ({ record, at }: DecisionMoment): string => {
  const when = at === 'claimed' ? 'before its actions' : 'after its actions';
  return `${record.operation} · ${record.reason}, ${when}`;
};

/**
 * From now on `firmware` dies at every step of the pair's change that it has not died at: once with the decision claimed
 * and nothing done, once with everything done and nothing recorded. It is woken again soon after.
 */
export const dieAtEveryStep = (stage: Stage, pairId: string): Deaths => {
  const { deaths, scheduler } = stage.world;
  const steps: string[] = [];
  deaths.strikes = (moment) => {
    const step = stepOf(moment);
    if (moment.functionName !== 'firmware' || moment.pairId !== pairId || steps.includes(step)) return false;
    steps.push(step);
    stage.note(`${pairId}: the function dies: ${step}`);
    scheduler.after(WOKEN_AFTER_MS, () => {
      const detail = { pairId, concern: 'firmware' } as const;
      putByHand(stage.find(pairId), { detailType: 'Pair Continue', detail }, scheduler.now());
    });
    return true;
  };
  return { steps };
};
