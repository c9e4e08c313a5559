import { describe, expect, it } from 'vitest';
import { makeRollback, type Rollback, type RollbackAnswer } from '#domain/rollout/make-rollback.ts';
import type { PairProgress, Rollout, RolloutStatus } from '#domain/rollout/rollout.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { declared, endedAs, HALTED, PARIS, progressOf, RUNNING, running } from './rollout-samples.ts';

const PAIRS = ['a', 'b', 'c', 'd', 'e'].map((id) => declared(id, id === 'e' ? PARIS : undefined));
const LATER = NOW + 60 * MINUTE_MS;
const waves = [
  { size: { count: 1 }, soakMs: 5 },
  { size: { count: 2 }, soakMs: 5 },
  { name: 'rest', soakMs: 5 },
];

const original = (status: RolloutStatus): Rollout => ({
  ...running(PAIRS, {
    waves,
    concurrency: 3,
    needsApproval: true,
    windows: [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }],
  }),
  status,
});

const rollBack = (
  of: Readonly<Record<string, PairProgress>>,
  status: RolloutStatus = 'halted',
): RollbackAnswer => {
  const rollout = original(status);
  return makeRollback(
    rollout,
    progressOf(rollout, of),
    { id: '20260501-110000-99aa', by: 'bob', why: 'bad' },
    LATER,
  );
};

const made = (of: Readonly<Record<string, PairProgress>>, status?: RolloutStatus): Rollback => {
  const answer = rollBack(of, status);
  if (answer.kind === 'refused') throw new Error(answer.refusals.map(({ words }) => words).join('\n'));
  return answer;
};

const codes = (of: Readonly<Record<string, PairProgress>>, status?: RolloutStatus): readonly string[] => {
  const answer = rollBack(of, status);
  return answer.kind === 'refused' ? answer.refusals.map(({ code }) => code) : [];
};

const from = (first: string, second = first) => ({ from: { first, second } });

describe('a roll back', () => {
  it('is a plan of its own, over what was changed, the other way round', () => {
    const { rollback, leftOut } = made({
      a: endedAs('a', 'done', from('7.2.60.0.22525.RELEASE')),
      b: endedAs('b', 'given-up'),
      c: { ...HALTED, ...from('7.2.59.4') },
      d: endedAs('d', 'aborted'),
    });
    expect(leftOut).toEqual([]);
    expect(rollback).toEqual({
      schemaVersion: 1,
      id: '20260501-110000-99aa',
      version: 0,
      homeRegion: 'eu-west-1',
      createdAt: LATER,
      createdBy: 'bob',
      why: 'bad',
      spec: {
        target: '7.2.60.0.22525.RELEASE',
        waves: [
          { name: 'rest', soakMs: 0 },
          { name: 'wave 2', soakMs: 0 },
          { name: 'canary', soakMs: 0 },
        ],
        concurrency: 3,
        windows: [],
        maxFailureShare: 0,
        needsApproval: true,
      },
      pairs: [
        { pairId: 'd', region: 'eu-west-1', wave: 0, target: '7.2.60.0' },
        { pairId: 'c', region: 'eu-west-1', wave: 1, target: '7.2.59.4' },
        { pairId: 'a', region: 'eu-west-1', wave: 2, target: '7.2.60.0.22525.RELEASE' },
      ],
      status: 'planned',
      wave: 0,
      released: [],
      forgiven: [],
      events: [{ at: LATER, by: 'bob', what: 'planned to roll back 20260501-100000-4f2a: bad' }],
      rollbackOf: '20260501-100000-4f2a',
    });
  });

  it('leaves out what cannot go back like the others, and says so', () => {
    const { rollback, leftOut } = made({
      a: endedAs('a', 'done'),
      b: endedAs('b', 'done', from('7.2.60.0', '7.2.59.4')),
      c: { state: 'halted' },
    });
    expect(rollback.pairs.map(({ pairId }) => pairId)).toEqual(['a']);
    expect(leftOut.map(({ pairId, refusal }) => [pairId, refusal.code, refusal.words])).toEqual([
      ['b', 'from-differs', 'its units ran different firmware before: first 7.2.60.0, second 7.2.59.4'],
      ['c', 'from-unknown', 'what its units ran before is not known'],
    ]);
    expect(rollback.events.map(({ what }) => what)).toEqual([
      'planned to roll back 20260501-100000-4f2a: bad',
      'left out b: its units ran different firmware before: first 7.2.60.0, second 7.2.59.4',
      'left out c: what its units ran before is not known',
    ]);
  });

  it.each([
    ['both the same build', '7.2.60.0.22525.RELEASE', '7.2.60.0.22525.RELEASE', '7.2.60.0.22525.RELEASE'],
    ['two builds of one version', '7.2.60.0.22525.RELEASE', '7.2.60.0.22526.RELEASE', '7.2.60.0'],
    ['one build, one without', '7.2.60.0.22525.RELEASE', '7.2.60.0', '7.2.60.0'],
  ])('%s', (_, first, second, target) => {
    expect(made({ a: endedAs('a', 'done', from(first, second)) }).rollback.pairs[0]?.target).toBe(target);
  });

  it('does not take an aborted pair that ran the target already', () => {
    expect(codes({ a: endedAs('a', 'aborted', from('7.2.62.0')) })).toEqual(['nothing-changed']);
  });

  it.each<[RolloutStatus, readonly string[]]>([
    ['planned', ['nothing-changed']],
    ['running', ['still-running']],
    ['aborting', ['still-running']],
    ['paused', []],
    ['halted', []],
    ['aborted', []],
    ['done', []],
  ])('of a rollout that is %s', (status, refused) => {
    expect(codes({ a: endedAs('a', 'done') }, status)).toEqual(refused);
  });

  it('waits for what is under way', () => {
    expect(codes({ a: endedAs('a', 'done'), b: RUNNING }, 'paused')).toEqual(['still-running']);
  });

  it('of nothing is refused, with why', () => {
    expect(codes({})).toEqual(['nothing-changed']);
    expect(codes({ a: endedAs('a', 'done', from('7.2.60.0', '7.2.59.4')) })).toEqual([
      'nothing-changed',
      'from-differs',
    ]);
  });

  it('ends what it takes back, and notes itself where that has ended', () => {
    const of = { a: endedAs('a', 'done') };
    const { original: halted } = made(of, 'halted');
    expect([halted.status, halted.endedAt, halted.because]).toEqual([
      'aborted',
      LATER,
      'rolled back by 20260501-110000-99aa; 1 done, 4 not begun',
    ]);
    const { original: ended } = made(of, 'done');
    expect([ended.status, ended.endedAt, ended.events.at(-1)?.what]).toEqual([
      'done',
      undefined,
      'rolled back by 20260501-110000-99aa: bad',
    ]);
  });
});
