import { describe, expect, it } from 'vitest';
import type { WaveSpec } from '#domain/rollout/cut-waves.ts';
import { makeRollout, type RolloutRequest } from '#domain/rollout/make-rollout.ts';
import type { PairSelector } from '#domain/rollout/select-pairs.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { DUBLIN, declared, IMAGE, PARIS, planned, requestFor } from './rollout-samples.ts';

const ESTATE = [
  declared('dub-1'),
  declared('dub-2'),
  declared('par-1', PARIS),
  declared('par-2', PARIS),
  declared('constructor'),
];

const codes = (more: Partial<RolloutRequest>, pairs = ESTATE): readonly string[] => {
  const answer = makeRollout(requestFor(pairs, more));
  return answer.kind === 'refused' ? answer.refusals.map(({ code }) => code) : [];
};

const selected = (selector: PairSelector): readonly string[] =>
  planned(ESTATE, { selector, waves: [{ soakMs: 0 }] }).pairs.map(({ pairId }) => pairId);

/** The pairs of each wave. */
const cut = (pairs: typeof ESTATE, waves?: readonly WaveSpec[]): readonly (readonly string[])[] => {
  const rollout = planned(pairs, waves === undefined ? {} : { waves });
  return rollout.spec.waves.map((_, at) =>
    rollout.pairs.filter(({ wave }) => wave === at).map(({ pairId }) => pairId),
  );
};

const fleet = (count: number) => Array.from({ length: count }, (_, at) => declared(`p${at + 1}`));

describe('a rollout is made', () => {
  it('with every default filled in, and nothing begun', () => {
    expect(planned([declared('dub-1', DUBLIN, 'shop')])).toEqual({
      schemaVersion: 1,
      id: '20260501-100000-4f2a',
      version: 0,
      homeRegion: DUBLIN,
      createdAt: NOW,
      createdBy: 'ann',
      why: 'CVE of the month',
      spec: {
        target: '7.2.62.0',
        image: IMAGE,
        waves: [{ name: 'wave 1', soakMs: 0 }],
        concurrency: 1,
        windows: [],
        maxFailureShare: 0,
        needsApproval: false,
      },
      pairs: [{ pairId: 'dub-1', region: DUBLIN, wave: 0, geoCluster: 'shop' }],
      status: 'planned',
      wave: 0,
      released: [],
      forgiven: [],
      events: [{ at: NOW, by: 'ann', what: 'planned: CVE of the month' }],
    });
  });

  it('with the target in its usual spelling', () => {
    expect(planned(ESTATE, { target: '7.2.62.0\n' }).spec.target).toBe('7.2.62.0');
  });
});

describe('the selector', () => {
  it.each<[string, PairSelector, readonly string[]]>([
    ['all', { all: true }, ['dub-1', 'dub-2', 'par-1', 'par-2', 'constructor']],
    ['ids, in the order of the estate', { pairs: ['par-2', 'dub-1'] }, ['dub-1', 'par-2']],
    ['a pattern', { pairs: ['*-1'] }, ['dub-1', 'par-1']],
    ['a pattern with its ends', { pairs: ['d*b-*'] }, ['dub-1', 'dub-2']],
    ['everything by a pattern', { pairs: ['*'] }, ['dub-1', 'dub-2', 'par-1', 'par-2', 'constructor']],
    ['an id and a pattern that both mean it', { pairs: ['dub-1', 'dub-*'] }, ['dub-1', 'dub-2']],
    ['a region', { regions: [PARIS] }, ['par-1', 'par-2']],
    ['a pattern within a region', { pairs: ['*-1'], regions: [PARIS] }, ['par-1']],
  ])('%s', (_, selector, ids) => {
    expect(selected(selector)).toEqual(ids);
  });

  it.each<[string, PairSelector, readonly string[]]>([
    ['nothing said', {}, ['nothing-selected']],
    ['empty lists', { pairs: [], regions: [] }, ['nothing-selected']],
    ['all, and some', { all: true, pairs: ['dub-1'] }, ['selector-contradicts']],
    ['all, and a region', { all: true, regions: [PARIS] }, ['selector-contradicts']],
    ['an unknown id among known ones', { pairs: ['dub-1', 'dub-9'] }, ['unknown-pair']],
    ['what every object has', { pairs: ['toString'] }, ['unknown-pair']],
    ['a pattern for nothing', { pairs: ['lon-*', 'dub-*'] }, ['matches-nothing']],
    ['a pattern whose ends would overlap', { pairs: ['dub-1*1'] }, ['matches-nothing']],
    ['an id twice', { pairs: ['dub-1', 'dub-1'] }, ['duplicate']],
    ['an unknown region', { regions: [PARIS, 'eu-west-9'] }, ['unknown-region']],
    ['an id elsewhere', { pairs: ['dub-1', 'par-1'], regions: [PARIS] }, ['selector-contradicts']],
  ])('refuses %s', (_, selector, refused) => {
    expect(codes({ selector })).toEqual(refused);
  });

  it('takes no time for a pattern of many parts', () => {
    const long = declared('a'.repeat(200));
    expect(codes({ selector: { pairs: [`${'*a'.repeat(60)}*b`] } }, [long])).toEqual(['matches-nothing']);
  });
});

