import { describe, expect, it } from 'vitest';
import { decideTurns, isPassedOver, isTurnOver, noTurns } from '#domain/geo/decide-turns.ts';
import type { GeoReport, GeoTurn, GeoTurns } from '#domain/geo/geo-report.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { DUBLIN, OHIO, PARIS } from './member-samples.ts';
import { memberIn, reportOf, TURN, turnsOf, waiting } from './report-samples.ts';

const NOBODY: ReadonlySet<string> = new Set();
const FIRST = noTurns(DUBLIN);

const ended = (number: number, end: 'done' | 'not-begun' | 'refused' = 'done') => ({
  ended: { shop: { number, end, at: NOW } },
});

/** Whose turn it becomes, by cluster; `same` where nothing was given. */
const given = (turns: GeoTurns, reports: readonly GeoReport[], busy = NOBODY): string => {
  const next = decideTurns(turns, reports, busy, NOW);
  if (next === turns) return 'same';
  return Object.entries(next.clusters)
    .filter(([cluster, turn]) => turns.clusters[cluster] !== turn)
    .map(([cluster, { pairId, region, number }]) => `${cluster}: ${number} ${pairId} in ${region}`)
    .join('; ');
};

describe('who gets the turn of a cluster', () => {
  it.each<[string, readonly GeoReport[], string]>([
    ['nobody, where nothing was reported', [], 'same'],
    ['nobody, where nobody wants it', [reportOf(DUBLIN, { a: memberIn('drifted') })], 'same'],
    ['who wants it', [reportOf(DUBLIN, { a: waiting(5) })], `shop: 1 a in ${DUBLIN}`],
    [
      'who has waited longest, whatever the region',
      [reportOf(DUBLIN, { a: waiting(5) }), reportOf(PARIS, { b: waiting(4), c: waiting(6) })],
      `shop: 1 b in ${PARIS}`,
    ],
    [
      'of those who have waited equally long the first by id',
      [reportOf(DUBLIN, { b: waiting(5), c: waiting(5) }), reportOf(PARIS, { a: waiting(5) })],
      `shop: 1 a in ${PARIS}`,
    ],
    [
      'nobody who has waited longer and does not want it',
      [reportOf(DUBLIN, { a: memberIn('drifted', { since: 1 }), b: waiting(5) })],
      `shop: 1 b in ${DUBLIN}`,
    ],
    [
      'one of each cluster',
      [reportOf(DUBLIN, { a: waiting(5), b: waiting(4, { cluster: 'bank' }) })],
      `bank: 1 b in ${DUBLIN}; shop: 1 a in ${DUBLIN}`,
    ],
  ])('is %s', (_, reports, expected) => {
    expect(given(FIRST, reports)).toBe(expected);
  });

  it('is told when it was given, and until when it may begin', () => {
    expect(decideTurns(FIRST, [reportOf(PARIS, { a: waiting(5) })], NOBODY, NOW)).toEqual({
      ...FIRST,
      clusters: {
        shop: { number: 1, pairId: 'a', region: PARIS, grantedAt: NOW, notAfter: NOW + 15 * MINUTE_MS },
      },
    });
  });
});

describe('a cluster in which somebody is under way', () => {
  it.each(['syncing', 'halted'] as const)('gives no turn while a pair is %s, wherever', (state) => {
    const wants = reportOf(DUBLIN, { a: waiting(1) });
    expect(given(FIRST, [wants, reportOf(PARIS, { b: memberIn(state) })])).toBe('same');
    const elsewhere = reportOf(PARIS, { b: memberIn(state, { cluster: 'bank' }) });
    expect(given(FIRST, [wants, elsewhere])).toBe(`shop: 1 a in ${DUBLIN}`);
  });

  it.each(['draining', 'switching', 'upgrading', 'halted'] as const)(
    'gives no turn while a pair is %s otherwise, wherever',
    (busyWith) => {
      const wants = reportOf(DUBLIN, { a: waiting(1) });
      expect(given(FIRST, [wants, reportOf(PARIS, { b: memberIn('right', { busyWith }) })])).toBe('same');
    },
  );

  it('does not wait for standalones', () => {
    const alone = memberIn('syncing', { kind: 'standalone' });
    expect(given(FIRST, [reportOf(DUBLIN, { a: waiting(1), alone })])).toBe(`shop: 1 a in ${DUBLIN}`);
  });

  it('gives no turn while a rollout has a pair of it, and others do', () => {
    const wants = reportOf(DUBLIN, { a: waiting(1), b: waiting(1, { cluster: 'bank' }) });
    expect(given(FIRST, [wants], new Set(['shop']))).toBe(`bank: 1 b in ${DUBLIN}`);
    expect(given(FIRST, [wants], new Set(['shop', 'bank']))).toBe('same');
  });
});

