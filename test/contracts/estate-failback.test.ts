import { describe, expect, it, vi } from 'vitest';
import { MAX_ERRORS, parseEstate } from '#contracts/estate.ts';
import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import { storedPair } from '#contracts/items-declared.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { expectFault, faultsOf, SOUND_ESTATE, type Spoiled } from './estate-samples.ts';

/** What a pair says of its failback, in place of one line of the sound estate. */
const FAILBACK = `    failback:
      policy: gated
      windows:
        - days: [sat, sun]
          from: "02:00"
          to: "04:00"
          timeZone: Europe/Dublin
`;

/** One edit of the failback above, and where that is in the whole. */
const spoiled = (
  change: Omit<Spoiled, 'from' | 'to'> & { readonly write: string; readonly for: string },
) => ({
  ...change,
  from: '    mode: enforce\n',
  to: FAILBACK.replace(change.for, change.write),
});

const MISTAKES: readonly Spoiled[] = [
  spoiled({
    mistake: 'a policy that is none',
    for: 'gated',
    write: 'automatic',
    yaml: '7:15',
    json: '10:19',
    error: 'pairs[0].failback.policy: must be native or gated or manual',
  }),
  spoiled({
    mistake: 'a hold-down of more than a day',
    for: 'policy: gated',
    write: 'holdDown: 25h',
    yaml: '7:17',
    json: '10:21',
    error: 'pairs[0].failback.holdDown: must be at most 24h',
  }),
  spoiled({
    mistake: 'a flap limit of none',
    for: 'policy: gated',
    write: 'flapLimit: 0',
    yaml: '7:18',
    json: '10:22',
    error: 'pairs[0].failback.flapLimit: must be at least 1',
  }),
  spoiled({
    mistake: 'a flap limit that nothing reaches',
    for: 'policy: gated',
    write: 'flapLimit: 21',
    yaml: '7:18',
    json: '10:22',
    error: 'pairs[0].failback.flapLimit: must be at most 20',
  }),
  spoiled({
    mistake: 'a time for flapping of no length',
    for: 'policy: gated',
    write: 'flapWithin: 59s',
    yaml: '7:19',
    json: '10:23',
    error: 'pairs[0].failback.flapWithin: must be from 1m to 168h',
  }),
  spoiled({
    mistake: 'a time for flapping of more than a week',
    for: 'policy: gated',
    write: 'flapWithin: 169h',
    yaml: '7:19',
    json: '10:23',
    error: 'pairs[0].failback.flapWithin: must be from 1m to 168h',
  }),
  spoiled({
    mistake: 'a window without days',
    for: '[sat, sun]',
    write: '[]',
    yaml: '9:17',
    json: '13:21',
    error: 'pairs[0].failback.windows[0].days: must have at least 1 entry',
  }),
  spoiled({
    mistake: 'a day twice',
    for: '[sat, sun]',
    write: '[sat, sun, sat]',
    yaml: '9:17',
    json: '13:21',
    error: 'pairs[0].failback.windows[0].days: must name no day twice',
  }),
  spoiled({
    mistake: 'a day in another language',
    for: 'sun',
    write: 'dim',
    yaml: '9:23',
    json: '15:15',
    error: 'pairs[0].failback.windows[0].days[1]: must be mon or tue or wed or thu or fri or sat or sun',
  }),
  spoiled({
    mistake: 'the end of a day as an hour of its own',
    for: '"04:00"',
    write: '"24:00"',
    yaml: '11:15',
    json: '18:19',
    error: 'pairs[0].failback.windows[0].to: must be a time from 00:00 to 23:59, as HH:MM',
  }),
  spoiled({
    mistake: 'a time with one digit',
    for: '"02:00"',
    write: '"2:00"',
    yaml: '10:17',
    json: '17:21',
    error: 'pairs[0].failback.windows[0].from: must be a time from 00:00 to 23:59, as HH:MM',
  }),
  spoiled({
    mistake: 'a time that is a number',
    for: '"02:00"',
    write: '2',
    yaml: '10:17',
    json: '17:21',
    error: 'pairs[0].failback.windows[0].from: must be text: put it in quotes',
  }),
  spoiled({
    mistake: 'a window without its zone',
    for: '          timeZone: Europe/Dublin\n',
    write: '',
    yaml: '9:11',
    json: '12:11',
    error: 'pairs[0].failback.windows[0].timeZone: is required',
  }),
  ...[
    { mistake: 'a misspelt zone', write: 'Europe/Dubln', hint: '; did you mean "Europe/Dublin"?' },
    { mistake: 'a city without its area', write: 'dublin', hint: '; did you mean "Europe/Dublin"?' },
    { mistake: 'a city in the wrong area', write: 'US/New York', hint: '; did you mean "America/New_York"?' },
    { mistake: 'an abbreviation, which can be of several zones', write: 'BST', hint: '' },
    { mistake: 'an offset, which no summer moves', write: '"+01:00"', hint: '' },
    { mistake: 'a zone of nowhere', write: 'Middle-earth/Shire', hint: '' },
  ].map(({ mistake, write, hint }) =>
    spoiled({
      mistake,
      for: 'Europe/Dublin',
      write,
      yaml: '12:21',
      json: '19:25',
      error: `pairs[0].failback.windows[0].timeZone: must be the name of a time zone with its area, for example Europe/Dublin, or UTC${hint}`,
    }),
  ),
  spoiled({
    mistake: 'a misspelt key in a window',
    for: 'from:',
    write: 'day: sat\n          from:',
    yaml: '10:11',
    json: '17:13',
    error: 'pairs[0].failback.windows[0].day: is not known here; did you mean "days"?',
  }),
  {
    mistake: 'more windows than a week has use for',
    from: '    mode: enforce\n',
    to: `    failback:\n      windows: ${JSON.stringify(
      Array.from({ length: 15 }, () => ({ days: ['mon'], from: '02:00', to: '04:00', timeZone: 'UTC' })),
    )}\n`,
    yaml: '7:16',
    json: '10:20',
    error: 'pairs[0].failback.windows: must have at most 14 entries',
  },
  {
    mistake: 'a split brain that is no choice',
    from: '    mode: enforce\n',
    to: '    splitBrain: fence\n',
    yaml: '6:17',
    json: '9:21',
    error: 'pairs[0].splitBrain: must be repair or keep-out',
  },
  spoiled({
    mistake: 'windows for units that do not wait for any',
    for: 'policy: gated',
    write: 'policy: native',
    yaml: '9:9',
    json: '11:20',
    error: 'pairs[0].failback.windows: nothing waits for a window: the policy of this pair is native',
  }),
  spoiled({
    mistake: 'windows without the policy that waits for them',
    for: '      policy: gated\n',
    write: '',
    yaml: '8:9',
    json: '10:20',
    error: 'pairs[0].failback.windows: nothing waits for a window: the policy of this pair is native',
  }),
  {
    mistake: 'a return to no unit in particular',
    from: '    mode: enforce\n',
    to: '    preferred: none\n    failback: {policy: manual}\n',
    yaml: '7:24',
    json: '11:19',
    error: 'pairs[0].failback.policy: manual needs a unit to return to: preferred of this pair is none',
  },
];

