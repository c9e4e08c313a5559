import { describe, expect, it } from 'vitest';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { PairProgress, Rollout } from '#domain/rollout/rollout.ts';
import { reportOf } from '#domain/rollout/rollout-report.ts';
import { rolloutText } from '#domain/rollout/rollout-text.ts';
import { waitingWords } from '#domain/rollout/waiting-words.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  declared,
  endedAs,
  HALTED,
  PARIS,
  planned,
  progressOf,
  READY,
  REFUSED,
  RUNNING,
  running,
} from './rollout-samples.ts';

const PAIRS = [
  declared('dub-1'),
  declared('dub-2', undefined, 'shop'),
  declared('par-1', PARIS, 'shop'),
  declared('par-2', PARIS),
];
const LATER = NOW + 12 * MINUTE_MS;
const FIVE = NOW + 5 * MINUTE_MS;

describe('the plan', () => {
  const rollout = planned(PAIRS, {
    concurrency: 2,
    maxFailureShare: 0.1,
    needsApproval: true,
    windows: [{ days: ['sat', 'sun'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }],
  });
  const progress = progressOf(rollout, {
    'dub-1': {
      ...READY,
      roleChanges: 2,
      warnings: [
        'the active role moves twice: clients that are connected are cut off each time, and nothing of them is kept',
      ],
    },
    'dub-2': REFUSED,
    'par-1': { ...READY, kind: 'repair', from: { first: '7.2.62.0', second: '7.2.60.0' }, roleChanges: 0 },
    'par-2': { state: 'unchecked' },
  });

  it('says what will be done to each pair, what stands in the way, and what to do about it', () => {
    expect(rolloutText(rollout, progress, ALWAYS, FIVE)).toMatchInlineSnapshot(`
      "20260501-100000-4f2a: 7.2.62.0 on 4 pairs, planned
      why       CVE of the month
      made      by ann, 5 m ago
      image     images/7.2.62.0.22999.RELEASE.PATCH-64-MULTICORE
      limits    2 pairs of a region at a time; more than 10 % failures in a wave halt it
      windows   sat,sun 02:00-04:00 Europe/Dublin
      approval  needed from somebody other than its author

      wave 1, canary: 1 pair, then a soak of 30 m
        dub-1  eu-west-1  ready      upgrade from 7.2.60.0 to 7.2.62.0; 2 role changes
                                     beware: the active role moves twice: clients that are connected are
                                             cut off each time, and nothing of them is kept

      wave 2: 1 pair, then a soak of 30 m
        dub-2  eu-west-1  refused    to 7.2.62.0
                                     held: bob holds the pair
                                     → ask bob to lift the hold

      wave 3: 2 pairs, no soak
        par-1  eu-west-3  ready      repair from 7.2.62.0 (first) and 7.2.60.0 (second) to 7.2.62.0; no
                                     role change
        par-2  eu-west-3  unchecked  to 7.2.62.0

      start     not-approved: the rollout needs an approval and has none
                → have somebody other than its author approve it
      "
    `);
  });

  it('of a roll back', () => {
    const { image: _, ...spec } = rollout.spec;
    const back: Rollout = {
      ...rollout,
      spec: { ...spec, needsApproval: false, maxFailureShare: 0, windows: [] },
      pairs: rollout.pairs.slice(0, 1).map((pair) => ({ ...pair, target: '7.2.60.0' })),
      rollbackOf: '20260430-100000-0001',
    };
    const from = { first: '7.2.62.0', second: '7.2.62.0' };
    const checked = progressOf(back, { 'dub-1': { ...READY, kind: 'downgrade', from } });
    expect(rolloutText(back, checked, ALWAYS, FIVE)).toMatchInlineSnapshot(`
      "20260501-100000-4f2a: 1 pair back from 20260430-100000-0001, planned
      why       CVE of the month
      made      by ann, 5 m ago
      image     none: each unit goes back to the version it keeps
      limits    2 pairs of a region at a time; the first failure halts it
      windows   any time
      approval  not needed

      wave 1, canary: 1 pair, then a soak of 30 m
        dub-1  eu-west-1  ready  downgrade from 7.2.62.0 to 7.2.60.0; 1 role change

      wave 2: 0 pairs, then a soak of 30 m

      wave 3: 0 pairs, no soak

      start     nothing stands in its way
      "
    `);
  });
});

const released = (rollout: Rollout, ...ids: readonly string[]): Rollout => ({
  ...rollout,
  released: ids.map((pairId) => ({ pairId })),
});

describe('the progress', () => {
  const rollout = released(
    {
      ...running(PAIRS, { concurrency: 2, waves: [{ size: { count: 1 }, soakMs: 0 }, { soakMs: 0 }] }),
      wave: 1,
    },
    'dub-1',
    'dub-2',
    'par-2',
  );
  const progress = progressOf(rollout, {
    'dub-1': endedAs('dub-1', 'done'),
    'dub-2': { ...RUNNING, startedAt: NOW + 10 * MINUTE_MS },
  });

  it('says what each pair is at, how long it may take, and what is waited for', () => {
    expect(rolloutText(rollout, progress, ALWAYS, LATER)).toMatchInlineSnapshot(`
      "20260501-100000-4f2a: 7.2.62.0 on 4 pairs, running, started 12 m ago
      pairs     1 done, 2 under way, 1 not begun
      waits     waiting for the pairs under way to end: dub-2, par-2
      remaining about 10 m, closed windows not counted

        wave 1, canary
        dub-1  eu-west-1  done     in 10 m, steady

      > wave 2
        dub-2  eu-west-1  running  firmware 7.2.62.0: installing second, for 2 m
        par-1  eu-west-3  ready    not released yet
        par-2  eu-west-3  ready    released, not begun yet
      "
    `);
  });

  it('of a rollout that has halted', () => {
    const halted: Rollout = {
      ...rollout,
      status: 'halted',
      because: '1 of 3 pairs of wave 2 failed: dub-2 (halted: install-failed)',
      forgiven: ['dub-1'],
    };
    const of: Readonly<Record<string, PairProgress>> = {
      'dub-1': endedAs('dub-1', 'given-up'),
      'dub-2': HALTED,
      'par-1': { state: 'gone' },
    };
    expect(rolloutText(halted, progressOf(halted, of), ALWAYS, LATER)).toMatchInlineSnapshot(`
      "20260501-100000-4f2a: 7.2.62.0 on 4 pairs, halted, started 12 m ago
      pairs     2 failed, 1 halted still, 1 under way
      waits     too many pairs failed; an operator has to resume, abort or roll back; under way: par-2
      because   1 of 3 pairs of wave 2 failed: dub-2 (halted: install-failed)

        wave 1, canary
        dub-1  eu-west-1  given-up  backup-failed (resumed in spite of it)

      > wave 2
        dub-2  eu-west-1  halted    halted: install-failed, for 12 m
        par-1  eu-west-3  gone      not declared any more
        par-2  eu-west-3  ready     released, not begun yet
      "
    `);
  });
});

describe('what is waited for', () => {
  const two = running([declared('a', undefined, 'shop'), declared('b', undefined, 'shop')], {
    waves: [{ soakMs: 30 * MINUTE_MS }],
    maxFailureShare: 0.5,
  });
  const closed: WindowNow = {
    kind: 'closed',
    opensAt: NOW + 90 * MINUTE_MS,
    opensWords: 'Sat 02:00 Europe/Dublin',
  };
  const both = { a: endedAs('a', 'done'), b: endedAs('b', 'done') };
  const soaking: Rollout = { ...two, soakSince: NOW - 10 * MINUTE_MS };

  it.each<[Rollout, Readonly<Record<string, PairProgress>>, WindowNow, number, RegExp]>([
    [two, {}, closed, NOW, /^waiting for the window to open: Sat 02:00 Europe\/Dublin, in 1 h 30 m$/],
    [two, {}, ALWAYS, NOW, /^pairs were released to their regions$/],
    [released(two, 'a'), {}, ALWAYS, NOW, /end: a$/],
    [released(two, 'a'), { a: HALTED }, ALWAYS, NOW, /GEO cluster, .*: a$/],
    [soaking, both, ALWAYS, NOW, /: another 20 m$/],
    [
      { ...soaking, soakSince: NOW - 40 * MINUTE_MS },
      both,
      ALWAYS,
      NOW - 11 * MINUTE_MS,
      /steady still: eu-west-1$/,
    ],
    [
      { ...released(two, 'a', 'b'), status: 'paused' },
      { a: RUNNING, b: HALTED },
      ALWAYS,
      NOW,
      /its end; under way: a$/,
    ],
  ])('%#', (rollout, of, window, at, words) => {
    expect(waitingWords(rollout, progressOf(rollout, of, at), window, NOW)).toMatch(words);
  });
});

describe('the report', () => {
  const rollout: Rollout = {
    ...released(
      running(PAIRS, { waves: [{ size: { count: 1 }, soakMs: 0 }, { soakMs: 0 }] }),
      'dub-1',
      'dub-2',
    ),
    wave: 1,
    status: 'aborted',
    because: 'aborted by bob: enough; 1 done, 1 failed, 2 not begun',
    approvedBy: 'bob',
    startedAt: FIVE,
    endedAt: NOW + 125 * MINUTE_MS,
    forgiven: ['dub-2'],
    events: [
      { at: NOW, by: 'ann', what: 'planned: CVE of the month' },
      { at: FIVE, by: 'bob', what: 'started: it is time' },
      { at: NOW + 125 * MINUTE_MS, by: 'understudy', what: 'aborted: enough' },
    ],
  };
  const progress = progressOf(rollout, {
    'dub-1': endedAs('dub-1', 'done', {
      mixedMs: 251 * SECOND_MS,
      roleChanges: 2,
      backups: { first: 'backups/dub-1/first.lmbak', second: 'backups/dub-1/second.lmbak' },
      incidents: [
        { at: NOW + 3 * MINUTE_MS, what: 'failover' },
        { at: NOW + 4 * MINUTE_MS, what: 'job-repeated', unit: 'second' },
      ],
    }),
    'dub-2': endedAs('dub-2', 'given-up', { roleChanges: 0, mixedMs: 0 }),
    'par-1': HALTED,
    'par-2': REFUSED,
  });

  it('as data', () => {
    const report = reportOf(rollout, progress, LATER);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const { waves, events, ...rest } = report;
    expect(rest).toEqual({
      id: '20260501-100000-4f2a',
      status: 'aborted',
      because: 'aborted by bob: enough; 1 done, 1 failed, 2 not begun',
      why: 'CVE of the month',
      target: '7.2.62.0',
      homeRegion: 'eu-west-1',
      createdAt: NOW,
      createdBy: 'ann',
      approvedBy: 'bob',
      startedAt: FIVE,
      endedAt: NOW + 125 * MINUTE_MS,
      totals: { done: 1, 'given-up': 1, halted: 1, refused: 1 },
      summary: '1 done, 1 failed, 1 halted still, 1 not begun',
      wave: 1,
    });
    expect(events).toEqual(rollout.events);
    expect(waves.map(({ pairs }) => pairs.length)).toEqual([1, 3]);
    expect(waves[0]?.pairs[0]).toEqual({
      pairId: 'dub-1',
      region: 'eu-west-1',
      state: 'done',
      isReleased: true,
      kind: 'upgrade',
      from: { first: '7.2.60.0', second: '7.2.60.0' },
      to: '7.2.62.0',
      warnings: [],
      refusals: [],
      situation: 'steady',
      startedAt: NOW,
      endedAt: NOW + 10 * MINUTE_MS,
      because: [],
      isForgiven: false,
      roleChanges: 2,
      secondsMixed: 251,
      incidents: [
        { at: NOW + 3 * MINUTE_MS, words: 'the roles changed by themselves' },
        { at: NOW + 4 * MINUTE_MS, words: 'second: a job had to be done again' },
      ],
      backups: { first: 'backups/dub-1/first.lmbak', second: 'backups/dub-1/second.lmbak' },
    });
  });

  it('as text', () => {
    expect(rolloutText(rollout, progress, ALWAYS, LATER)).toMatchInlineSnapshot(`
      "20260501-100000-4f2a: 7.2.62.0 on 4 pairs, aborted after 2 h
      why       CVE of the month
      made      by ann
      approved  by bob
      because   aborted by bob: enough; 1 done, 1 failed, 2 not begun

      wave 1, canary
        dub-1  eu-west-1  done      from 7.2.60.0 to 7.2.62.0; took 10 m; 2 role changes; mixed for 4 m 11
                                    s
                                    +3 m the roles changed by themselves
                                    +4 m second: a job had to be done again
                                    backup of first: backups/dub-1/first.lmbak
                                    backup of second: backups/dub-1/second.lmbak

      wave 2
        dub-2  eu-west-1  given-up  from 7.2.60.0 to 7.2.62.0; backup-failed; took 10 m; no role change
                                    the rollout was resumed in spite of it
        par-1  eu-west-3  halted    halted: install-failed
        par-2  eu-west-3  refused   held

      events
        +0 s        ann: planned: CVE of the month
        +5 m        bob: started: it is time
        +2 h 5 m    understudy: aborted: enough
      "
    `);
  });
});
