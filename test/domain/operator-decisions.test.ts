import { describe, expect, it } from 'vitest';
import type { FailbackPolicy, Pair } from '#domain/estate/estate.ts';
import { acknowledgeFlap, approveReturn, withdrawApproval } from '#domain/failback/operator-decisions.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { GATED_PAIR, steadyWith } from '../../docs/state-switch-samples.ts';

const APPROVAL = { by: 'ada', why: 'the volume is mended', at: NOW };
const READY = steadyWith('second');
const APPROVED = { ...READY, failback: { ...READY.failback, approval: APPROVAL } };
const NOT_READY = { ...READY, failback: { returns: [] } };
const FLAPPING = {
  ...READY,
  failback: { ...APPROVED.failback, returns: [NOW - 2 * MINUTE_MS, NOW - MINUTE_MS], flappingSince: NOW },
};

const under = (policy: FailbackPolicy['policy']): Pair => ({
  ...GATED_PAIR,
  failback: { ...GATED_PAIR.failback, policy },
});

describe('an approval', () => {
  it('is remembered, and nothing else changes', () => {
    expect(approveReturn(READY, under('manual'), APPROVAL)).toEqual({
      next: APPROVED,
      actions: [],
      reason: 'return-approved',
      evidence: [],
    });
  });

  it.each([
    { when: 'policy is native', state: READY, policy: 'native', code: 'no-approval-needed' },
    { when: 'policy is gated', state: READY, policy: 'gated', code: 'no-approval-needed' },
    {
      when: 'first is active',
      state: steadyWith('first'),
      policy: 'manual',
      code: 'preferred-is-active',
    },
    { when: 'first is not ready', state: NOT_READY, policy: 'manual', code: 'preferred-not-ready' },
    { when: 'there is one', state: APPROVED, policy: 'manual', code: 'already-approved' },
  ] as const)('is refused when $when: $code', ({ state, policy, code }) => {
    expect(approveReturn(state, under(policy), APPROVAL)).toBe(code);
  });

  it('is withdrawn once, and nothing else changes', () => {
    expect(withdrawApproval(APPROVED)).toEqual({
      next: READY,
      actions: [],
      reason: 'approval-withdrawn',
      evidence: [],
    });
    expect(withdrawApproval(READY)).toBeUndefined();
  });
});

describe('an acknowledgement', () => {
  it('forgets the returns that were too many, and nothing else', () => {
    expect(acknowledgeFlap(FLAPPING)).toEqual({
      next: APPROVED,
      actions: [],
      reason: 'flap-acknowledged',
      evidence: [],
    });
  });

  it('has nothing to do where returns have not stopped', () => {
    expect(acknowledgeFlap(APPROVED)).toBeUndefined();
  });
});