describe('a failback that is wrong', () => {
  it.each(MISTAKES)('places $mistake', expectFault);
});

const FROM_DEFAULTS = 'defaults:\n  preferred: first\n';

/** The pairs of the sound estate, the first saying this and the defaults that. */
const pairsWith = (defaults: string, pair = ''): readonly Pair[] => {
  const text = SOUND_ESTATE.replace(FROM_DEFAULTS, `defaults:\n${defaults}`).replace(
    '    mode: enforce\n',
    pair,
  );
  const parsed = parseEstate(text);
  expect(parsed).toMatchObject({ ok: true });
  return parsed.ok ? parsed.estate.pairs : [];
};

const WINDOW = '{days: [sat, sun], from: "02:00", to: 04:00, timeZone: Europe/Dublin}';
const READ_WINDOW = { days: ['sat', 'sun'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' };

describe('a failback', () => {
  it('is the units’ own where nothing is said, and a split brain is repaired', () => {
    const [pair] = pairsWith('  preferred: first\n');
    expect(pair).toMatchObject({
      failback: { policy: 'native', holdDownMs: 300_000, windows: [], flapLimit: 3, flapWithinMs: 3_600_000 },
      splitBrain: 'repair',
    });
  });

  it('is read with its durations in milliseconds and its times as they are written', () => {
    const [pair] = pairsWith(
      '  preferred: first\n',
      `    failback: {policy: gated, holdDown: 0s, windows: [${WINDOW}], flapLimit: 20, flapWithin: 168h}\n    splitBrain: keep-out\n`,
    );
    expect(pair).toMatchObject({
      failback: {
        policy: 'gated',
        holdDownMs: 0,
        windows: [READ_WINDOW],
        flapLimit: 20,
        flapWithinMs: 604_800_000,
      },
      splitBrain: 'keep-out',
    });
  });

  it('overrides one value of what the defaults say', () => {
    const [edge, core] = pairsWith(
      `  preferred: first\n  failback: {policy: gated, holdDown: 10m, windows: [${WINDOW}]}\n`,
      '    failback: {policy: manual, flapLimit: 5}\n',
    );
    expect(edge?.failback).toMatchObject({
      policy: 'manual',
      holdDownMs: 600_000,
      flapLimit: 5,
      windows: [READ_WINDOW],
    });
    expect(core?.failback).toMatchObject({ policy: 'gated', holdDownMs: 600_000, flapLimit: 3 });
  });

  it.each([
    {
      what: 'windows of the defaults are for the pairs that wait for them',
      defaults: `  preferred: first\n  failback: {windows: [${WINDOW}]}\n`,
      pair: '    failback: {policy: gated}\n',
      policies: ['gated', 'native'],
      windows: [1, 0],
    },
    {
      what: 'a pair that is native takes none over',
      defaults: `  preferred: first\n  failback: {policy: gated, windows: [${WINDOW}]}\n`,
      pair: '    failback: {policy: native}\n',
      policies: ['native', 'gated'],
      windows: [0, 1],
    },
    {
      what: 'a pair without a preferred host takes over neither policy nor windows',
      defaults: `  failback: {policy: manual, windows: [${WINDOW}]}\n`,
      pair: '    preferred: first\n',
      policies: ['manual', 'native'],
      windows: [1, 0],
    },
  ])('$what', ({ defaults, pair, policies, windows }) => {
    const all = pairsWith(defaults, pair).map(({ failback }) => failback);
    expect(all.map(({ policy }) => policy)).toEqual(policies);
    expect(all.map((failback) => failback.windows.length)).toEqual(windows);
  });

  it('may be open the whole day: a window that ends at or before its beginning ends on the next day', () => {
    const whole = '{days: [sun], from: "00:00", to: "00:00", timeZone: UTC}';
    const [pair] = pairsWith('  preferred: first\n', `    failback: {policy: gated, windows: [${whole}]}\n`);
    expect(pair?.failback.windows).toMatchObject([{ from: '00:00', to: '00:00' }]);
  });

  it.each(['Europe/Kyiv', 'Asia/Calcutta', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'knows the zone %s',
    (zone) => {
      const defaults = `  failback: {policy: gated, windows: [${WINDOW.replace('Europe/Dublin', zone)}]}\n`;
      expect(faultsOf(SOUND_ESTATE.replace(FROM_DEFAULTS, `defaults:\n${defaults}`))).toEqual([]);
    },
  );
});

describe('a pair that was stored before failback could be declared', () => {
  const [declared] = pairsWith('  preferred: first\n');

  it('has the defaults, so that declaring it again changes nothing', () => {
    const { failback, splitBrain, ...before } = declared ?? expect.fail('no pair');
    expect(storedPair.parse(before)).toEqual(declared);
    expect({ failback, splitBrain }).toEqual({
      failback: DEFAULT_POLICIES.failback,
      splitBrain: DEFAULT_POLICIES.splitBrain,
    });
  });

  it('is not taken for one whose failback is damaged', () => {
    const { failback: _, ...rest } = declared ?? expect.fail('no pair');
    expect(storedPair.safeParse({ ...rest, failback: { policy: 'gated' } }).success).toBe(false);
  });
});

it('looks for what was meant only where it is shown: a file of unknown zones costs no more than its first hundred', () => {
  const search = vi.spyOn(Intl, 'supportedValuesOf');
  const windows = Array.from({ length: 14 }, () => '{timeZone: Nowhere}').join(', ');
  const pairs = Array.from({ length: 20 }, () => `  - failback: {windows: [${windows}]}`).join('\n');
  expect(parseEstate(`pairs:\n${pairs}\n`)).toMatchObject({ ok: false, omitted: expect.any(Number) });
  expect(search.mock.calls.length).toBeGreaterThan(0);
  expect(search.mock.calls.length).toBeLessThanOrEqual(MAX_ERRORS);
  search.mockRestore();
});
