import { describe, expect, it } from 'vitest';
import { firmwareSentences } from '#domain/explain/firmware-sentence.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { FIRMWARE_PAIR, upgradeIn } from '../../docs/state-firmware-samples.ts';
import { NOW } from '../../docs/state-samples.ts';
import { steadyWith } from '../../docs/state-switch-samples.ts';
import { halted } from './firmware/change-samples.ts';

const MIXED = { ...upgradeIn('rebooting'), mixedSince: NOW - 12 * MINUTE_MS };
const ALIKE = upgradeIn('backing-up');
const idle = steadyWith('first');

const STOPPED: readonly {
  readonly where: string;
  readonly state: PairState;
  readonly says: readonly string[];
}[] = [
  { where: 'that is halted', state: halted(MIXED), says: ['the units have run different firmware for 12 m'] },
  {
    where: 'that an urgent drain put an end to',
    state: { ...idle, firmware: { interrupted: MIXED } },
    says: ['the units have run different firmware for 12 m'],
  },
  { where: 'that is halted before any unit was changed', state: halted(ALIKE), says: [] },
  {
    where: 'under way, whose own sentence says it',
    state: { ...idle, operation: MIXED },
    says: [],
  },
];

describe('explain of a change of firmware', () => {
  it.for(STOPPED)('$where', ({ state, says }) => {
    expect(firmwareSentences(FIRMWARE_PAIR, state, NOW)).toEqual(says);
  });
});
