import { describe, expect, it } from 'vitest';
import { driftOf } from '#domain/geo/drift.ts';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { changedMembers, listChanges } from '#domain/geo/list-changes.ts';
import { listsOf } from '#domain/geo/lists.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { planGeo } from '#domain/geo/plan-geo.ts';
import { listChangesWords, planGeoText } from '#domain/geo/plan-geo-text.ts';
import type { Topology } from '#domain/geo/topology.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  ALONE_1,
  ALONE_2,
  asExpected,
  DUBLIN,
  EXAMPLE,
  PAIR_1,
  PAIR_2,
  PARIS,
  pairOf,
  read,
  standaloneOf,
} from './member-samples.ts';

type Has = Partial<Record<MemberUnit, Partial<GeoSeen>>>;

/** What the region says of a member whose units have everything that is expected, but for what is said here. */
const reportOn = (members: readonly GeoMember[], member: GeoMember, has: Has = {}): MemberReport => {
  const expected = listsOf(members, member);
  const seen = expected.map((each) => [each.unit, read({ ...asExpected(each), ...has[each.unit] })]);
  const { findings, listsWrong } = driftOf(member, expected, Object.fromEntries(seen));
  return {
    kind: member.kind,
    cluster: member.cluster,
    state: listsWrong > 0 ? 'drifted' : 'right',
    since: NOW,
    expected: expectedDigest(expected),
    findings: briefly(findings),
    listsWrong,
    wantsTurn: false,
  };
};

const reportOf = (region: string, members: Readonly<Record<string, MemberReport>>): GeoReport => ({
  schemaVersion: 1,
  region,
  version: 1,
  at: NOW,
  incomplete: [],
  members,
  ended: {},
  requests: [],
});

const complete = (members: readonly GeoMember[]): Topology => ({ kind: 'complete', members });

const EMPTY = { access: [], partners: [] };

const planFor = (has: Readonly<Record<string, Has>>, members: readonly GeoMember[] = EXAMPLE) =>
  planGeo(complete(members), [
    reportOf(
      DUBLIN,
      Object.fromEntries(members.map((member) => [member.id, reportOn(members, member, has[member.id])])),
    ),
  ]);

const stepsIn = (plan: ReturnType<typeof planGeo>, id: string): readonly string[] =>
  plan.clusters
    .flatMap(({ pairs, standalones }) => [...pairs, ...standalones])
    .filter(({ member }) => member.id === id)
    .flatMap(({ steps }) =>
      steps.map((step) =>
        [step.kind, step.unit, 'list' in step ? step.list : undefined].filter(Boolean).join(' '),
      ),
    );

