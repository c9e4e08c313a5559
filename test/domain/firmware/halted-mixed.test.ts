import { describe, expect, it } from 'vitest';
import { firmwareIsDue } from '#domain/firmware/is-due.ts';
import { ON_TARGET, STAGED, UNTOUCHED, upgradeIn } from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { decide, halted, opAfter } from './change-samples.ts';

const untouched = upgradeIn('backing-up');
const staged = upgradeIn('rebooting', { units: { first: UNTOUCHED, second: STAGED } });
const startedByItself = { runs: { second: ON_TARGET } };

describe('a change of firmware that waits for people', () => {
  it('is told of when a unit starts by itself what was put on it', () => {
    const given = { state: halted(staged), look: startedByItself };
    expect(decide(given).reason).toBe('firmware-mixed');
    expect(decide(given).actions).toEqual([]);
    expect(opAfter(given).mixedSince).toBe(NOW);
    expect(decide(given).next.operation.kind).toBe('halted');
  });

  it('is told of once', () => {
    const told = halted({ ...staged, mixedSince: NOW - 1 });
    const { next, reason } = decide({ state: told, look: startedByItself });
    expect(next).toBe(told);
    expect(reason).toBe('halted');
  });

  it.each([
    { when: 'a unit has something on it', state: halted(staged), due: true },
    { when: 'nothing was put on either', state: halted(untouched), due: false },
    { when: 'the units are known to differ', state: halted({ ...staged, mixedSince: NOW }), due: false },
  ])('is looked at now and then while $when: $due', ({ state, due }) => {
    expect(firmwareIsDue(state)).toBe(due);
  });
});
