import type { OperatePlan } from '#control/operate-event.ts';
import type { WatchPlan } from '#control/watch-region.ts';
import { type DurationMs, SECOND_MS } from '#domain/time.ts';

/**
 * Our share of the ELBv2 Describe calls that an account has in a region, 10 a second for everything in it.
 * @see Elastic Load Balancing User Guide, Request throttling for the API
 */
export const DEFAULT_READS_PER_SECOND = 2.5;

/** Describe calls that may be made at once after a rest: a quarter of the account's burst of 40. */
export const READ_BURST = 10;

/** Woken by the schedule, an invocation is over before the next one begins. */
const UNTIL_NEXT_SWEEP_MS: DurationMs = 50 * SECOND_MS;

/** A spot notice is two minutes; the rest is for its end to be seen. */
const THROUGH_A_SPOT_NOTICE_MS: DurationMs = 150 * SECOND_MS;

/** How `watch` works in a region with this call budget. */
export const watchPlan = (region: string, readsPerSecond: number): WatchPlan => ({
  region,
  targetGroupsPerPass: READ_BURST + Math.floor((readsPerSecond * UNTIL_NEXT_SWEEP_MS) / SECOND_MS),
  lookForMs: UNTIL_NEXT_SWEEP_MS,
});

/** How `drain` and `failback` work in a region. */
export const operatePlan = (region: string): OperatePlan => ({
  region,
  lookForMs: THROUGH_A_SPOT_NOTICE_MS,
  continueForMs: UNTIL_NEXT_SWEEP_MS,
});