describe('target, image and limits', () => {
  const image = (name: string) => ({ ...IMAGE, key: `images/7.2.62.0/${name}` });

  it.each([
    ['7.2.62.0', '7.2.62.0.22999.RELEASE.PATCH-64-MULTICORE'],
    ['7.2.62.0', '7.2.62.0.patch'],
    ['7.2.62.0', '7.2.62.0'],
    ['7.2.62.0.22999.RELEASE', '7.2.62.0.22999.RELEASE.PATCH-64-MULTICORE'],
  ])('%s may be %s', (target, name) => {
    expect(codes({ target, image: image(name) })).toEqual([]);
  });

  it.each([
    ['7.2.62.0', '7.2.61.0.22999.RELEASE.PATCH-64-MULTICORE'],
    ['7.2.62.1', '7.2.62.12.22999.RELEASE.PATCH-64-MULTICORE'],
    ['7.2.62.0', 'LoadMaster-7.2.62.0.patch'],
    ['7.2.62.0', ''],
    ['7.2.62.0.22999.RELEASE', '7.2.62.0.23000.RELEASE.PATCH-64-MULTICORE'],
    ['7.2.62.0.22999.RELEASE', '7.2.62.0.patch'],
  ])('%s is not %s', (target, name) => {
    expect(codes({ target, image: image(name) })).toEqual(['wrong-image']);
  });

  it.each(['backups/7.2.62.0.patch', '7.2.62.0.patch', `images/${'a'.repeat(900)}/7.2.62.0.patch`])(
    'an image is not read from %s',
    (key) => {
      expect(codes({ target: '7.2.62.0', image: { ...IMAGE, key } })).toEqual(['wrong-image']);
    },
  );

  it.each<[string, Partial<RolloutRequest>, readonly string[]]>([
    ['no version', { target: '7.2' }, ['unknown-version']],
    ['a short checksum', { image: { ...IMAGE, sha256: 'ab' } }, ['bad-checksum']],
    ['upper case', { image: { ...IMAGE, sha256: 'AB'.repeat(32) } }, ['bad-checksum']],
    ['nobody at a time', { concurrency: 0 }, ['bad-limits']],
    ['half a pair at a time', { concurrency: 1.5 }, ['bad-limits']],
    ['eleven at a time', { concurrency: 11 }, ['bad-limits']],
    ['a share above 1', { maxFailureShare: 1.01 }, ['bad-limits']],
    ['no share', { maxFailureShare: Number.NaN }, ['bad-limits']],
    ['ten at a time, all may fail', { concurrency: 10, maxFailureShare: 1 }, []],
    [
      'everything at once',
      { target: '7', concurrency: 0, selector: {}, waves: [{ soakMs: -1 }] },
      ['unknown-version', 'bad-limits', 'nothing-selected', 'bad-waves'],
    ],
  ])('%s', (_, more, refused) => {
    expect(codes(more)).toEqual(refused);
  });
});

