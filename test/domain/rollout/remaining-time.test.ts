import { expect, it } from 'vitest';
import { remainingMs } from '#domain/rollout/remaining-time.ts';
import type { PairProgress, Rollout, RolloutStatus } from '#domain/rollout/rollout.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { declared, endedAs, HALTED, PARIS, progressOf, RUNNING, running } from './rollout-samples.ts';

const PAIRS = ['a', 'b', 'c', 'd', 'e'].map((id) => declared(id)).concat(declared('p', PARIS));
const waves = [
  { size: { count: 1 }, soakMs: 30 * MINUTE_MS },
  { size: { count: 4 }, soakMs: 20 * MINUTE_MS },
  { soakMs: 0 },
];
const rollout = running(PAIRS, { waves, concurrency: 2 });

const left = (
  more: Partial<Rollout>,
  of: Readonly<Record<string, PairProgress>> = {},
): number | undefined => {
  const at = { ...rollout, ...more };
  const ms = remainingMs(at, progressOf(at, of), NOW);
  return ms === undefined ? undefined : ms / MINUTE_MS;
};

const tookFive = endedAs('a', 'done', { endedAt: NOW + 5 * MINUTE_MS });

it.each<[string, Partial<Rollout>, Readonly<Record<string, PairProgress>>, number]>([
  ['at the beginning, 15 m a pair: 15 + 30, two rounds of 15 + 20, 15', {}, {}, 110],
  ['while the first runs', {}, { a: RUNNING }, 110],
  ['while the first has run for 6 m', {}, { a: { ...RUNNING, startedAt: NOW - 6 * MINUTE_MS } }, 104],
  ['while the first takes longer than usual', {}, { a: { ...RUNNING, startedAt: NOW - 20 * MINUTE_MS } }, 95],
  [
    'in its soak, 5 m a pair: 20, two rounds of 5 + 20, 5',
    { soakSince: NOW - 10 * MINUTE_MS },
    { a: tookFive },
    55,
  ],
  ['a soak is over', { soakSince: NOW - 40 * MINUTE_MS }, { a: tookFive }, 35],
  [
    'in the next wave, two of four left: 5 + 20, 5',
    { wave: 1 },
    { a: tookFive, b: HALTED, c: RUNNING, d: endedAs('d', 'given-up') },
    30,
  ],
  ['paused', { status: 'paused' }, {}, 110],
])('%s', (_, more, of, minutes) => {
  expect(left(more, of)).toBe(minutes);
});

it('regions work side by side', () => {
  const both = running([...PAIRS.slice(0, 3), declared('q', PARIS), declared('r', PARIS)], {
    waves: [{ soakMs: 0 }],
  });
  expect(remainingMs(both, progressOf(both), NOW)).toBe(45 * MINUTE_MS);
});

it('a wave that everybody was left out of takes no time', () => {
  expect(left({ pairs: rollout.pairs.filter(({ wave }) => wave === 2) })).toBe(15);
});

it.each<RolloutStatus>(['planned', 'halted', 'aborting', 'aborted', 'done'])(
  'none is known when %s',
  (status) => {
    expect(left({ status })).toBeUndefined();
  },
);
