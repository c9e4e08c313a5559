import { describe, expect, it } from 'vitest';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  ELSEWHERE,
  FIRMWARE_PAIR,
  type FirmwareLook,
  FROM,
  ON_TARGET,
  ORDER,
  upgradeIn,
} from '../../../docs/state-firmware-samples.ts';
import { drainIn, INTENTS, NOW } from '../../../docs/state-samples.ts';
import { steadyWith, switchIn } from '../../../docs/state-switch-samples.ts';
import { type ChangeGiven, decide, halted, ordering, says } from './change-samples.ts';

const steady = steadyWith('first');
const image = (version: string) => ({ key: `images/${version}.1.RELEASE.PATCH`, sha256: '0'.repeat(64) });
const restoring = (): FirmwareInput => {
  const { image: _, ...order } = ORDER;
  return { kind: 'order', order };
};
const runs = (first: string, second = first): FirmwareLook => ({ runs: { first, second } });
const aside: DrainOperation = drainIn('releasing', INTENTS['an operator terminates it'], true);
const boots = [NOW - 240 * SECOND_MS, NOW - 180 * SECOND_MS, NOW - 60 * SECOND_MS];
const observed: Pair = { ...FIRMWARE_PAIR, mode: 'observe' };

interface Refused extends ChangeGiven {
  readonly code: string;
  readonly why: string;
}

const towards = (target: string) => ordering({ target, image: image(target) });
const inState = (more: Partial<PairState>): ChangeGiven => ({ state: { ...steady, ...more } });

/** Each stands in the way by itself. */
const REFUSED: readonly Refused[] = [
  { code: 'unknown-version', why: 'a unit runs what is no version', look: runs('beta') },
  { code: 'brick-floor', why: 'below 7.2.36', look: runs('7.2.48.1.1.RELEASE'), input: towards('7.2.35.1') },
  {
    code: 'verification-floor',
    why: 'below 7.2.51, of no long-term line',
    look: runs('7.2.51.0.1.RELEASE'),
    input: towards('7.2.50.0'),
  },
  {
    code: 'upgrade-path',
    why: '7.2.60 comes first',
    look: runs('7.2.59.4.1.RELEASE'),
    input: towards('7.2.61.0'),
  },
  { code: 'already-there', why: 'both run it', look: runs(ON_TARGET) },
  { code: 'firmware-unread', why: 'second does not say', look: runs(FROM, 'unread') },
  { code: 'not-steady', why: 'second has not been polled', look: { second: 'not polled' } },
  {
    code: 'held',
    why: 'a hold is in place',
    ...inState({ hold: { by: 'ops', why: 'x', placedAt: NOW, until: NOW + MINUTE_MS } }),
  },
  {
    code: 'operation-under-way',
    why: 'a switchover is',
    ...inState({ operation: switchIn('second', 'preparing') }),
  },
  {
    code: 'operation-under-way',
    why: 'a drain waits',
    ...inState({ waiting: [INTENTS['a lifecycle hook waits']] }),
  },
  { code: 'operation-under-way', why: 'a unit is still out', ...inState({ aside: { first: aside } }) },
  { code: 'operation-halted', why: 'a change has stopped', state: halted(upgradeIn('installing')) },
  { code: 'region-frozen', why: 'the region is', frozen: true },
  {
    code: 'reboot-budget',
    why: 'second has rebooted too often',
    ...inState({ boots: { first: [], second: boots } }),
  },
  {
    code: 'wrong-image',
    why: 'of another version by its name',
    input: ordering({ image: image('7.2.54.12') }),
  },
  { code: 'observe-mode', why: 'nothing is done', pair: observed },
];

