import { describe, expect, it } from 'vitest';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import { decideRollout, type RolloutDecision } from '#domain/rollout/decide-rollout.ts';
import type { PairProgress, Rollout } from '#domain/rollout/rollout.ts';
import type { RolloutReason } from '#domain/rollout/rollout-words.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  DUBLIN,
  declared,
  endedAs,
  HALTED,
  PARIS,
  planned,
  progressOf,
  READY,
  REFUSED,
  RUNNING,
  releasedIn,
  running,
} from './rollout-samples.ts';

type Of = Readonly<Record<string, PairProgress>>;

const decide = (
  rollout: Rollout,
  of: Of = {},
  { window = ALWAYS, now = NOW, at = now }: { window?: WindowNow; now?: EpochMs; at?: EpochMs } = {},
): RolloutDecision => decideRollout(rollout, progressOf(rollout, of, at), window, now);

const CLOSED: WindowNow = {
  kind: 'closed',
  opensAt: NOW + 60 * MINUTE_MS,
  opensWords: 'Sat 02:00 Europe/Dublin',
};
const OPEN: WindowNow = { kind: 'open', closesAt: NOW + 60 * MINUTE_MS };
const AFTER = NOW + 62 * MINUTE_MS;
const SOAK_MS = 30 * MINUTE_MS;

const ONE_WAVE = { waves: [{ soakMs: 0 }], concurrency: 10 };
const FOUR = ['a', 'b', 'c', 'd'].map((id) => declared(id));
const done = (...ids: readonly string[]): Of =>
  Object.fromEntries(ids.map((id) => [id, endedAs(id, 'done')]));
const release = (rollout: Rollout, ...ids: readonly string[]): Rollout => ({
  ...rollout,
  released: ids.map((pairId) => ({ pairId })),
});

describe('before it starts', () => {
  it.each<[string, Partial<Rollout>, Of, boolean, RolloutReason]>([
    ['a pair was not checked', {}, { b: { state: 'unchecked' } }, false, 'waiting-for-checks'],
    [
      'checks are old',
      {},
      { b: { ...READY, checkedAt: NOW - 25 * 60 * MINUTE_MS } },
      false,
      'waiting-for-checks',
    ],
    ['it needs an approval', {}, {}, true, 'waiting-for-approval'],
    ['it was approved', { approvedBy: 'bob' }, {}, true, 'waiting-for-start'],
    ['all is checked', {}, { b: REFUSED }, false, 'waiting-for-start'],
  ])('%s', (_, more, of, needsApproval, reason) => {
    const rollout = { ...planned(FOUR, { needsApproval }), ...more };
    expect(decide(rollout, of)).toEqual({ next: rollout, reason, tell: false });
    expect(decide(rollout, of).next).toBe(rollout);
  });
});