describe('the next turn', () => {
  const turns = turnsOf({ shop: TURN });
  const wants = { b: waiting(5) };

  it.each<[string, GeoTurn, readonly GeoReport[], string]>([
    ['waits while its region says nothing of the last', TURN, [reportOf(DUBLIN, wants)], 'same'],
    ['waits for a region that has said nothing at all', TURN, [reportOf(PARIS, wants)], 'same'],
    ['waits where the end is one of an earlier turn', TURN, [reportOf(DUBLIN, wants, ended(3))], 'same'],
    [
      'does not believe another region about the end',
      TURN,
      [reportOf(PARIS, {}, ended(4)), reportOf(DUBLIN, wants)],
      'same',
    ],
    ['comes when the last is done', TURN, [reportOf(DUBLIN, wants, ended(4))], `shop: 5 b in ${DUBLIN}`],
    [
      'comes when the last was refused',
      TURN,
      [reportOf(DUBLIN, wants, ended(4, 'refused'))],
      `shop: 5 b in ${DUBLIN}`,
    ],
    [
      'comes when the last was not begun',
      TURN,
      [reportOf(DUBLIN, wants, ended(4, 'not-begun'))],
      `shop: 5 b in ${DUBLIN}`,
    ],
    [
      'comes when the last was taken back',
      { ...TURN, takenBack: { at: NOW, by: 'ada', why: 'Dublin is gone' } },
      [reportOf(PARIS, wants)],
      `shop: 5 b in ${PARIS}`,
    ],
    [
      'waits for another pair under way although the last has ended',
      TURN,
      [reportOf(DUBLIN, wants, ended(4)), reportOf(PARIS, { c: memberIn('halted') })],
      'same',
    ],
  ])('%s', (_, turn, reports, expected) => {
    expect(given(turnsOf({ shop: turn }), reports)).toBe(expected);
  });

  it('leaves those of other clusters as they are', () => {
    const both = turnsOf({ shop: TURN, bank: { ...TURN, number: 9 } });
    const next = decideTurns(both, [reportOf(DUBLIN, wants, ended(4))], NOBODY, NOW);
    expect(next.clusters.bank).toBe(both.clusters.bank);
    expect(next).toMatchObject({ version: 8, clusters: { shop: { number: 5 } } });
  });

  it('is not of a region that was passed over and has not reported since', () => {
    const over = turnsOf({}, { passedOver: { [OHIO]: NOW } });
    const gone = reportOf(OHIO, { far: waiting(1) }, { at: NOW });
    const near = reportOf(DUBLIN, wants);
    expect(given(over, [gone])).toBe('same');
    expect(given(over, [gone, near])).toBe(`shop: 1 b in ${DUBLIN}`);
    expect(given(over, [{ ...gone, at: NOW + 1 }, near])).toBe(`shop: 1 far in ${OHIO}`);
  });

  it('knows no cluster by a name that every object has', () => {
    const odd = reportOf(DUBLIN, { b: waiting(5, { cluster: 'constructor' }) });
    expect(given(turns, [odd])).toBe(`constructor: 1 b in ${DUBLIN}`);
    const odder = { ...TURN, region: DUBLIN };
    expect(isTurnOver(odder, 'constructor', [reportOf(DUBLIN, {})])).toBe(false);
    expect(isPassedOver({ passedOver: {} }, { region: 'constructor', at: 0 })).toBe(false);
  });
});
