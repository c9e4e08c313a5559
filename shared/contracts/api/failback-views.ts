import type { ApprovalReply, FailbackReply } from '#contracts/api/failback-replies.ts';
import { instantText } from '#contracts/api/views.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { windowWords } from '#domain/explain/failback-sentence.ts';
import { holdDownEndsAt } from '#domain/failback/gate.ts';
import type { Approval } from '#domain/failback/memory.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

export const approvalView = ({ by, why, at }: Approval): ApprovalReply['approval'] => ({
  by,
  why,
  at: instantText(at),
});

const windowView = (window: WindowNow, now: EpochMs): FailbackReply['window'] => {
  const words = windowWords(window, now).join('') || 'a return is welcome at any time';
  switch (window.kind) {
    case 'always':
      return { state: 'always', words };
    case 'open':
      return { state: 'open', closesAt: instantText(window.closesAt), words };
    case 'closed':
      return { state: 'closed', opensAt: instantText(window.opensAt), words };
    default:
      return window satisfies never;
  }
};

/** What is remembered and declared about the return of a pair to its preferred unit. */
export const failbackView = (
  pair: Pair,
  state: PairState,
  window: WindowNow,
  now: EpochMs,
): FailbackReply => {
  const { readySince, approval, returns, flappingSince } = state.failback;
  const endsAt = holdDownEndsAt(pair, state);
  return {
    policy: pair.failback.policy,
    ...(readySince === undefined ? {} : { readySince: instantText(readySince) }),
    ...(endsAt === undefined ? {} : { holdDownEndsAt: instantText(endsAt) }),
    ...(approval === undefined ? {} : { approval: approvalView(approval) }),
    returns: returns.map(instantText),
    ...(flappingSince === undefined ? {} : { flappingSince: instantText(flappingSince) }),
    window: windowView(window, now),
  };
};