describe('the plan of GEO lists', () => {
  it('has the order of the manual: the master, its reboot, then the other unit', () => {
    const plan = planFor({ 'pair-2': { first: EMPTY, second: EMPTY } });
    expect(stepsIn(plan, 'pair-2')).toEqual([
      'backup second',
      'set-list second access',
      'set-list second partners',
      'hand-over second',
      'backup first',
      'set-list first partners',
    ]);
    expect(plan.totals).toEqual({ members: 1, units: 2, lists: 3, reboots: 1, roleChanges: 1 });
  });

  it.each<[string, Has, readonly string[], number]>([
    ['nothing is done to a pair that is right', {}, [], 0],
    [
      'a list that is right is left alone',
      { first: { partners: [] } },
      ['backup first', 'set-list first partners'],
      0,
    ],
    [
      'the master is rebooted, untouched, for the other unit to be set',
      { second: { partners: [] } },
      ['hand-over first', 'backup second', 'set-list second partners'],
      1,
    ],
  ])('%s', (_, has, steps, reboots) => {
    const plan = planFor({ 'pair-1': has });
    expect(stepsIn(plan, 'pair-1')).toEqual(steps);
    expect(plan.totals.reboots).toBe(reboots);
  });

  it('standalones are set without a reboot', () => {
    const plan = planFor({ 'alone-1': { standalone: EMPTY } });
    expect(stepsIn(plan, 'alone-1')).toEqual([
      'backup standalone',
      'set-list standalone access',
      'set-list standalone partners',
    ]);
    expect(plan.totals).toEqual({ members: 1, units: 1, lists: 2, reboots: 0, roleChanges: 0 });
  });

  it('carries each list as it will be', () => {
    const [cluster] = planFor({ 'pair-1': { first: { access: [] } } }).clusters;
    expect(cluster?.pairs[0]?.steps[1]).toEqual({
      kind: 'set-list',
      unit: 'first',
      list: 'access',
      addresses: ['172.24.1.10', '172.24.1.5', '172.24.1.7', '172.24.1.8', '172.24.1.9'],
      differs: [
        'pair-1 first lacks 172.24.1.10, 172.24.1.5, 172.24.1.7, 172.24.1.8 and 1 more in Remote GEO LoadMaster Access',
      ],
    });
  });

  it.each<[string, Partial<MemberReport> | undefined, string, string]>([
    ['was never looked at', undefined, 'unknown', `${DUBLIN} has not reported on it`],
    [
      'is being set',
      { state: 'syncing', operation: 'setting lists of first' },
      'under-way',
      'setting lists of first',
    ],
    [
      'is halted',
      { state: 'halted', operation: 'halted: geo-lists-not-set' },
      'stopped',
      'halted: geo-lists-not-set',
    ],
    [
      'was judged by other lists',
      { expected: 'another' },
      'unknown',
      'it was not looked at since something was done to it, or since what is expected of it changed',
    ],
    [
      'was not read',
      {
        state: 'unread',
        findings: [{ code: 'unread', unit: 'first', names: [], words: 'pair-1 first did not answer' }],
      },
      'unknown',
      'pair-1 first did not answer',
    ],
    [
      'has no master',
      { findings: [{ code: 'no-master', names: ['pair-1'], words: 'nobody knows the master' }] },
      'stopped',
      'nobody knows the master',
    ],
  ])('nothing is planned for a member that %s', (_, change, standing, why) => {
    const drifted = reportOn(EXAMPLE, PAIR_1, { first: EMPTY, second: EMPTY });
    const report = change === undefined ? {} : { 'pair-1': { ...drifted, ...change } };
    const [cluster] = planGeo(complete([PAIR_1, PAIR_2, ALONE_1, ALONE_2]), [
      reportOf(DUBLIN, report),
    ]).clusters;
    expect(cluster?.pairs[0]).toMatchObject({ standing, why, steps: [] });
    expect(cluster?.totals.lists).toBe(0);
  });

  it('nothing is planned for the members of a region that cannot judge them', () => {
    const finding = {
      code: 'region-missing',
      names: [PARIS],
      words: 'Paris is missing',
      remedy: 'declare it',
    } as const;
    const report = reportOf(DUBLIN, { 'pair-1': reportOn(EXAMPLE, PAIR_1, { first: EMPTY }) });
    const [cluster] = planGeo(complete(EXAMPLE), [{ ...report, incomplete: [finding] }]).clusters;
    expect(cluster?.pairs[0]).toMatchObject({
      standing: 'unknown',
      why: `${DUBLIN} cannot judge its members: Paris is missing`,
    });
  });

  it('nothing is planned at all where nobody knows who is in the clusters', () => {
    const finding = {
      code: 'region-missing',
      names: [PARIS],
      words: 'Paris is missing',
      remedy: 'declare it',
    } as const;
    const plan = planGeo({ kind: 'incomplete', findings: [finding] }, []);
    expect(plan).toMatchObject({ incomplete: [finding], clusters: [], totals: { lists: 0 } });
    expect(planGeoText(plan)).toMatchInlineSnapshot(`
      "GEO: nobody knows who is in the clusters, so nothing is judged and nothing is set
        region-missing: Paris is missing
        → declare it
      "
    `);
  });
});

describe('the plan in a terminal', () => {
  it('says for each cluster what is done, in which order, and what people have to see to', () => {
    const bank = standaloneOf('vault', '10.9.0.9', { cluster: 'bank' });
    const paris = pairOf('par-1', '10.1.0.5', '10.1.0.6', 'first', { region: PARIS });
    const masterless = pairOf('pair-3', '172.24.1.11', '172.24.1.12', 'none');
    const members = [...EXAMPLE, masterless, bank, paris];
    const said = (member: GeoMember, has: Has, more: Partial<MemberReport> = {}) => ({
      [member.id]: { ...reportOn(members, member, has), ...more },
    });
    const plan = planGeo(complete(members), [
      reportOf(DUBLIN, {
        ...said(PAIR_1, { first: EMPTY, second: { clusters: [] } }),
        ...said(PAIR_2, { second: { access: ['172.24.1.7'] }, first: EMPTY }, { waits: 'its window' }),
        ...said(masterless, {}),
        ...said(ALONE_1, {}),
        ...said(ALONE_2, { standalone: { partners: ['10.1.1.1'] } }),
        ...said(bank, {}),
      }),
    ]);
    const text = planGeoText(plan);
    expect(text).toMatchInlineSnapshot(`
      "GEO: 5 lists of 4 units to be set; 1 reboot, 1 role change

      cluster bank: no list is to be set
        =  right: vault

      cluster shop: 5 lists of 4 units to be set; 1 reboot, 1 role change
        1. pair-1 (eu-west-1)
           [ ] first, the master: make a backup
           [ ] first, the master: set Remote GEO LoadMaster Access to 9 addresses
               because pair-1 first lacks 10.1.0.5, 10.1.0.6, 172.24.1.10, 172.24.1.11 and 5 more in
                       Remote GEO LoadMaster Access
           [ ] first, the master: set GEO LoadMaster Partners to 8 addresses
               because pair-1 first lacks 10.1.0.5, 10.1.0.6, 172.24.1.10, 172.24.1.11 and 4 more in GEO
                       LoadMaster Partners
           cluster-missing: pair-1 second has no GEO cluster at 10.1.0.5, 172.24.1.6 and 172.24.1.8, the
           master address of a pair
        2. pair-2 (eu-west-1)
           waits for its window
           [ ] second, the master: make a backup
           [ ] second, the master: set Remote GEO LoadMaster Access to 9 addresses
               because pair-2 second has the other unit of its own pair, 172.24.1.7, in Remote GEO
                       LoadMaster Access, where it must not be
               because pair-2 second lacks 10.1.0.5, 10.1.0.6, 172.24.1.10, 172.24.1.11 and 5 more in
                       Remote GEO LoadMaster Access
           [ ] second, the master: reboot it; first becomes active
           [ ] first: make a backup
           [ ] first: set GEO LoadMaster Partners to 8 addresses
               because pair-2 first lacks 10.1.0.5, 10.1.0.6, 172.24.1.10, 172.24.1.11 and 4 more in GEO
                       LoadMaster Partners
        -  alone-2 (eu-west-1)
           [ ] make a backup
           [ ] set GEO LoadMaster Partners to 9 addresses
               because alone-2 lacks 10.1.0.5, 10.1.0.6, 172.24.1.11, 172.24.1.12 and 5 more in GEO
                       LoadMaster Partners
               because alone-2 has 10.1.1.1 in GEO LoadMaster Partners, and nobody in its cluster is found
                       there
        -  pair-3 (eu-west-1): stopped: nobody has declared which unit of pair-3 is its master, so nobody
           knows which unit carries the access list
        -  par-1 (eu-west-3): not known: eu-west-3 has not reported on it
        =  right: alone-1

      The pairs of a cluster take turns, one at a time over all regions; standalones wait for nobody and
      are not rebooted. Counted for pairs whose master is active; where the other unit is, the role may
      move once more.
      "
    `);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });

  it('says that nothing is to be done', () => {
    expect(planGeoText(planFor({}))).toMatchInlineSnapshot(`
      "GEO: no list is to be set

      cluster shop: no list is to be set
        =  right: alone-1, alone-2, pair-1 and pair-2
      "
    `);
    expect(planGeoText(planGeo(complete([]), []))).toBe('GEO: no member is declared\n');
  });
});

