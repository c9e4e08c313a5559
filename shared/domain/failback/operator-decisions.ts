import type { Pair } from '#domain/estate/estate.ts';
import type { Approval, FailbackMemory } from '#domain/failback/memory.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

/*
 * What operators decide about returning to the preferred unit. It is only remembered: whether the pair returns, and
 * when, stays with policy.
 */

/** Why a return is not approved. */
export const APPROVAL_REFUSALS = [
  'no-approval-needed',
  'preferred-is-active',
  'preferred-not-ready',
  'already-approved',
] as const;

export type ApprovalRefusal = (typeof APPROVAL_REFUSALS)[number];

const remember = (state: PairState, failback: FailbackMemory, reason: Reason): Decision => ({
  next: { ...state, failback },
  actions: [],
  reason,
  evidence: [],
});

/** An approval is for a unit that is well now: policy forgets it when that ends. */
const objectionTo = ({ failback, situation }: PairState, pair: Pair): ApprovalRefusal | undefined => {
  if (pair.failback.policy !== 'manual') return 'no-approval-needed';
  if (situation.active === 'first') return 'preferred-is-active';
  if (failback.readySince === undefined) return 'preferred-not-ready';
  return failback.approval === undefined ? undefined : 'already-approved';
};

/** Approves one return to the preferred unit, or says why not. */
export const approveReturn = (state: PairState, pair: Pair, approval: Approval): Decision | ApprovalRefusal =>
  objectionTo(state, pair) ?? remember(state, { ...state.failback, approval }, 'return-approved');

/** Takes an approval back; undefined when there is none. */
export const withdrawApproval = (state: PairState): Decision | undefined => {
  const { approval, ...rest } = state.failback;
  return approval === undefined ? undefined : remember(state, rest, 'approval-withdrawn');
};

/** Lets returns go on after there were too many, and forgets those; undefined when they have not stopped. */
export const acknowledgeFlap = (state: PairState): Decision | undefined => {
  const { flappingSince, ...rest } = state.failback;
  return flappingSince === undefined
    ? undefined
    : remember(state, { ...rest, returns: [] }, 'flap-acknowledged');
};
