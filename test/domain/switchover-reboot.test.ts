import { describe, expect, it } from 'vitest';
import { decideFailback } from '#domain/failback/decide-failback.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import { REBOOT_BEGINS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  saying,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

interface Told {
  /** How long ago the first unit was told to reboot. */
  readonly agoMs: number;
  /** How far its clock is from ours. */
  readonly clockMs?: number;
  /** By its own clock, when it booted before it was told, and when it says it booted now. */
  readonly bootedBefore: number;
  readonly bootedNow: number;
}

/** A switchover to the second unit: the first one is out of sight, active in its own eyes, and was told to reboot. */
const decide = ({ agoMs, clockMs = 0, bootedBefore, bootedNow }: Told) => {
  const operation = switchIn('second', 'stepping-down', {
    phaseSince: NOW - agoMs - MINUTE_MS,
    rebootedAt: NOW - agoMs,
    rebootedFrom: bootedBefore + clockMs,
  });
  const seen = lookAtSwitch('second', 'out of sight', 'serving', NO_PREFERENCE);
  const first = saying(seen.units.first, { bootedAt: bootedNow + clockMs });
  return decideFailback(
    { ...steadyWith('first'), operation },
    { ...seen, units: { ...seen.units, first } },
    { pair: GATED_PAIR, frozen: false, window: ALWAYS, input: { kind: 'look' } },
    NOW,
  );
};

const LONG_AGO = NOW - DAY_MS;

describe('a first unit that was told to reboot', () => {
  it('is waited for while it may be going down', () => {
    const decision = decide({ agoMs: REBOOT_BEGINS_MS - 1, bootedBefore: LONG_AGO, bootedNow: LONG_AGO });
    expect(decision).toMatchObject({ reason: 'waiting-for-old-active', actions: [] });
  });

  it('is told again when it is up long after and has not booted since: the call was lost', () => {
    const decision = decide({ agoMs: REBOOT_BEGINS_MS, bootedBefore: LONG_AGO, bootedNow: LONG_AGO });
    expect(decision.actions).toEqual([{ kind: 'reboot-unit', unit: 'first' }]);
    expect(decision.next.operation).toMatchObject({ rebootedAt: NOW, rebootedFrom: LONG_AGO });
  });

  it.each([
    { clock: 'like ours', clockMs: 0 },
    { clock: 'an hour slow', clockMs: -60 * MINUTE_MS },
    { clock: 'an hour fast', clockMs: 60 * MINUTE_MS },
  ])('comes back into sight once it has rebooted, its clock $clock', ({ clockMs }) => {
    const told = { agoMs: 2 * MINUTE_MS, clockMs, bootedBefore: LONG_AGO };
    expect(decide({ ...told, bootedNow: NOW - MINUTE_MS }).actions).toEqual([
      { kind: 'set-health-port', unit: 'first', port: 8444 },
    ]);
    expect(decide({ ...told, bootedNow: LONG_AGO }).actions).toEqual([
      { kind: 'reboot-unit', unit: 'first' },
    ]);
  });

  it('has not rebooted because its boot time reads a little later', () => {
    const decision = decide({
      agoMs: 10 * SECOND_MS,
      bootedBefore: LONG_AGO,
      bootedNow: LONG_AGO + 2 * SECOND_MS,
    });
    expect(decision).toMatchObject({ reason: 'waiting-for-old-active', actions: [] });
  });
});
