import { describe, expect, it } from 'vitest';
import { decide, type Question } from '#domain/decide.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import { FIRMWARE_LOOK_AGAIN_MS } from '#domain/firmware/timing.ts';
import type { PairState } from '#domain/pair/state.ts';
import { FIRMWARE_PAIR, lookAtFirmware, upgradeIn } from '../../docs/state-firmware-samples.ts';
import { NOW } from '../../docs/state-samples.ts';
import { steadyWith } from '../../docs/state-switch-samples.ts';

const steady = steadyWith('first');

/** The standby is down, and the load balancer has just seen it. */
const goingDown: PairState = { ...steady, situation: { ...steady.situation, kind: 'switching', since: NOW } };

const CONCERNS: readonly {
  readonly concern: Question;
  readonly state: PairState;
  readonly after: number;
}[] = [
  {
    concern: { concern: 'firmware', input: { kind: 'look' } },
    state: { ...goingDown, operation: upgradeIn('rebooting', { unit: 'second' }) },
    after: FIRMWARE_LOOK_AGAIN_MS,
  },
  { concern: { concern: 'drain', input: { kind: 'look' } }, state: goingDown, after: 5_000 },
];

describe('a pair whose roles move is looked at again', () => {
  it.for(CONCERNS)('by $concern.concern after $after ms', ({ concern, state, after }) => {
    const seen = lookAtFirmware({ second: 'standing by, silent' });
    const policies = { pair: FIRMWARE_PAIR, frozen: false, window: ALWAYS };
    expect(decide(state, seen, policies, concern, NOW).lookAgainMs).toBe(after);
  });
});
