import { describe, expect, it } from 'vitest';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { allLists, listsOf } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { ALONE_1, ALONE_2, DUBLIN, EXAMPLE, OHIO, PAIR_1, PAIR_2, PARIS, pairOf } from './member-samples.ts';

/** As the manual prints a list: the last numbers of 172.24.1.x, in any order. */
const at = (...hosts: readonly number[]): readonly string[] =>
  hosts.map((host) => `172.24.1.${host}`).toSorted();

interface Lists {
  readonly access?: readonly string[];
  readonly partners: readonly string[];
}

const listsIn = (members: readonly GeoMember[], member: GeoMember): Readonly<Record<string, Lists>> =>
  Object.fromEntries(
    listsOf(members, member).map(({ unit, access, partners }) => [
      unit,
      { ...(access === undefined ? {} : { access }), partners },
    ]),
  );

describe("the manual's lists", () => {
  it.each<[string, readonly GeoMember[], GeoMember, Readonly<Record<string, Lists>>]>([
    [
      'section 5.4, pair 1, whose master is .5',
      EXAMPLE,
      PAIR_1,
      {
        first: { access: at(7, 8, 5, 9, 10), partners: at(7, 8, 9, 10) },
        second: { partners: at(7, 8, 9, 10) },
      },
    ],
    [
      'section 5.4, pair 2, whose master is .8',
      EXAMPLE,
      PAIR_2,
      {
        second: { access: at(8, 5, 6, 9, 10), partners: at(5, 6, 9, 10) },
        first: { partners: at(5, 6, 9, 10) },
      },
    ],
    [
      'section 5.4, standalone 1',
      EXAMPLE,
      ALONE_1,
      { standalone: { access: at(7, 8, 5, 6, 9, 10), partners: at(7, 8, 5, 6, 10) } },
    ],
    [
      'section 5.4, standalone 2',
      EXAMPLE,
      ALONE_2,
      { standalone: { access: at(7, 8, 5, 6, 9, 10), partners: at(7, 8, 5, 6, 9) } },
    ],
    [
      'sections 5.1 and 5.2, a pair next to another',
      [PAIR_1, PAIR_2],
      PAIR_1,
      { first: { access: at(5, 7, 8), partners: at(7, 8) }, second: { partners: at(7, 8) } },
    ],
    [
      'section 5.2, the other pair',
      [PAIR_1, PAIR_2],
      PAIR_2,
      { second: { access: at(8, 5, 6), partners: at(5, 6) }, first: { partners: at(5, 6) } },
    ],
    [
      'section 5.3, a pair next to a standalone',
      [PAIR_1, ALONE_1],
      PAIR_1,
      { first: { access: at(5, 9), partners: at(9) }, second: { partners: at(9) } },
    ],
    [
      'section 5.3, the standalone',
      [PAIR_1, ALONE_1],
      ALONE_1,
      { standalone: { access: at(9, 5, 6), partners: at(5, 6) } },
    ],
  ])('%s', (_, members, member, lists) => {
    expect(listsIn(members, member)).toEqual(lists);
  });

  it('a pair has its GEO cluster on the own address of each unit, every other pair on its master', () => {
    const clusters = (member: GeoMember) =>
      listsOf(EXAMPLE, member).map(({ unit, remoteClusters }) => [unit, remoteClusters]);
    expect(clusters(PAIR_1)).toEqual([
      ['first', at(5, 8)],
      ['second', at(6, 8)],
    ]);
    expect(clusters(PAIR_2)).toEqual([
      ['second', at(8, 5)],
      ['first', at(7, 5)],
    ]);
    expect(clusters(ALONE_1)).toEqual([['standalone', at(5, 8)]]);
  });
});

describe('what the manual leaves out', () => {
  it('without a master nobody has an access list or stands for the pair', () => {
    const pair = pairOf('pair-1', '172.24.1.5', '172.24.1.6', 'none');
    expect(listsIn([pair, PAIR_2], pair)).toEqual({
      first: { partners: at(7, 8) },
      second: { partners: at(7, 8) },
    });
    expect(listsOf([pair, ALONE_1], ALONE_1)[0]?.remoteClusters).toEqual([]);
  });

  it('who is alone in its cluster lets itself in and has no partner', () => {
    expect(listsIn([PAIR_1], PAIR_1)).toEqual({
      first: { access: at(5), partners: [] },
      second: { partners: [] },
    });
    expect(listsIn([ALONE_1], ALONE_1)).toEqual({ standalone: { access: at(9), partners: [] } });
  });

  it('from another region a unit is found by its public address, from its own never', () => {
    const there: GeoMember = {
      kind: 'pair',
      id: 'ohio-1',
      region: OHIO,
      cluster: 'shop',
      master: 'first',
      units: {
        first: { instanceId: 'i-1', address: 'FD00::0005', publicAddress: '2600:1F16::0005' },
        second: { instanceId: 'i-2', address: 'FD00::0006' },
      },
    };
    const here = pairOf('dub-1', '10.0.0.5', '10.0.0.6');
    expect(listsIn([there, here], here)).toMatchObject({
      first: { access: ['10.0.0.5', '2600:1f16::5', 'fd00::6'], partners: ['2600:1f16::5', 'fd00::6'] },
    });
    expect(listsOf([there, here], here)[0]?.remoteClusters).toEqual(['10.0.0.5', '2600:1f16::5']);
    expect(listsOf([there, here], there)).toMatchObject([
      { access: ['10.0.0.5', '10.0.0.6', 'fd00::5'], remoteClusters: ['10.0.0.5', 'fd00::5'] },
      {
        other: { address: 'fd00::5', anyhow: ['fd00::5', '2600:1f16::5'] },
        remoteClusters: ['10.0.0.5', 'fd00::6'],
      },
    ]);
  });

  it('two members of one id in two regions are two', () => {
    const [here, there] = [PARIS, DUBLIN].map((region, n) =>
      pairOf('a', `10.${n}.0.5`, `10.${n}.0.6`, 'first', { region }),
    ) as [GeoMember, GeoMember];
    expect(listsIn([here, there], here)).toMatchObject({ second: { partners: ['10.1.0.5', '10.1.0.6'] } });
  });

  it('what is expected is called otherwise when another pair gets another master', () => {
    const other = pairOf('pair-2', '172.24.1.7', '172.24.1.8', 'first');
    expect(listsIn([PAIR_1, other], PAIR_1)).toEqual(listsIn([PAIR_1, PAIR_2], PAIR_1));
    expect(expectedDigest(listsOf([PAIR_1, other], PAIR_1))).not.toBe(
      expectedDigest(listsOf([PAIR_1, PAIR_2], PAIR_1)),
    );
  });

  it('every member has the lists that it has by itself', () => {
    const all = allLists(EXAMPLE);
    expect([...all.keys()]).toEqual(EXAMPLE);
    for (const member of EXAMPLE) expect(all.get(member)).toEqual(listsOf(EXAMPLE, member));
  });
});
