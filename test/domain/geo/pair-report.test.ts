import { describe, expect, it } from 'vitest';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoResult } from '#domain/geo/operation.ts';
import { type PairSight, reportPair, waitsFor } from '#domain/geo/pair-report.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { upgradeIn } from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  DRIFTED,
  EARLIER,
  finding,
  halted,
  memberIn,
  PAIR,
  RIGHT,
  requestOf,
  resultOf,
  stateOf,
  UNREAD,
  waiting,
  working,
} from './report-samples.ts';

const OPEN = { kind: 'open', closesAt: NOW + MINUTE_MS } as const;
const CLOSED = { kind: 'closed', opensAt: NOW + MINUTE_MS, opensWords: 'Sat 02:00 Europe/Dublin' } as const;

const sightOf = (more: Partial<PairSight> = {}): PairSight => ({
  id: PAIR.id,
  cluster: 'shop',
  expected: 'digest',
  drift: DRIFTED,
  before: undefined,
  requests: [],
  frozen: false,
  now: NOW,
  pair: PAIR,
  state: stateOf(),
  window: OPEN,
  ...more,
});

/** Without a key, rather than with `undefined`. */
const without = <K extends 'drift' | 'expected'>(sight: PairSight, key: K): PairSight => {
  const { [key]: _, ...rest } = sight;
  return rest as unknown as PairSight;
};

const { geoMaster: _, ...MASTERLESS } = PAIR;
const heldUntil = (until: number): Partial<PairState> => ({
  hold: { by: 'bob', why: 'change 4711', placedAt: EARLIER, until },
});
const lastWas = (end: GeoResult['end'], minutesAgo: number): PairState =>
  stateOf({ geo: { last: resultOf(end, NOW - minutesAgo * MINUTE_MS) } });
const asked = (at: number) => ({ requests: [requestOf([PAIR.id], at)] });

const TOO_SOON = (end: string): string =>
  `the next try, 30 min after the last, which ended ${end} (not-steady)`;
const NO_WINDOW = 'somebody to ask for it: it has no geoWindows (POST /geo/sync)';

describe('what a drifted pair waits for', () => {
  it.each<[string, Partial<PairSight>, string | undefined]>([
    ['nothing within its window', {}, undefined],
    ['its mode', { pair: { ...PAIR, mode: 'observe' } }, 'its mode, which is observe: nothing is done to it'],
    ['its master', { pair: MASTERLESS }, 'its geoMaster to be declared'],
    ['a hold', { state: stateOf(heldUntil(NOW + 1)) }, 'the end of a hold by bob'],
    ['no hold that is over', { state: stateOf(heldUntil(NOW)) }, undefined],
    ['a freeze', { frozen: true }, 'the freeze of the region to be lifted'],
    [
      'the end of a change of firmware',
      { state: stateOf({ operation: upgradeIn('installing') }) },
      'the end of what else is being done to it',
    ],
    ['its window', { window: CLOSED }, 'its window, which opens Sat 02:00 Europe/Dublin'],
    ['an operator, without windows', { window: undefined }, NO_WINDOW],
    ['no window, when asked for', { window: CLOSED, ...asked(EARLIER) }, undefined],
    ['no window to be declared, when asked for', { window: undefined, ...asked(EARLIER) }, undefined],
    ['nothing that nobody has looked at', { state: undefined }, undefined],
    ['no next try after a success', { state: lastWas('done', 0) }, undefined],
    ['no next try after an urgent drain', { state: lastWas('interrupted', 0) }, undefined],
    ['the next try after a refusal', { state: lastWas('refused', 29) }, TOO_SOON('refused')],
    ['the next try after giving up', { state: lastWas('given-up', 29) }, TOO_SOON('given-up')],
    ['the next try after an abort', { state: lastWas('aborted', 29) }, TOO_SOON('aborted')],
    ['no next try after half an hour', { state: lastWas('refused', 30) }, undefined],
    ['no next try, when asked for since', { state: lastWas('refused', 5), ...asked(NOW) }, undefined],
    [
      'the next try, when asked for before',
      { state: lastWas('refused', 5), ...asked(NOW - 5 * MINUTE_MS) },
      TOO_SOON('refused'),
    ],
  ])('%s', (_name, more, expected) => {
    const sight = sightOf(more);
    expect(waitsFor(sight)).toBe(expected);
    const report = reportPair(sight);
    expect(report?.waits).toBe(expected);
    expect(report).toMatchObject({ state: 'drifted', wantsTurn: expected === undefined });
  });

  it('a whole, before anything else', () => {
    const everything = { pair: { ...MASTERLESS, mode: 'observe' as const }, frozen: true, window: CLOSED };
    const sight = without(sightOf({ ...everything, before: waiting(EARLIER) }), 'drift');
    const report = reportPair(without(sight, 'expected'));
    expect(report).toMatchObject({
      waits: 'the declarations of all regions to make a whole',
      wantsTurn: false,
    });
  });

  it('what is in the way for longest is said first', () => {
    const everything = {
      pair: { ...MASTERLESS, mode: 'observe' as const },
      state: { ...lastWas('refused', 1), ...heldUntil(NOW + 1) },
      frozen: true,
      window: CLOSED,
    };
    const said: (string | undefined)[] = [waitsFor(sightOf(everything))];
    said.push(waitsFor(sightOf({ ...everything, pair: MASTERLESS })));
    said.push(waitsFor(sightOf({ ...everything, pair: PAIR })));
    said.push(waitsFor(sightOf({ ...everything, pair: PAIR, state: lastWas('refused', 1) })));
    said.push(waitsFor(sightOf({ window: CLOSED, state: lastWas('refused', 1) })));
    expect(said.map((words) => words?.split(' ').slice(0, 3).join(' '))).toEqual([
      'its mode, which',
      'its geoMaster to',
      'the end of',
      'the freeze of',
      'its window, which',
    ]);
  });
});

