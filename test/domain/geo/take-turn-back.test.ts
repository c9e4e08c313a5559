import { describe, expect, it } from 'vitest';
import { decideTurns, noTurns } from '#domain/geo/decide-turns.ts';
import type { GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import { outstandingTurn, takeBackToken, takeTurnBack } from '#domain/geo/take-turn-back.ts';
import { DUBLIN, OHIO } from './member-samples.ts';

const NOW = 1_000_000;
const NOBODY: ReadonlySet<string> = new Set();

const member = (state: MemberReport['state'], wantsTurn: boolean, cluster = 'shop'): MemberReport => ({
  kind: 'pair',
  cluster,
  state,
  since: 1,
  expected: '',
  findings: [],
  listsWrong: 1,
  wantsTurn,
});

const report = (region: string, at: number, members: GeoReport['members']): GeoReport => ({
  schemaVersion: 1,
  region,
  version: 3,
  at,
  incomplete: [],
  members,
  ended: {},
  requests: [],
});

const BACK = { at: NOW, by: 'ada', why: 'Ohio is gone' };
const TURN = { number: 4, pairId: 'far', region: OHIO, grantedAt: 1, notAfter: 2 };
const TURNS = { ...noTurns(DUBLIN), version: 8, clusters: { shop: TURN } };

const far = (state: MemberReport['state'], wantsTurn = false) =>
  report(OHIO, NOW - 1, { far: member(state, wantsTurn), other: member('drifted', true) });
const home = report(DUBLIN, NOW, { near: member('drifted', true) });

describe('a turn that was taken back', () => {
  it('is over: the next one is of who is heard of, and not of the region that is gone', () => {
    const reports = [home, far('syncing')];
    expect(decideTurns(TURNS, reports, NOBODY, NOW)).toBe(TURNS);
    const back = takeTurnBack(TURNS, 'shop', TURN, BACK);
    expect(back).toEqual({
      ...TURNS,
      version: 9,
      clusters: { shop: { ...TURN, takenBack: BACK } },
      passedOver: { [OHIO]: NOW },
    });
    const next = decideTurns(back, reports, NOBODY, NOW + 1);
    expect(next.clusters.shop).toMatchObject({ number: 5, pairId: 'near', region: DUBLIN });
    expect(next.clusters.shop).not.toHaveProperty('takenBack');
    // Also when that one has ended, whatever the region that is gone said last.
    const ended = { ...home, members: {}, ended: { shop: { number: 5, end: 'done', at: NOW } } } as const;
    expect(decideTurns(next, [ended, far('halted', true)], NOBODY, NOW + 2)).toBe(next);
  });

  it('leaves the turns of other clusters as they are', () => {
    const bank = { ...TURN, number: 1 };
    const turns = { ...TURNS, clusters: { shop: TURN, bank } };
    const back = takeTurnBack(turns, 'shop', TURN, BACK);
    expect(outstandingTurn(back, 'bank', [])).toBe(bank);
    const wants = report(DUBLIN, NOW, { near: member('drifted', true, 'bank') });
    expect(decideTurns(back, [wants], NOBODY, NOW + 1)).toBe(back);
  });

  it('is waited for again as soon as its region reports', () => {
    const back = takeTurnBack(TURNS, 'shop', TURN, BACK);
    const heard = { ...far('syncing'), at: NOW + 1 };
    expect(decideTurns(back, [home, heard], NOBODY, NOW + 2)).toBe(back);
  });

  it('does not bring those of another region back that was passed over', () => {
    const first = takeTurnBack(TURNS, 'shop', TURN, BACK);
    const again = takeTurnBack(first, 'shop', { ...TURN, region: DUBLIN }, { ...BACK, at: NOW + 5 });
    expect(again.passedOver).toEqual({ [OHIO]: NOW, [DUBLIN]: NOW + 5 });
  });
});

describe('the turn that is outstanding', () => {
  it('is none before the first, once it has ended, and once it was taken back', () => {
    expect(outstandingTurn(undefined, 'shop', [])).toBeUndefined();
    expect(outstandingTurn(TURNS, 'bank', [])).toBeUndefined();
    expect(outstandingTurn(TURNS, 'constructor', [])).toBeUndefined();
    expect(outstandingTurn(TURNS, 'shop', [far('syncing')])).toBe(TURN);
    const ended = { ...far('right'), ended: { shop: { number: 4, end: 'done', at: NOW } } } as const;
    expect(outstandingTurn(TURNS, 'shop', [ended])).toBeUndefined();
    expect(outstandingTurn(takeTurnBack(TURNS, 'shop', TURN, BACK), 'shop', [])).toBeUndefined();
  });

  it('has a token of its own, which is another once its region is heard of', () => {
    const tokens = [
      takeBackToken('shop', TURN, []),
      takeBackToken('shop', TURN, [far('syncing')]),
      takeBackToken('shop', TURN, [{ ...far('syncing'), version: 4 }]),
      takeBackToken('shop', { ...TURN, number: 5 }, [far('syncing')]),
      takeBackToken('bank', TURN, [far('syncing')]),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(Math.max(...tokens.map(({ length }) => length))).toBeLessThan(256);
  });
});
