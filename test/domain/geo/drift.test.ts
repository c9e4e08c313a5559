import { describe, expect, it } from 'vitest';
import { driftOf, type GeoDrift } from '#domain/geo/drift.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { listsOf, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { ALONE_1, asExpected, EXAMPLE, PAIR_1, PAIR_2, pairOf, read } from './member-samples.ts';

/** `change` is what `unit` has otherwise than it is to be. */
const driftWith = (
  member: GeoMember,
  unit: MemberUnit,
  change: (right: GeoSeen) => Partial<GeoSeen>,
  members: readonly GeoMember[] = EXAMPLE,
): GeoDrift => {
  const expected = listsOf(members, member);
  const seen = (each: UnitExpected): GeoSeen => {
    const right = asExpected(each);
    return each.unit === unit ? { ...right, ...change(right) } : right;
  };
  return driftOf(member, expected, Object.fromEntries(expected.map((each) => [each.unit, read(seen(each))])));
};

const said = ({ findings }: GeoDrift): readonly string[] =>
  findings.map(({ code, unit = 'both', names }) => [code, unit, ...names].join(' '));

const clusterAt = (address: string) => ({ address, type: 'remoteLM' as const });
const STANDBY = '172.24.1.6';

describe('how a member differs from what is declared', () => {
  it.each<[string, GeoMember, MemberUnit, (right: GeoSeen) => Partial<GeoSeen>, readonly string[], number]>([
    ['nothing', PAIR_1, 'first', () => ({}), [], 0],
    [
      'order, repetitions',
      PAIR_1,
      'first',
      ({ access, partners }) => ({
        access: [...access, ...access].toReversed(),
        partners: [...partners, ...partners],
      }),
      [],
      0,
    ],
    [
      'missing',
      PAIR_1,
      'first',
      ({ access, partners }) => ({ access: access.slice(1), partners: partners.slice(2) }),
      ['access-missing first 172.24.1.10', 'partners-missing first 172.24.1.10 172.24.1.7'],
      2,
    ],
    [
      'too much',
      PAIR_1,
      'second',
      ({ partners }) => ({ partners: [...partners, '10.9.9.9', '10.1.1.1', '10.9.9.9'] }),
      ['partners-extra second 10.1.1.1 10.9.9.9'],
      1,
    ],
    [
      'its own pair among its partners',
      PAIR_1,
      'first',
      ({ partners }) => ({ partners: [...partners, '172.24.1.5', STANDBY] }),
      ['partners-extra first 172.24.1.5 172.24.1.6'],
      1,
    ],
    [
      'the own standby in the access list, which is no stranger',
      PAIR_1,
      'first',
      ({ access }) => ({ access: [...access, STANDBY, '10.1.1.1'] }),
      ['own-standby-in-access first 172.24.1.6', 'access-extra first 10.1.1.1'],
      1,
    ],
    [
      'the own standby is the first unit where the second is the master',
      PAIR_2,
      'second',
      ({ access }) => ({ access: [...access, '172.24.1.7'] }),
      ['own-standby-in-access second 172.24.1.7'],
      1,
    ],
    [
      'any access list of the unit that is not the master',
      PAIR_1,
      'second',
      () => ({ access: [STANDBY] }),
      [],
      0,
    ],
    [
      'a standalone',
      ALONE_1,
      'standalone',
      () => ({ access: [] }),
      [expect.stringMatching(/^access-missing standalone/)],
      1,
    ],
    [
      'a partner that is not up',
      PAIR_1,
      'first',
      ({ partners }) => ({
        partnerStatus: partners.map((address, at) => ({
          address,
          status: ['Down', 'UP', 'Unknown'][at] ?? 'Up',
        })),
      }),
      ['partner-down first 172.24.1.10 172.24.1.8'],
      0,
    ],
    [
      'a partner that is down, while the list is not right',
      PAIR_1,
      'first',
      ({ partners }) => ({
        partners: partners.slice(1),
        partnerStatus: partners.map((address) => ({ address, status: 'Down' })),
      }),
      ['partners-missing first 172.24.1.10'],
      1,
    ],
    [
      'one that is down and is no partner, and partners of which nothing is said',
      PAIR_1,
      'first',
      () => ({ partnerStatus: [{ address: '10.1.1.1', status: 'Down' }] }),
      [],
      0,
    ],
    [
      'GEO switched off: lists are judged, the rest is not',
      PAIR_1,
      'first',
      ({ access }) => ({ enabled: false, access: access.slice(1), clusters: [], partnerStatus: [] }),
      ['access-missing first 172.24.1.10', 'geo-off first'],
      1,
    ],
    [
      'a GEO cluster that is missing',
      PAIR_1,
      'second',
      ({ clusters }) => ({ clusters: clusters.slice(1) }),
      ['cluster-missing second 172.24.1.6'],
      0,
    ],
    [
      'a GEO cluster of another type',
      PAIR_1,
      'first',
      ({ clusters: [, ...more] }) => ({
        clusters: [{ address: '172.24.1.5', name: 'a', type: 'localLM' }, ...more],
      }),
      ['cluster-type first 172.24.1.5'],
      0,
    ],
    [
      'GEO clusters that nobody asked for',
      PAIR_1,
      'first',
      ({ clusters }) => ({ clusters: [...clusters, { address: '10.1.1.1', type: 'default' }] }),
      [],
      0,
    ],
    [
      "a GEO cluster on the other unit's address",
      PAIR_1,
      'first',
      ({ clusters }) => ({ clusters: [...clusters, clusterAt(STANDBY)] }),
      ['address-not-swapped first 172.24.1.6'],
      0,
    ],
    [
      "a name that leads to the other unit's address",
      PAIR_1,
      'second',
      ({ mapped }) => ({ mapped: [...mapped, '172.24.1.5'] }),
      ['address-not-swapped second 172.24.1.5'],
      0,
    ],
  ])('%s', (_, member, unit, change, findings, listsWrong) => {
    const drift = driftWith(member, unit, change);
    expect(said(drift)).toEqual(findings);
    expect(drift.listsWrong).toBe(listsWrong);
  });

  it('says which lists of which units are wrong', () => {
    expect(driftWith(PAIR_1, 'first', () => ({ access: [], partners: [] })).wrong).toEqual({
      first: ['access', 'partners'],
    });
    expect(driftWith(PAIR_1, 'second', () => ({ partners: [] })).wrong).toEqual({ second: ['partners'] });
    expect(driftWith(PAIR_1, 'second', () => ({})).wrong).toEqual({});
  });

  it('IPv6 may be written in any way', () => {
    const pair = pairOf('six', 'FD00::0005', 'fd00:0:0::6');
    const drift = driftWith(
      pair,
      'first',
      ({ access }) => ({
        access: access.map((address) => address.replace('fd00::', 'FD00:0000:0::00').toUpperCase()),
        clusters: [{ address: 'FD00::0:0005', type: 'default' }, clusterAt('172.24.1.5')],
        mapped: ['FD00:0::6'],
      }),
      [pair, PAIR_1],
    );
    expect(said(drift)).toEqual(['cluster-type first fd00::5', 'address-not-swapped first fd00::6']);
  });

  it('the own standby is known by its public address as well', () => {
    const { units, ...rest } = PAIR_1;
    const second = { ...units.second, publicAddress: '52.1.1.1' };
    const pair = { ...rest, units: { ...units, second } };
    const drift = driftWith(pair, 'first', ({ access }) => ({ access: [...access, '52.1.1.1'] }), [
      pair,
      PAIR_2,
    ]);
    expect(said(drift)).toEqual(['own-standby-in-access first 52.1.1.1']);
  });

  it('a pair without a master is judged by its partners alone', () => {
    const pair = pairOf('pair-1', '172.24.1.5', STANDBY, 'none');
    const drift = driftWith(pair, 'second', () => ({ access: [STANDBY], partners: [] }), [pair, ALONE_1]);
    expect(said(drift)).toEqual(['no-master both pair-1', 'partners-missing second 172.24.1.9']);
    expect(drift.listsWrong).toBe(1);
  });

  it('a unit that did not answer is not judged; the other one is', () => {
    const expected = listsOf(EXAMPLE, PAIR_1);
    const drift = driftOf(PAIR_1, expected, {
      first: { kind: 'unread', code: 'loadmaster-unreachable' },
      second: read({ ...asExpected(expected[1] as UnitExpected), partners: [] }),
    });
    expect(said(drift)).toEqual([
      'unread first',
      'partners-missing second 172.24.1.10 172.24.1.7 172.24.1.8 172.24.1.9',
    ]);
    expect(drift.wrong).toEqual({ second: ['partners'] });
    expect(said(driftOf(PAIR_1, expected, {}))).toEqual(['unread first', 'unread second']);
  });

  it('speaks of the unit by its name, and not of hundreds of addresses', () => {
    const { findings } = driftWith(ALONE_1, 'standalone', ({ partners }) => ({
      access: [],
      partners: partners.slice(1),
    }));
    expect(findings.map(({ words }) => words)).toEqual([
      'alone-1 lacks 172.24.1.10, 172.24.1.5, 172.24.1.6, 172.24.1.7 and 2 more in Remote GEO LoadMaster Access',
      'alone-1 lacks 172.24.1.10 in GEO LoadMaster Partners',
    ]);
    const [unswapped] = driftWith(PAIR_1, 'first', () => ({ mapped: [STANDBY] })).findings;
    expect(unswapped).toMatchObject({ memberId: 'pair-1', unit: 'first' });
    expect(unswapped?.words).toMatch(/^pair-1 first leads a GEO cluster or a name to 172\.24\.1\.6, /);
  });
});
