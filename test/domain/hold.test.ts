import { describe, expect, it } from 'vitest';
import { holdAt, liftHold, placeHold } from '#domain/hold/hold.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, stateIn } from '../../docs/state-samples.ts';

const HOLD = { by: 'ada', why: 'change 4711', placedAt: NOW, until: NOW + MINUTE_MS };
const state = stateIn('steady', 5 * MINUTE_MS);

describe('a hold', () => {
  it.each([
    { at: NOW, inForce: true },
    { at: NOW + MINUTE_MS - 1, inForce: true },
    { at: NOW + MINUTE_MS, inForce: false },
  ])('of a minute is in force at $at: $inForce', ({ at, inForce }) => {
    const { next } = placeHold(state, HOLD);
    expect(holdAt(next, at) !== undefined).toBe(inForce);
    expect(liftHold(next, at) !== undefined).toBe(inForce);
  });

  it('changes nothing else when it is placed', () => {
    expect(placeHold(state, HOLD)).toEqual({
      next: { ...state, hold: HOLD },
      actions: [],
      reason: 'hold-placed',
      evidence: [],
    });
  });

  it('keeps its beginning and its reason when it is lifted', () => {
    const held = placeHold(state, HOLD).next;
    expect(liftHold(held, NOW + 1)?.next).toEqual({ ...state, hold: { ...HOLD, until: NOW + 1 } });
  });

  it('cannot be lifted where there is none', () => {
    expect(liftHold(state, NOW)).toBeUndefined();
  });
});