describe('pairs are released', () => {
  it('as many of a region as may be under way, in order', () => {
    const pairs = [...FOUR, declared('e', PARIS)];
    const { next, reason, tell } = decide(running(pairs, { ...ONE_WAVE, concurrency: 2 }));
    expect([releasedIn(next), reason, tell]).toEqual([['a', 'b', 'e'], 'pairs-released', false]);
    expect(next.released).toEqual([{ pairId: 'a' }, { pairId: 'b' }, { pairId: 'e' }]);
  });

  it.each<[string, Of, readonly string[], RolloutReason]>([
    ['nothing said of it: it is under way', {}, ['a'], 'waiting-for-pairs'],
    ['it runs', { a: RUNNING }, ['a'], 'waiting-for-pairs'],
    [
      'a check refuses what was released: its order is answered yet',
      { a: REFUSED },
      ['a'],
      'waiting-for-pairs',
    ],
    ['it is done', done('a'), ['a', 'b'], 'pairs-released'],
    ['a halted pair takes no place', { a: HALTED }, ['a', 'b'], 'pairs-released'],
    ['another runs that was not released', { b: RUNNING, ...done('a') }, ['a'], 'waiting-for-pairs'],
    [
      'one is gone that was not released',
      { ...done('a'), b: { state: 'gone' } },
      ['a', 'c'],
      'pairs-released',
    ],
  ])('one at a time: %s', (_, of, released, reason) => {
    const rollout = release(running(FOUR, { ...ONE_WAVE, concurrency: 1, maxFailureShare: 0.5 }), 'a');
    const decision = decide(rollout, of);
    expect([releasedIn(decision.next), decision.reason]).toEqual([released, reason]);
  });

  it('a region that has said nothing is believed to be at work', () => {
    const rollout = release(running(FOUR, { ...ONE_WAVE, concurrency: 1 }), 'a');
    expect(decideRollout(rollout, [], ALWAYS, NOW)).toEqual({
      next: rollout,
      reason: 'waiting-for-pairs',
      tell: false,
    });
  });

  it('what another rollout or another region says is not meant', () => {
    const rollout = release(running(FOUR, { ...ONE_WAVE, concurrency: 1 }), 'a');
    const [said] = progressOf(rollout, done('a'));
    if (said === undefined) throw new Error('no progress');
    for (const other of [
      { ...said, rolloutId: 'other' },
      { ...said, region: PARIS },
    ])
      expect(decideRollout(rollout, [other], ALWAYS, NOW).next).toBe(rollout);
  });

  const twins = [declared('a', DUBLIN, 'shop'), declared('b', PARIS, 'shop'), declared('c', PARIS)];

  it.each<[string, readonly string[], Of, readonly string[], RolloutReason]>([
    ['none is', [], {}, ['a', 'c'], 'pairs-released'],
    ['one is under way elsewhere', ['a', 'c'], done('c'), ['a', 'c'], 'waiting-for-pairs'],
    ['one is halted', ['a', 'c'], { a: HALTED, ...done('c') }, ['a', 'c'], 'waiting-for-geo-cluster'],
    ['one is done', ['a', 'c'], done('a'), ['a', 'c', 'b'], 'pairs-released'],
  ])('never two of one GEO cluster: %s', (_, before, of, released, reason) => {
    const rollout = release(running(twins, { ...ONE_WAVE, maxFailureShare: 1 }), ...before);
    const decision = decide(rollout, of);
    expect([releasedIn(decision.next), decision.reason]).toEqual([released, reason]);
  });

  it('none of a GEO cluster in which lists are being set', () => {
    const rollout = running(twins, ONE_WAVE);
    const { next, reason } = decideRollout(rollout, [], ALWAYS, NOW, new Set(['shop']));
    expect([releasedIn(next), reason]).toEqual([['c'], 'pairs-released']);
  });
});

describe('the window', () => {
  it.each<[string, WindowNow, Rollout['released'], RolloutReason]>([
    ['closed', CLOSED, [], 'waiting-for-window'],
    ['about to close', { kind: 'open', closesAt: NOW }, [], 'waiting-for-window'],
    ['open', OPEN, [{ pairId: 'a', notAfter: NOW + 60 * MINUTE_MS }], 'pairs-released'],
  ])('%s', (_, window, released, reason) => {
    const decision = decide(running(FOUR, { waves: [{ soakMs: 0 }] }), {}, { window });
    expect([decision.next.released, decision.reason]).toEqual([released, reason]);
  });

  it('closed, and all are released: it waits for the pairs', () => {
    expect(decide(release(running(FOUR, ONE_WAVE), 'a', 'b', 'c', 'd'), {}, { window: CLOSED }).reason).toBe(
      'waiting-for-pairs',
    );
  });

  const released = decide(running(FOUR, { waves: [{ soakMs: 0 }] }), {}, { window: OPEN }).next;

  it.each<[string, Of, EpochMs, EpochMs, readonly string[]]>([
    ['its region has not spoken since', {}, AFTER, AFTER - 1, ['a']],
    ['its region may come forward with it', {}, AFTER - 1, AFTER - 1, ['a']],
    ['it was begun', { a: RUNNING }, AFTER, AFTER, ['a']],
    ['it was begun and has ended', { a: endedAs('a', 'done') }, AFTER, AFTER, ['a']],
    ['its region has not begun it', {}, AFTER, AFTER, []],
    ['its region has refused to check it', { a: REFUSED }, AFTER, AFTER, []],
    ['its order was refused: that is an end', { a: endedAs('a', 'refused') }, AFTER, AFTER, ['a']],
  ])('closed on a release: %s', (_, of, now, at, left) => {
    const decision = decide(released, of, { window: CLOSED, now, at });
    expect(releasedIn(decision.next)).toEqual(left);
  });

  it('opens again for what was not begun', () => {
    const again: WindowNow = { kind: 'open', closesAt: AFTER + MINUTE_MS };
    const { next, reason } = decide(released, {}, { window: again, now: AFTER });
    expect([next.released, reason]).toEqual([
      [{ pairId: 'a', notAfter: AFTER + MINUTE_MS }],
      'pairs-released',
    ]);
    expect(next.events.at(-1)).toEqual({ at: AFTER, by: 'understudy', what: 'not begun in time: a' });
  });
});