describe('the waves', () => {
  it.each<[string, number, readonly number[], readonly string[]]>([
    ['one pair is one wave', 1, [1], ['wave 1']],
    ['two', 2, [1, 1], ['canary', 'wave 2']],
    ['five: a quarter is rounded up', 5, [1, 2, 2], ['canary', 'wave 2', 'wave 3']],
    ['a hundred', 100, [1, 25, 74], ['canary', 'wave 2', 'wave 3']],
  ])('by default, %s', (_, pairs, sizes, names) => {
    const { waves } = planned(fleet(pairs)).spec;
    expect(cut(fleet(pairs)).map(({ length }) => length)).toEqual(sizes);
    expect(waves.map(({ name }) => name)).toEqual(names);
    expect(waves.map(({ soakMs }) => soakMs / MINUTE_MS)).toEqual(
      pairs === 1 ? [0] : pairs === 2 ? [30, 30] : [30, 30, 0],
    );
  });

  it.each<[string, number, readonly WaveSpec[], readonly number[]]>([
    [
      'a percentage is of all pairs, and of hundredths that no binary fraction has',
      100,
      [{ size: { percentage: 7 }, soakMs: 0 }, { soakMs: 0 }],
      [7, 93],
    ],
    [
      'at least one, and the last takes the rest whatever it asks for',
      4,
      [
        { size: { percentage: 0.1 }, soakMs: 0 },
        { size: { count: 1 }, soakMs: 0 },
      ],
      [1, 3],
    ],
    [
      'what nothing is left for is left out',
      3,
      [{ size: { count: 9 }, soakMs: 5 }, { size: { count: 1 }, soakMs: 0 }, { soakMs: 0 }],
      [3],
    ],
  ])('%s', (_, pairs, waves, sizes) => {
    expect(cut(fleet(pairs), waves).map(({ length }) => length)).toEqual(sizes);
  });

  it('the canary takes pairs from different regions in turn, the others in the order of the estate', () => {
    const waves = [{ size: { count: 3 }, soakMs: 0 }, { soakMs: 0 }];
    expect(cut(ESTATE, waves)).toEqual([
      ['dub-1', 'par-1', 'dub-2'],
      ['par-2', 'constructor'],
    ]);
  });

  it('a wave never takes two pairs of one GEO cluster as long as others remain', () => {
    const pairs = [
      declared('a1', DUBLIN, 'a'),
      declared('a2', DUBLIN, 'a'),
      declared('b1', DUBLIN, 'b'),
      declared('b2', DUBLIN, 'b'),
      declared('c'),
    ];
    const waves = [{ size: { count: 1 }, soakMs: 0 }, { size: { count: 2 }, soakMs: 0 }, { soakMs: 0 }];
    expect(cut(pairs, waves)).toEqual([['a1'], ['a2', 'b1'], ['b2', 'c']]);
    expect(cut(pairs, [{ size: { count: 4 }, soakMs: 0 }, { soakMs: 0 }])).toEqual([
      ['a1', 'b1', 'c', 'a2'],
      ['b2'],
    ]);
  });

  it.each<[string, readonly WaveSpec[]]>([
    ['a size missing before the last', [{ soakMs: 0 }, { soakMs: 0 }]],
    ['no pairs', [{ size: { count: 0 }, soakMs: 0 }]],
    ['half a pair', [{ size: { count: 0.5 }, soakMs: 0 }]],
    ['no percentage', [{ size: { percentage: Number.NaN }, soakMs: 0 }]],
    ['101 %', [{ size: { percentage: 101 }, soakMs: 0 }]],
    ['8 days of soak', [{ soakMs: 8 * 24 * 60 * MINUTE_MS }]],
    ['21 waves', Array.from({ length: 21 }, () => ({ size: { count: 1 }, soakMs: 0 }))],
  ])('refuses %s', (_, waves) => {
    expect(codes({ waves })).toEqual(['bad-waves']);
  });
});
