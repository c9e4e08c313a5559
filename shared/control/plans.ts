import type { AuditPlan } from '#control/audit/audit-region.ts';
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

/**
 * Our share of EC2's describe calls, of which an account has 100 at once and 20 a second in a region.
 * @see Amazon EC2 Developer Guide, Request throttling, "Non-mutating actions"
 */
export const EC2_READS = { perSecond: 5, burst: 25 } as const;

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

/** Lambda ends the invocation after five minutes; a portion of pairs takes half a minute at most, if units are silent. */
const AUDIT_FOR_MS: DurationMs = 200 * SECOND_MS;

/** A turn of the schedule is every five minutes: 12 an hour, so that a thousand pairs have theirs within six hours. */
const PAIRS_PER_TURN = 20;

/** How `audit` works in a region. */
export const auditPlan = (region: string): AuditPlan => ({
  region,
  pairsPerTurn: PAIRS_PER_TURN,
  auditForMs: AUDIT_FOR_MS,
});

/** How `drain` and `failback` work in a region. */
export const operatePlan = (region: string): OperatePlan => ({
  region,
  lookForMs: THROUGH_A_SPOT_NOTICE_MS,
  continueForMs: UNTIL_NEXT_SWEEP_MS,
});
