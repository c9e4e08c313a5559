import { describe, expect, it } from 'vitest';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { BOTH_PREFER_FIRST, GATED_PAIR, NO_PREFERENCE, requestTo } from '../../docs/state-switch-samples.ts';
import { decide, expected, play, type Scene, SET_FOR, says } from './switch-samples.ts';

const asked = (request: SwitchRequest) => ({ kind: 'switchover', request }) as const;
const NATIVE_PAIR: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'native' } };

const settlingTo = (to: UnitName) =>
  ({
    kind: 'switching',
    to,
    request: requestTo(to),
    phase: 'settling',
    startedAt: NOW - MINUTE_MS,
    phaseSince: NOW,
    healthPortMoved: true,
  }) as const;

describe('a whole switchover, look by look', () => {
  it('to the first unit: the second gives way by itself under Prefer First', () => {
    const set = SET_FOR.first;
    const scenes: readonly Scene[] = [
      {
        at: 0,
        old: 'serving',
        next: 'standing by',
        preferences: NO_PREFERENCE,
        says: 'setting-preference → switching to first: preparing: set the preferred host of second to Prefer First',
      },
      {
        at: 5,
        old: 'serving',
        next: 'standing by',
        preferences: set,
        says: 'handover-asked → switching to first: handing-over: set the health check port of second to 8445',
      },
      {
        at: 10,
        old: 'out of sight, not unhealthy yet',
        next: 'standing by',
        preferences: set,
        says: 'waiting-for-partner',
      },
      {
        at: 20,
        old: 'out of sight',
        next: 'active, not healthy',
        preferences: set,
        says: 'waiting-for-partner',
      },
      {
        at: 35,
        old: 'out of sight',
        next: 'serving',
        preferences: set,
        says: 'waiting-for-failing-health → switching to first: stepping-down',
      },
      { at: 79, old: 'out of sight', next: 'serving', preferences: set, says: 'waiting-for-failing-health' },
      {
        at: 80,
        old: 'out of sight',
        next: 'serving',
        preferences: set,
        says: 'stepping-down: set the health check port of second to 8444',
      },
      {
        at: 85,
        old: 'active, not healthy',
        next: 'serving',
        preferences: set,
        says: 'waiting-for-old-active',
      },
      {
        at: 90,
        old: 'standing by',
        next: 'serving',
        preferences: set,
        says: 'settling → switching to first: settling: set the preferred host of second to No Preferred Host',
      },
      { at: 95, old: 'standing by', next: 'serving', preferences: NO_PREFERENCE, says: 'switched → idle' },
    ];
    const input = asked(requestTo('first'));
    expect(play('first', scenes, { input })).toEqual(expected(scenes));
  });

  it('to the second unit: the first has no graceful way but a reboot, out of sight', () => {
    const set = SET_FOR.second;
    const scenes: readonly Scene[] = [
      {
        at: 0,
        old: 'serving',
        next: 'standing by',
        preferences: BOTH_PREFER_FIRST,
        says: 'setting-preference → switching to second: preparing: set the preferred host of first to No Preferred Host; set the preferred host of second to No Preferred Host',
      },
      {
        at: 5,
        old: 'serving',
        next: 'standing by',
        preferences: set,
        says: 'handover-asked → switching to second: handing-over: set the health check port of first to 8445',
      },
      {
        at: 20,
        old: 'out of sight, not unhealthy yet',
        next: 'serving',
        preferences: set,
        says: 'waiting-for-failing-health',
      },
      {
        at: 30,
        old: 'out of sight',
        next: 'serving',
        preferences: set,
        says: 'waiting-for-failing-health → switching to second: stepping-down',
      },
      { at: 74, old: 'out of sight', next: 'serving', preferences: set, says: 'waiting-for-failing-health' },
      { at: 75, old: 'out of sight', next: 'serving', preferences: set, says: 'stepping-down: reboot first' },
      { at: 80, old: 'out of sight', next: 'serving', preferences: set, says: 'waiting-for-old-active' },
      {
        at: 100,
        old: 'standing by, silent',
        next: 'serving',
        preferences: set,
        says: 'waiting-for-old-active',
      },
    ];
    const input = asked(requestTo('second'));
    expect(play('second', scenes, { input, pair: NATIVE_PAIR })).toEqual(expected(scenes));
  });

  it('to the second unit: the first comes back into sight once it has booted, and stands by', () => {
    const op = {
      kind: 'switching',
      to: 'second',
      request: requestTo('second'),
      phase: 'stepping-down',
      startedAt: NOW - MINUTE_MS,
      phaseSince: NOW - MINUTE_MS,
      healthPortMoved: true,
      rebootedAt: NOW - MINUTE_MS,
    } as const;
    const set = SET_FOR.second;
    const scenes: readonly Scene[] = [
      {
        at: 0,
        old: 'out of sight, rebooted',
        next: 'serving',
        preferences: set,
        says: 'stepping-down: set the health check port of first to 8444',
      },
      { at: 5, old: 'not polled', next: 'serving', preferences: set, says: 'waiting-for-old-active' },
      { at: 15, old: 'standing by', next: 'serving', preferences: set, says: 'switched → idle' },
    ];
    expect(play('second', scenes, { op, pair: NATIVE_PAIR })).toEqual(expected(scenes));
  });

  it('asks for nothing that is so already', () => {
    const begun = says({ to: 'second', input: asked(requestTo('second')), preferences: NO_PREFERENCE });
    expect(begun).toBe(
      'handover-asked → switching to second: handing-over: set the health check port of first to 8445',
    );
  });

  it('asks again for what did not take', () => {
    const set = SET_FOR.first;
    const same = { old: 'serving', next: 'standing by' } as const;
    const scenes: readonly Scene[] = [
      {
        ...same,
        at: 0,
        preferences: NO_PREFERENCE,
        says: 'setting-preference → switching to first: preparing: set the preferred host of second to Prefer First',
      },
      {
        ...same,
        at: 5,
        preferences: NO_PREFERENCE,
        says: 'setting-preference: set the preferred host of second to Prefer First',
      },
      {
        ...same,
        at: 10,
        preferences: set,
        says: 'handover-asked → switching to first: handing-over: set the health check port of second to 8445',
      },
      {
        ...same,
        at: 15,
        preferences: set,
        says: 'handover-asked: set the health check port of second to 8445',
      },
    ];
    expect(play('first', scenes, { input: asked(requestTo('first')) })).toEqual(expected(scenes));
  });

  it.each<{ policy: Pair['failback']['policy']; to: UnitName; says: string }>([
    {
      policy: 'native',
      to: 'first',
      says: 'settling: set the preferred host of first to Prefer First; set the preferred host of second to Prefer First',
    },
    { policy: 'gated', to: 'first', says: 'switched → idle' },
    { policy: 'native', to: 'second', says: 'switched → idle' },
    { policy: 'gated', to: 'second', says: 'switched → idle' },
  ])('ends with the units set as $policy asks, unless that sends the role back: to $to', (row) => {
    const pair: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: row.policy } };
    const op = settlingTo(row.to);
    const given = { to: row.to, pair, op, preferences: NO_PREFERENCE } as const;
    expect(says({ ...given, old: 'standing by', next: 'serving' })).toBe(row.says);
  });

  it('is looked at again every five seconds while it lasts', () => {
    expect(decide({ to: 'first', op: settlingTo('first') }).lookAgainMs).toBe(5_000);
    expect(
      decide({
        to: 'first',
        op: settlingTo('first'),
        old: 'standing by',
        next: 'serving',
        preferences: NO_PREFERENCE,
      }).lookAgainMs,
    ).toBeUndefined();
  });
});
