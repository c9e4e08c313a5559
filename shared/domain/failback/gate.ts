import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import type { EpochMs } from '#domain/time.ts';

/** What keeps a pair from returning to its preferred unit by policy; undefined when nothing does. */
export type GateReason = Extract<
  Reason,
  | 'nothing-to-return'
  | 'preferred-is-active'
  | 'flapping'
  | 'preferred-not-ready'
  | 'in-hold-down'
  | 'waiting-for-approval'
  | 'outside-window'
>;

/** When the hold-down is over; undefined while the preferred unit is not ready. */
export const holdDownEndsAt = (pair: Pair, { failback }: PairState): EpochMs | undefined =>
  failback.readySince === undefined ? undefined : failback.readySince + pair.failback.holdDownMs;

const notReady = (pair: Pair, state: PairState, now: EpochMs): GateReason | undefined => {
  if (pair.preferred === 'none') return 'nothing-to-return';
  const { active } = state.situation;
  if (active === 'first') return 'preferred-is-active';
  if (state.failback.flappingSince !== undefined) return 'flapping';
  const endsAt = holdDownEndsAt(pair, state);
  if (endsAt === undefined) return 'preferred-not-ready';
  return now < endsAt ? 'in-hold-down' : undefined;
};

/**
 * Whether policy lets the pair return now, in the order in which the obstacles count. What is seen at this very look is
 * the switchover's own business (`switchover/admit.ts`).
 */
export const gate = (
  pair: Pair,
  state: PairState,
  window: WindowNow,
  now: EpochMs,
): GateReason | undefined => {
  const early = notReady(pair, state, now);
  if (early !== undefined) return early;
  if (pair.failback.policy === 'manual' && state.failback.approval === undefined)
    return 'waiting-for-approval';
  return window.kind === 'closed' ? 'outside-window' : undefined;
};

/** The same for an operator who asks for the return: no approval is needed, for that is one. */
export const gateForOperator = (
  pair: Pair,
  state: PairState,
  window: WindowNow,
  now: EpochMs,
): GateReason | undefined =>
  notReady(pair, state, now) ?? (window.kind === 'closed' ? 'outside-window' : undefined);