describe('what a change of the estate comes to', () => {
  const newcomer = pairOf('pair-3', '172.24.1.11', '172.24.1.12');
  const bank = [1, 2, 3].map((n) => standaloneOf(`bank-${n}`, `10.9.0.${n}`, { cluster: 'bank' }));

  it.each<[string, readonly GeoMember[], readonly GeoMember[], object]>([
    ['nothing, where nothing changes', [...EXAMPLE, ...bank], [...bank, ...EXAMPLE].toReversed(), {}],
    // Of the others three lists a pair and two a standalone; of the newcomer three.
    [
      'a pair more touches the lists of its own cluster',
      [...EXAMPLE, ...bank],
      [...EXAMPLE, newcomer, ...bank],
      { shop: { lists: 13, units: 8 } },
    ],
    [
      'a standalone less is taken out of the others, and left alone itself',
      [...EXAMPLE, ...bank],
      [PAIR_1, PAIR_2, ALONE_1, ...bank],
      { shop: { lists: 8, units: 5 } },
    ],
    [
      'a replaced unit has nothing in its lists, even at the same address',
      [PAIR_1, ALONE_1],
      [
        { ...PAIR_1, units: { ...PAIR_1.units, second: { instanceId: 'i-new', address: '172.24.1.6' } } },
        ALONE_1,
      ],
      { shop: { lists: 1, units: 1 } },
    ],
    [
      'a master declared gets an access list',
      [pairOf('pair-1', '172.24.1.5', '172.24.1.6', 'none'), ALONE_1],
      [PAIR_1, ALONE_1],
      { shop: { lists: 1, units: 1 } },
    ],
    [
      'a member of another cluster changes both',
      [PAIR_1, ALONE_1, ...bank],
      [PAIR_1, { ...ALONE_1, cluster: 'bank' }, ...bank],
      { shop: { lists: 3, units: 2 }, bank: { lists: 8, units: 4 } },
    ],
    [
      'an IPv6 address written otherwise changes nothing',
      [pairOf('six', 'fd00::5', 'fd00::6'), ALONE_1],
      [pairOf('six', 'FD00:0::5', 'fd00::6'), ALONE_1].map((member) =>
        member.kind === 'pair'
          ? {
              ...member,
              units: { ...member.units, first: { ...member.units.first, instanceId: 'i-fd00::5' } },
            }
          : member,
      ),
      {},
    ],
  ])('%s', (_, before, after, clusters) => {
    expect(listChanges(before, after).clusters).toEqual(clusters);
  });

  it('names the members, each once', () => {
    expect(changedMembers([...EXAMPLE, ...bank], [PAIR_1, PAIR_2, newcomer, ...bank])).toEqual([
      'pair-1',
      'pair-2',
      'pair-3',
    ]);
  });

  it('is said in a line', () => {
    expect(listChangesWords(listChanges(EXAMPLE, [...EXAMPLE, newcomer]))).toBe(
      '13 GEO lists of 8 units change, in cluster shop',
    );
    expect(listChangesWords(listChanges(EXAMPLE, EXAMPLE))).toBe('no GEO list changes');
    expect(listChangesWords(listChanges([], [ALONE_1, ...bank]))).toBe(
      '7 GEO lists of 4 units change, in clusters bank and shop',
    );
  });
});
