import { describe, expect, it } from 'vitest';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, PairSeen, TargetSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { decideWatch, FRESHNESS_MS } from '#domain/watch/decide-watch.ts';
import { watchNeedsLoadMaster } from '#domain/watch/needs-loadmaster.ts';
import { NOW, SAMPLE_PAIR, TARGET_GROUP, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { GATED_PAIR, saying, steadyWith } from '../../docs/state-switch-samples.ts';

const { serving, 'standing by': standingBy, 'not read': notRead, 'not polled': notPolled } = UNIT_CLASSES;

const look = (first: UnitSeen, second: UnitSeen = serving): PairSeen => ({
  at: NOW,
  units: { first, second },
});
const watch = (state: PairState, seen: PairSeen, now = NOW, pair = GATED_PAIR) =>
  decideWatch(state, seen, pair, now);

/** Ready since a minute, by its own word. */
const SINCE = NOW - MINUTE_MS;
const approval = { by: 'ops', why: 'mended', at: SINCE };
const ready: PairState = watch(steadyWith('second', MINUTE_MS), look(standingBy)).next;
const approved: PairState = { ...ready, failback: { ...ready.failback, approval } };
const unready = (): PairState => ({ ...ready, failback: { returns: [] } });

const unasked: UnitSeen = { ...standingBy, loadMaster: { kind: 'unread', code: 'not-asked' } };
const inGroup = (unit: UnitSeen, target: TargetSeen): UnitSeen => ({
  ...unit,
  targets: { ...unit.targets, [TARGET_GROUP]: { kind: 'read', value: target } },
});
const says = (more: Partial<LoadMasterSeen>): UnitSeen => saying(standingBy, more);

describe('the hold-down', () => {
  it('begins when the first unit stands by next to an active second one, by its own word', () => {
    const begun = watch(unready(), look(standingBy));
    expect(begun).toMatchObject({ reason: 'readiness-noted', next: { failback: { readySince: NOW } } });
    expect(watch(unready(), look(unasked)).next.failback.readySince).toBeUndefined();
  });

  it('writes nothing while it lasts, asked or not', () => {
    for (const first of [standingBy, unasked]) {
      const later = watch(approved, look(first), NOW + MINUTE_MS);
      expect(later.next).toBe(approved);
      expect(later.reason).toBe('nothing-changed');
    }
  });

  it.each<{ by: string; first: UnitSeen }>([
    {
      by: 'a target group that lost it',
      first: inGroup(standingBy, { state: 'unused', reason: 'Target.NotRegistered' }),
    },
    { by: 'a target group that lets it go', first: inGroup(standingBy, { state: 'draining' }) },
    { by: 'a LoadMaster that does not answer', first: UNIT_CLASSES['standing by, silent'] },
    { by: 'a LoadMaster that was not polled', first: notPolled },
    { by: 'a LoadMaster that takes itself to be active', first: says({ haStatus: 'active' }) },
    { by: 'a LoadMaster without HA', first: says({ haStatus: 'not-configured' }) },
    { by: 'a health check where nobody asks', first: says({ healthPort: 8445 }) },
    { by: 'an instance that goes', first: UNIT_CLASSES['shutting down'] },
    { by: 'both units serving', first: serving },
    { by: 'target groups that disagree', first: UNIT_CLASSES['groups disagree'] },
  ])('is over, and its approval with it, by $by', ({ first }) => {
    const { next } = watch(approved, look(first));
    expect(next.failback).toEqual({ returns: [] });
    const back = watch(next, look(standingBy), NOW + 10 * SECOND_MS);
    expect(back.next.failback).toEqual({ returns: [], readySince: NOW + 10 * SECOND_MS });
  });

  it('starts again when its LoadMaster has rebooted meanwhile, approved or not', () => {
    const { next } = watch(approved, look(says({ bootedAt: SINCE + 1 })));
    expect(next.failback).toEqual({ returns: [], readySince: NOW });
    expect(watch(approved, look(says({ bootedAt: SINCE })), NOW).next.failback).toBe(approved.failback);
  });

  it('outlives a look at which AWS does not answer, and not a silence that lasts', () => {
    const blind = watch(approved, look(notRead, notRead));
    expect(blind.next.failback).toBe(approved.failback);
    const almost = watch(blind.next, look(notRead, notRead), NOW + FRESHNESS_MS - 1);
    expect(almost.next.failback).toBe(approved.failback);
    const back = watch(blind.next, look(standingBy), NOW + FRESHNESS_MS - 1);
    expect(back.next.failback).toBe(approved.failback);
    const lasting = watch(blind.next, look(notRead, notRead), NOW + FRESHNESS_MS);
    expect(lasting.next.failback).toEqual({ returns: [] });
  });

  it('and with it what kept the return from beginning', () => {
    const state: PairState = { ...ready, failback: { ...ready.failback, blockedBy: 'refused-not-standby' } };
    expect(watch(state, look(notPolled)).next.failback).toEqual({ returns: [] });
    expect(watch(state, look(says({ bootedAt: SINCE + 1 }))).next.failback).not.toHaveProperty('blockedBy');
  });

  it('starts again when the second unit was not active for a while', () => {
    const { next } = watch(approved, look(standingBy, standingBy));
    expect(next.failback).toEqual({ returns: [] });
  });

  it('is over when the first unit is active', () => {
    expect(watch(approved, look(serving, standingBy)).next.failback.readySince).toBeUndefined();
  });

  it('is of no interest where no host is preferred', () => {
    const { next } = watch({ ...unready(), version: 7 }, look(standingBy), NOW, SAMPLE_PAIR);
    expect(next.failback.readySince).toBeUndefined();
  });
});

describe('asking the LoadMasters while the pair waits to return', () => {
  const native: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'native' } };
  const asked = (state: PairState, pair: Pair, minute: number): readonly UnitName[] =>
    watchNeedsLoadMaster(state, look(unasked, serving), pair, NOW + minute * MINUTE_MS);
  const minutes = [0, 1, 2, 3, 4];

  it('happens at every look', () => {
    expect(minutes.map((at) => asked(ready, GATED_PAIR, at))).toEqual(minutes.map(() => ['first', 'second']));
  });

  it.each([
    { when: 'the first unit is not ready', state: unready(), pair: GATED_PAIR },
    { when: 'the units return by themselves', state: ready, pair: native },
  ])('happens in one minute of five when $when', ({ state, pair }) => {
    expect(minutes.filter((at) => asked(state, pair, at).length > 0)).toHaveLength(1);
  });
});
