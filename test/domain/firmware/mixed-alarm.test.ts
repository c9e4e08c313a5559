import { expect, it } from 'vitest';
import { isMixedAlarming } from '#domain/firmware/mixed-alarm.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { upgradeIn } from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';

const STEADY = steadyWith('first');
const mixedFor = (minutes: number): FirmwareOperation => ({
  ...upgradeIn('rebooting'),
  mixedSince: NOW - minutes * MINUTE_MS,
});
const haltedFor = (operation: FirmwareOperation): PairState => ({
  ...STEADY,
  operation: { kind: 'halted', operation, because: 'did-not-come-back', haltedAt: NOW },
});

it.each<{ when: string; state: PairState; alarming: boolean }>([
  { when: 'nothing is known', state: STEADY, alarming: false },
  { when: 'it is being changed', state: { ...STEADY, operation: mixedFor(29) }, alarming: false },
  { when: 'that takes too long', state: { ...STEADY, operation: mixedFor(31) }, alarming: true },
  { when: 'it has halted', state: haltedFor(mixedFor(1)), alarming: true },
  { when: 'it halted before any reboot', state: haltedFor(upgradeIn('installing')), alarming: false },
  { when: 'it was aborted', state: { ...STEADY, firmware: { mixedSince: NOW } }, alarming: true },
  {
    when: 'an urgent drain put an end to it',
    state: { ...STEADY, firmware: { interrupted: mixedFor(1) } },
    alarming: true,
  },
  {
    when: 'an urgent drain put an end to it before any reboot',
    state: { ...STEADY, firmware: { interrupted: upgradeIn('backing-up') } },
    alarming: false,
  },
])('different firmware on a pair alarms when $when: $alarming', ({ state, alarming }) => {
  expect(isMixedAlarming(state, NOW)).toBe(alarming);
});