describe('an order for other firmware', () => {
  it.each(REFUSED)('is refused for $code alone: $why', ({ code, why: _, ...given }) => {
    const { next, actions, reason } = decide({ input: ordering(), ...given });
    expect(next.firmware.last).toMatchObject({ end: 'refused', because: [code], orderId: ORDER.id });
    expect({ actions, reason }).toEqual({ actions: [], reason: 'firmware-refused' });
    expect(next.operation).toBe((given.state ?? steady).operation);
    expect(next.handled).toContain(ORDER.id);
  });

  it('is refused where a unit keeps no version to go back to, for each such unit once', () => {
    const { last } = decide({ input: restoring() }).next.firmware;
    expect(last).toMatchObject({ end: 'refused', because: ['no-image'] });
  });

  it('restores without an image where both units keep the target', () => {
    expect(says({ input: restoring(), look: { previous: ON_TARGET } })).toMatch(/^firmware-begun/);
  });

  it('needs a declared secret where only one of the versions has one', () => {
    const given = { look: runs('7.2.54.9.1.RELEASE'), input: towards('7.2.54.13') };
    expect(decide(given).next.firmware.last?.because).toEqual(['no-partner-secret']);
    const pair = { ...FIRMWARE_PAIR, partnerSecret: 'understudy/pair-a/partner' };
    expect(says({ ...given, pair })).toMatch(/^firmware-begun/);
  });

  it('is told everything that stands in its way at once', () => {
    const input = ordering({ image: image('7.2.54.12') });
    const { last } = decide({ input, pair: observed, look: runs(FROM, 'unread') }).next.firmware;
    expect(last?.because).toEqual(['firmware-unread', 'wrong-image', 'observe-mode']);
    expect(last?.from).toEqual({ first: FROM, second: 'unknown' });
  });

  it('is begun with both backups, by what is seen', () => {
    const { next, actions, reason } = decide({ input: ordering(), look: { prefers: { first: true } } });
    expect(reason).toBe('firmware-begun');
    expect(next.operation).toMatchObject({
      kind: 'upgrading',
      phase: 'backing-up',
      servedBy: 'first',
      servicesUp: 12,
      units: { first: { from: FROM, preferredFirst: true }, second: { from: FROM, preferredFirst: false } },
    });
    expect(next.operation).not.toHaveProperty('mixedSince');
    expect(actions.map(({ kind }) => kind)).toEqual(['begin-job', 'begin-job']);
    expect(next.handled).toContain(ORDER.id);
  });

  it('does nothing when it comes a second time', () => {
    const { next } = decide({ input: ordering() });
    const again = decide({ input: ordering(), state: next, now: NOW + SECOND_MS });
    expect(again.next).toBe(next);
    expect(again.actions).toEqual([]);
  });

  it('that mends units that differ has the clock run at once', () => {
    const { next } = decide({ input: ordering(), look: runs(FROM, ON_TARGET) });
    expect(next.operation).toMatchObject({ mixedSince: NOW });
  });

  it('takes over the clock and the firmware that an earlier change left, and puts both back if it is put off', () => {
    const left = {
      mixedSince: NOW - 60 * MINUTE_MS,
      staged: { second: { version: ELSEWHERE, at: NOW - MINUTE_MS } },
    };
    const state: PairState = { ...steady, firmware: left };
    const look = runs(FROM, ELSEWHERE);
    expect(decide({ state, look, input: ordering() }).next.operation).toMatchObject({
      mixedSince: left.mixedSince,
    });
    const putOff = decide({ state, look, input: ordering({ notAfter: NOW - 1 }) });
    expect(putOff.reason).toBe('firmware-put-off');
    expect(putOff.next.firmware).toEqual(left);
  });

  it('to go back takes the place of a change that stopped, with its clock and what it left on the units', () => {
    const op = upgradeIn('rebooting', {
      unit: 'second',
      mixedSince: NOW - MINUTE_MS,
      units: {
        first: { from: FROM, preferredFirst: false, installedAt: NOW - MINUTE_MS, bootedBefore: NOW },
        second: { from: FROM, preferredFirst: false },
      },
    });
    const look = { ...runs(FROM, ON_TARGET), previous: FROM };
    const { image: _, ...order } = { ...ORDER, id: 'back', target: '7.2.54.12' };
    const state = halted(op);
    const { next, reason } = decide({ state, look, input: { kind: 'order', order } });
    expect(reason).toBe('firmware-begun');
    expect(next.operation).toMatchObject({ order, mixedSince: NOW - MINUTE_MS });
    expect(next.firmware.staged?.first).toMatchObject({ version: ORDER.target });
    const withImage = ordering({ id: 'on', target: '7.2.54.12', image: image('7.2.54.12') });
    expect(decide({ state, look, input: withImage }).reason).toBe('firmware-refused');
  });

  it('with an image does not take the place of a change that an urgent drain has interrupted', () => {
    const state: PairState = { ...steady, firmware: { interrupted: upgradeIn('installing') } };
    const { next, reason } = decide({ state, input: ordering({ id: 'other' }) });
    expect(reason).toBe('firmware-refused');
    expect(next.firmware.last?.because).toEqual(['operation-halted']);
    expect(next.firmware.interrupted).toBeDefined();
  });
});
