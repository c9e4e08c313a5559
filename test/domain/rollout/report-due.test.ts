import { expect, it } from 'vitest';
import { isReportDue } from '#domain/rollout/report-due.ts';
import type { PairProgress, Rollout } from '#domain/rollout/rollout.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { DUBLIN, declared, endedAs, PARIS, progressOf, RUNNING, running } from './rollout-samples.ts';

const SOAK_MS = 10 * MINUTE_MS;
const PAIRS = [declared('a'), declared('p', PARIS)];
const rollout = running(PAIRS, { waves: [{ soakMs: SOAK_MS }] });
const soaking: Rollout = { ...rollout, soakSince: NOW };
const timed: Rollout = { ...rollout, released: [{ pairId: 'a', notAfter: NOW }] };
const DONE = { a: endedAs('a', 'done') };

it.each<[string, Rollout, Readonly<Record<string, PairProgress>>, EpochMs, EpochMs, readonly string[]]>([
  ['nothing is awaited', rollout, {}, NOW + SOAK_MS, NOW, []],
  ['the soak goes on', soaking, DONE, NOW + SOAK_MS - 1, NOW, []],
  ['the soak is over', soaking, DONE, NOW + SOAK_MS, NOW, [DUBLIN]],
  ['it was written after the soak', soaking, DONE, NOW + SOAK_MS + 1, NOW + SOAK_MS, []],
  ['a release may be taken up yet', timed, {}, NOW + 2 * MINUTE_MS - 1, NOW, []],
  ['a release was not taken up', timed, {}, NOW + 2 * MINUTE_MS, NOW, [DUBLIN]],
  ['a release was taken up', timed, { a: RUNNING }, NOW + 2 * MINUTE_MS, NOW, []],
  ['it was written after the release', timed, {}, NOW + 3 * MINUTE_MS, NOW + 2 * MINUTE_MS, []],
])('%s', (_, at, of, now, wroteAt, regions) => {
  const progress = progressOf(at, of, wroteAt);
  expect([DUBLIN, PARIS].filter((region) => isReportDue(at, progress, region, now))).toEqual(regions);
});

it('a region that has never written has to', () => {
  expect(isReportDue(timed, [], DUBLIN, NOW + 2 * MINUTE_MS)).toBe(true);
});