describe('a wave', () => {
  const waves = [{ size: { count: 2 }, soakMs: SOAK_MS }, { soakMs: SOAK_MS }];
  const first = release(running(FOUR, { waves, concurrency: 2 }), 'a', 'b');

  it('is not over while a pair of it is under way', () => {
    expect(decide(first, done('a'))).toEqual({ next: first, reason: 'waiting-for-pairs', tell: false });
  });

  it('soaks when all its pairs have ended, and from then on', () => {
    const soaking = decide(first, done('a', 'b'));
    expect(soaking).toEqual({ next: { ...first, soakSince: NOW }, reason: 'soaking', tell: false });
    const later = decide(soaking.next, done('a', 'b'), { now: NOW + SOAK_MS - 1 });
    expect(later).toEqual({ next: soaking.next, reason: 'soaking', tell: false });
    expect(later.next).toBe(soaking.next);
  });

  const soaking: Rollout = { ...first, soakSince: NOW };
  const OVER = NOW + SOAK_MS;

  it('makes room for the next at the end of its soak', () => {
    const { next, reason } = decide(soaking, done('a', 'b'), { now: OVER });
    expect([next.wave, next.soakSince, releasedIn(next), reason]).toEqual([
      1,
      undefined,
      ['a', 'b', 'c', 'd'],
      'pairs-released',
    ]);
    expect(next.events.at(-1)?.what).toBe('wave 2 begins');
  });

  it('waits for every region to speak after the soak', () => {
    expect(decide(soaking, done('a', 'b'), { now: OVER + MINUTE_MS, at: OVER - 1 })).toEqual({
      next: soaking,
      reason: 'waiting-for-report',
      tell: false,
    });
  });

  it.each(['degraded', 'unknown', undefined] as const)(
    'fails where a pair is %s after its soak',
    (situation) => {
      const { situation: _, ...rest } = endedAs('b', 'done');
      const b: PairProgress = situation === undefined ? rest : { ...rest, situation };
      const { next, reason, tell } = decide(soaking, { ...done('a'), b }, { now: OVER });
      expect([next.status, releasedIn(next), reason, tell]).toEqual([
        'halted',
        ['a', 'b'],
        'not-steady-after-soak',
        true,
      ]);
      expect(next.because).toBe(
        `1 of 2 pairs of canary failed: b (${situation ?? 'not seen'} after its soak)`,
      );
    },
  );

  it('soaks anew when a halted pair of it is taken up again', () => {
    const rollout = { ...soaking, forgiven: ['b'] };
    expect(decide(rollout, { ...done('a'), b: HALTED }).reason).toBe('soaking');
    const again = decide(rollout, { ...done('a'), b: RUNNING });
    expect([again.next.soakSince, again.reason]).toEqual([undefined, 'waiting-for-pairs']);
  });

  it('without a soak asks for nothing more', () => {
    const rollout = release(
      running(FOUR, { waves: [{ size: { count: 1 }, soakMs: 0 }, { soakMs: 0 }] }),
      'a',
    );
    const a = { ...endedAs('a', 'done'), situation: 'switching' as const };
    expect(decide(rollout, { a }).next.wave).toBe(1);
  });

  it('that is empty is passed by, with its soak', () => {
    const rollout = { ...running(FOUR, { waves }), pairs: first.pairs.filter(({ wave }) => wave === 1) };
    const { next } = decide(rollout);
    expect([next.wave, releasedIn(next)]).toEqual([1, ['c']]);
  });

  it('soaks for itself, also where nothing was left to be done in it', () => {
    const gone: PairProgress = { state: 'gone' };
    const rollout = { ...soaking, forgiven: ['c', 'd'] };
    const { next, reason } = decide(rollout, { ...done('a', 'b'), c: gone, d: gone }, { now: OVER });
    expect([next.wave, next.soakSince, reason]).toEqual([1, OVER, 'soaking']);
  });

  it('that is the last one ends the rollout', () => {
    const last: Rollout = { ...release(first, 'a', 'b', 'c', 'd'), wave: 1, soakSince: NOW };
    const { next, reason, tell } = decide(last, done('a', 'b', 'c', 'd'), { now: OVER });
    expect([next.status, next.endedAt, next.because, reason, tell]).toEqual([
      'done',
      OVER,
      'all pairs have ended: 4 done',
      'all-pairs-ended',
      true,
    ]);
  });

  it('that is the last one does not end the rollout while a pair of an earlier one is at it again', () => {
    const last: Rollout = { ...release(first, 'a', 'b', 'c', 'd'), wave: 1, soakSince: NOW, forgiven: ['b'] };
    const of = { ...done('a', 'c', 'd'), b: RUNNING };
    expect(decide(last, of, { now: OVER })).toEqual({ next: last, reason: 'waiting-for-pairs', tell: false });
  });
});