describe('how a pair is', () => {
  it.each<[string, PairSight['drift'], Partial<MemberReport>]>([
    ['right', RIGHT, { state: 'right', listsWrong: 0, findings: [], wantsTurn: false }],
    [
      'right, with what setting lists does not mend',
      { ...RIGHT, findings: [finding('partner-down')] },
      { state: 'right', listsWrong: 0, wantsTurn: false },
    ],
    ['drifted', DRIFTED, { state: 'drifted', listsWrong: 1, wantsTurn: true }],
    [
      'unread, although another unit’s list is wrong',
      UNREAD,
      { state: 'unread', listsWrong: 1, wantsTurn: false },
    ],
  ])('%s', (_name, drift, expected) => {
    const report = reportPair(sightOf(drift === undefined ? {} : { drift }));
    expect(report).toMatchObject({
      kind: 'pair',
      cluster: 'shop',
      since: NOW,
      expected: 'digest',
      ...expected,
    });
    expect(report).not.toHaveProperty('waits');
    expect(report).not.toHaveProperty('operation');
    expect(report).not.toHaveProperty('last');
  });

  it('is told briefly: no remedy, and no id that the report has already', () => {
    expect(reportPair(sightOf())?.findings).toEqual([
      {
        code: 'partners-missing',
        unit: 'first',
        names: ['10.0.0.7'],
        words: 'pair-1 first: partners-missing',
      },
    ]);
  });

  it('is not known before its lists were read', () => {
    expect(reportPair(without(sightOf(), 'drift'))).toBeUndefined();
  });

  it('stays as it was where it was not asked', () => {
    const before = waiting(EARLIER, { expected: 'older' });
    expect(reportPair(without(sightOf({ before }), 'drift'))).toEqual(before);
    const right = memberIn('right');
    expect(reportPair(without(sightOf({ before: right, window: CLOSED }), 'drift'))).toEqual(right);
  });

  it('is judged by what was expected when it was asked, not by what is expected now', () => {
    const before = memberIn('right', { expected: 'older' });
    expect(reportPair(without(sightOf({ before }), 'drift'))?.expected).toBe('older');
    expect(reportPair(sightOf({ before }))?.expected).toBe('digest');
  });

  it.each<[MemberReport['state'], PairSight['drift'], number]>([
    ['drifted', DRIFTED, EARLIER],
    ['right', DRIFTED, NOW],
    ['unread', DRIFTED, NOW],
    ['right', RIGHT, EARLIER],
    ['drifted', RIGHT, NOW],
  ])('has been so since it changed: %s before', (state, drift, since) => {
    const sight = sightOf({ before: memberIn(state), ...(drift === undefined ? {} : { drift }) });
    expect(reportPair(sight)?.since).toBe(since);
  });

  it('keeps its place among those who wait while its lists are wrong otherwise', () => {
    const other = { ...DRIFTED, findings: [finding('access-extra')], listsWrong: 2 };
    const report = reportPair(sightOf({ before: waiting(EARLIER), drift: other }));
    expect(report).toMatchObject({ since: EARLIER, listsWrong: 2, findings: [{ code: 'access-extra' }] });
  });
});

describe('a pair whose lists are being set', () => {
  const before = waiting(EARLIER, { findings: [{ code: 'partners-missing', names: [], words: 'x' }] });

  it.each<[MemberReport['state'], PairState['operation'], string]>([
    ['syncing', working('geo/shop/4'), 'GEO lists: setting first'],
    ['halted', halted('geo/shop/4'), 'halted: partner-lost'],
  ])('is %s, whatever it was read as', (state, operation, words) => {
    const report = reportPair(sightOf({ before, drift: RIGHT, state: stateOf({ operation }) }));
    expect(report).toEqual({
      kind: 'pair',
      cluster: 'shop',
      state,
      since: NOW,
      // Looked at as soon as it has ended.
      expected: '',
      findings: before.findings,
      listsWrong: 1,
      wantsTurn: false,
      operation: words,
    });
  });

  it('is so although nobody has read its lists, and where nobody knows what they are to be', () => {
    const state = stateOf({ operation: working('geo/shop/4') });
    const report = reportPair(without(without(sightOf({ state }), 'drift'), 'expected'));
    expect(report).toMatchObject({ state: 'syncing', findings: [], listsWrong: 0, since: NOW });
  });

  it('has been so since it began', () => {
    const state = stateOf({ operation: working('geo/shop/4') });
    expect(reportPair(sightOf({ before: memberIn('syncing'), state }))?.since).toBe(EARLIER);
    expect(reportPair(sightOf({ before: memberIn('halted'), state }))?.since).toBe(NOW);
  });

  it.each(['syncing', 'halted'] as const)(
    'is not known to be right when it has ended: %s before',
    (state) => {
      const ended = { before: memberIn(state, { expected: '', listsWrong: 1 }), state: lastWas('done', 0) };
      expect(reportPair(without(sightOf(ended), 'drift'))).toMatchObject({
        state: 'drifted',
        since: NOW,
        expected: '',
        last: { end: 'done' },
      });
      expect(reportPair(sightOf({ ...ended, drift: RIGHT }))).toMatchObject({
        state: 'right',
        expected: 'digest',
        last: { end: 'done' },
      });
    },
  );

  it('is not one that something else is being done to', () => {
    const operation = {
      ...halted('x'),
      operation: { kind: 'switching' },
    } as unknown as PairState['operation'];
    expect(reportPair(sightOf({ state: stateOf({ operation }) }))?.state).toBe('drifted');
  });
});