describe('failures', () => {
  const ten = Array.from({ length: 10 }, (_, at) => declared(`p${at}`));
  const all = release(running(ten, { ...ONE_WAVE, maxFailureShare: 0.2 }), ...ten.map(({ id }) => id));

  it.each<[string, PairProgress]>([
    ['halted', HALTED],
    ['refused', endedAs('p0', 'refused')],
    ['given up', endedAs('p0', 'given-up')],
    ['aborted', endedAs('p0', 'aborted')],
    ['gone', { state: 'gone' }],
  ])('a pair that is %s is one', (_, failed) => {
    expect(decide({ ...all, spec: { ...all.spec, maxFailureShare: 0 } }, { p0: failed }).reason).toBe(
      'too-many-failed',
    );
  });

  it('as many as may fail do not halt it, one more does, at once', () => {
    expect(decide(all, { p0: HALTED, p1: HALTED }).next).toBe(all);
    const { next, tell } = decide(all, { p0: HALTED, p1: HALTED, p2: endedAs('p2', 'given-up') });
    expect([next.status, tell, next.because]).toEqual([
      'halted',
      true,
      '3 of 10 pairs of wave 1 failed: p0 (halted: install-failed), p1 (halted: install-failed), p2 (given-up: backup-failed)',
    ]);
  });

  it('that were forgiven do not count', () => {
    const rollout = { ...all, forgiven: ['p0'] };
    expect(decide(rollout, { p0: HALTED, p1: HALTED, p2: HALTED }).next).toBe(rollout);
  });

  it('29 of 100 are 29 %', () => {
    const pairs = Array.from({ length: 100 }, (_, at) => declared(`p${at}`));
    const rollout = release(
      running(pairs, { ...ONE_WAVE, maxFailureShare: 0.29 }),
      ...pairs.map(({ id }) => id),
    );
    const of = Object.fromEntries(pairs.slice(0, 29).map(({ id }) => [id, HALTED]));
    expect(decide(rollout, of).next).toBe(rollout);
    expect(decide(rollout, { ...of, p99: HALTED }).next.because).toContain(
      'p9 (halted: install-failed) and 20 more',
    );
  });
});

describe('a rollout that does not run', () => {
  it.each(['paused', 'halted', 'done', 'aborted'] as const)('%s stays as it is', (status) => {
    const rollout: Rollout = { ...release(running(FOUR, ONE_WAVE), 'a'), status };
    const decision = decide(rollout, done('a'));
    expect(decision.next).toBe(rollout);
    expect(decision.tell).toBe(false);
  });

  const aborting: Rollout = {
    ...running(FOUR, ONE_WAVE),
    status: 'aborting',
    because: 'aborted by ann: wrong image',
    released: [
      { pairId: 'a', notAfter: NOW },
      { pairId: 'b', notAfter: NOW },
    ],
  };

  it.each<[string, Of, EpochMs, EpochMs]>([
    ['a pair runs', { a: RUNNING, ...done('b') }, AFTER, AFTER],
    ['a region may come forward', done('b'), NOW + 2 * MINUTE_MS - 1, NOW + 2 * MINUTE_MS - 1],
    ['a region has not spoken', done('b'), AFTER, NOW],
    ['a pair runs that was not released', { c: RUNNING, ...done('a', 'b') }, AFTER, AFTER],
  ])('is being aborted as long as %s', (_, of, now, at) => {
    const { next, reason } = decide(aborting, of, { now, at });
    expect([next.status, reason]).toEqual(['aborting', 'aborting']);
  });

  it('is aborted when nothing is under way', () => {
    const { next, reason, tell } = decide(aborting, done('b'), { now: AFTER });
    expect([next.status, next.endedAt, next.because, reason, tell]).toEqual([
      'aborted',
      AFTER,
      'aborted by ann: wrong image; 1 done, 3 not begun',
      'aborted',
      true,
    ]);
  });
});
