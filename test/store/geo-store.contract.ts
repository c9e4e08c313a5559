import { describe, expect, it } from 'vitest';
import type { GeoStore, PairStore } from '#control/ports.ts';
import type { Estate, Pair, Standalone } from '#domain/estate/estate.ts';
import { briefly, type GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoReport, GeoTurns, MemberReport } from '#domain/geo/geo-report.ts';
import { instance, OTHER_REGION, pairOf, REGION, standaloneOf } from './declarations.ts';
import { type Claimant, testVersionedClaims } from './versioned-claims.contract.ts';

export interface GeoStoresUnderTest {
  /** A GEO store and a pair store on what they have in common. */
  readonly make: () => GeoStores | Promise<GeoStores>;
}

export interface GeoStores {
  readonly geo: GeoStore;
  readonly pairs: PairStore;
}

export const reportOf = (version: number, changes: Partial<GeoReport> = {}): GeoReport => ({
  schemaVersion: 1,
  region: REGION,
  version,
  at: 1_000,
  incomplete: [],
  members: {},
  ended: {},
  requests: [],
  ...changes,
});

export const turnsOf = (version: number, changes: Partial<GeoTurns> = {}): GeoTurns => ({
  schemaVersion: 1,
  version,
  region: REGION,
  clusters: {},
  ...changes,
});

/** With everything that a finding and a member can have. */
const FINDINGS: readonly GeoFinding[] = [
  {
    code: 'access-missing',
    memberId: 'lm-1',
    unit: 'first',
    names: ['10.0.0.9'],
    words: 'the access list lacks 10.0.0.9',
    remedy: 'sync it',
  },
  { code: 'region-missing', unit: 'standalone', names: [], words: 'w', remedy: 'r' },
];

const FULL_MEMBER: MemberReport = {
  kind: 'pair',
  cluster: 'geo',
  state: 'halted',
  since: 5,
  expected: 'd1ge57',
  findings: briefly(FINDINGS),
  listsWrong: 3,
  waits: 'its window opens at 02:00',
  wantsTurn: true,
  operation: 'syncing GEO lists: first',
  last: {
    orderId: 'geo/3',
    cluster: 'geo',
    end: 'given-up',
    because: ['geo-lists-not-set'],
    startedAt: 1,
    endedAt: 4,
    roleChanges: 1,
    failovers: 1,
    set: ['second'],
    backups: { second: 'backups/lm-1/second' },
  },
  job: {
    id: 'geo/4',
    job: { kind: 'set-geo-lists', lists: { access: ['10.0.0.4'], partners: [] } },
    askedAt: 6,
    repeatedAt: 7,
    attempt: 2,
  },
  failure: { at: 6, code: 'geo-list-too-long' },
  events: [{ at: 6, by: 'ann', what: 'asked for' }],
};

const FULL_REPORT = reportOf(1, {
  incomplete: FINDINGS,
  // An id that objects have as well.
  members: { constructor: FULL_MEMBER, 'lm-2': { ...FULL_MEMBER, findings: [] } },
  ended: { geo: { number: 3, end: 'not-begun', at: 4 } },
  requests: [{ id: 'q-1', members: ['lm-1'], by: 'ann', why: 'a new pair', at: 3 }],
});

const TURN = { number: 4, pairId: 'lm-1', region: REGION, grantedAt: 5, notAfter: 50 };
const FULL_TURNS = turnsOf(1, {
  clusters: { geo: TURN, shop: { ...TURN, takenBack: { at: 60, by: 'ann', why: 'it is gone' } } },
  passedOver: { [REGION]: 60 },
});

const GEO = { geoCluster: 'geo' } as const;

const estateOf = (pairs: readonly Pair[], standalones: readonly Standalone[] = []): Estate => ({
  pairs,
  standalones,
});

const MEMBERS = [pairOf(1, { ...GEO, geoMaster: 'second' }), pairOf(2, GEO)] as const;
const ABROAD = pairOf(9, { ...GEO, region: OTHER_REGION });
const PUBLIC = { ...standaloneOf(50), ...GEO, publicAddress: '203.0.113.50' };
const ESTATE = estateOf([...MEMBERS, pairOf(3), ABROAD], [standaloneOf(51), PUBLIC]);

const addresses = (number: number) => ({ instanceId: instance(number), address: `10.0.0.${number}` });

const DECLARED = {
  schemaVersion: 1,
  region: REGION,
  version: 1,
  members: [
    {
      kind: 'pair',
      id: 'lm-1',
      region: REGION,
      cluster: 'geo',
      master: 'second',
      units: { first: addresses(2), second: addresses(3) },
    },
    {
      kind: 'pair',
      id: 'lm-2',
      region: REGION,
      cluster: 'geo',
      units: { first: addresses(4), second: addresses(5) },
    },
    {
      kind: 'standalone',
      id: 'alone-50',
      region: REGION,
      cluster: 'geo',
      unit: { ...addresses(50), publicAddress: '203.0.113.50' },
    },
  ],
  regions: [REGION, OTHER_REGION],
} as const;

const testReading = ({ make }: GeoStoresUnderTest): void => {
  describe('reading GEO', () => {
    it('has nothing at first', async () => {
      const { geo } = await make();
      expect(await geo.readGeo()).toEqual({ declarations: [], reports: [], damaged: [] });
    });

    it('gives back everything that was written', async () => {
      const { geo, pairs } = await make();
      await pairs.writeEstate(REGION, ESTATE);
      await geo.claimReport(FULL_REPORT);
      await geo.claimTurns(FULL_TURNS);
      expect(await geo.readGeo()).toEqual({
        declarations: [DECLARED],
        reports: [FULL_REPORT],
        turns: FULL_TURNS,
        damaged: [],
      });
    });

    it('gives what each region wrote, in the order of the regions', async () => {
      const { geo, pairs } = await make();
      for (const region of [OTHER_REGION, REGION]) {
        await geo.claimReport(reportOf(1, { region }));
        await pairs.writeEstate(region, ESTATE);
      }
      const { declarations, reports } = await geo.readGeo();
      for (const all of [declarations, reports])
        expect(all.map(({ region }) => region)).toEqual([REGION, OTHER_REGION]);
    });
  });
};

const changes: readonly { readonly what: string; readonly estate: Estate }[] = [
  { what: 'a member more', estate: { ...ESTATE, pairs: [...ESTATE.pairs, pairOf(4, GEO)] } },
  { what: 'a member less', estate: { ...ESTATE, standalones: [] } },
  {
    what: 'another master',
    estate: { ...ESTATE, pairs: [pairOf(1, { ...GEO, geoMaster: 'first' }), pairOf(2, GEO)] },
  },
  { what: 'another cluster', estate: { ...ESTATE, pairs: [MEMBERS[0], pairOf(2, { geoCluster: 'other' })] } },
  {
    what: 'another address',
    estate: { ...ESTATE, standalones: [{ ...PUBLIC, publicAddress: '203.0.113.51' }] },
  },
  { what: 'a region less', estate: { ...ESTATE, pairs: MEMBERS } },
];

const testDeclarations = ({ make }: GeoStoresUnderTest): void => {
  describe('what a region declares about GEO', () => {
    const declared = async ({ geo }: GeoStores) => (await geo.readGeo()).declarations;

    it('is its own members and every region that has some', async () => {
      const stores = await make();
      expect(await stores.pairs.writeEstate(REGION, ESTATE)).toMatchObject({ geoChanged: true });
      expect(await declared(stores)).toEqual([DECLARED]);
    });

    it('stays as it is where the estate does, or changes in something else', async () => {
      const stores = await make();
      await stores.pairs.writeEstate(REGION, ESTATE);
      expect((await stores.pairs.writeEstate(REGION, ESTATE)).geoChanged).toBe(false);
      const [first, second] = MEMBERS;
      const other = estateOf([{ ...first, mode: 'enforce' }, second, ABROAD], [PUBLIC]);
      expect(await stores.pairs.writeEstate(REGION, other)).toMatchObject({
        changed: ['lm-1'],
        geoChanged: false,
      });
      expect(await declared(stores)).toEqual([DECLARED]);
    });

    it.each(changes)('has its next version with $what', async ({ estate }) => {
      const stores = await make();
      await stores.pairs.writeEstate(REGION, ESTATE);
      expect((await stores.pairs.writeEstate(REGION, estate)).geoChanged).toBe(true);
      const [now] = await declared(stores);
      expect(now).toMatchObject({ region: REGION, version: 2 });
      expect({ ...now, version: 1 }).not.toEqual(DECLARED);
    });

    it('is nothing where it has no member, whoever else has', async () => {
      const stores = await make();
      const elsewhere = estateOf([pairOf(3), ABROAD], [standaloneOf(51)]);
      expect((await stores.pairs.writeEstate(REGION, elsewhere)).geoChanged).toBe(false);
      expect(await declared(stores)).toEqual([]);
    });

    it('is that it has no member any more, once the last has gone', async () => {
      const stores = await make();
      await stores.pairs.writeEstate(REGION, ESTATE);
      const without = estateOf([pairOf(3)]);
      expect((await stores.pairs.writeEstate(REGION, without)).geoChanged).toBe(true);
      const left = { schemaVersion: 1, region: REGION, version: 2, members: [], regions: [REGION] };
      expect(await declared(stores)).toEqual([left]);
      expect((await stores.pairs.writeEstate(REGION, without)).geoChanged).toBe(false);
      expect(await declared(stores)).toEqual([left]);
    });

    it('is no other region’s concern', async () => {
      const stores = await make();
      await stores.pairs.writeEstate(REGION, ESTATE);
      await stores.pairs.writeEstate(OTHER_REGION, ESTATE);
      await stores.pairs.writeEstate(OTHER_REGION, { ...ESTATE, pairs: [ABROAD] });
      await stores.pairs.writeEstate(OTHER_REGION, estateOf([]));
      const all = await declared(stores);
      expect(all[0]).toEqual(DECLARED);
      expect(all[1]).toMatchObject({ region: OTHER_REGION, version: 2, members: [] });
    });

    it.each([{ before: 0 }, { before: 1 }])(
      'has a version for each of three that are declared at once after version $before',
      async ({ before }) => {
        const stores = await make();
        if (before > 0) await stores.pairs.writeEstate(REGION, ESTATE);
        const estates = [5, 6, 7].map((number) => estateOf([...ESTATE.pairs, pairOf(number, GEO)]));
        const written = await Promise.all(estates.map((estate) => stores.pairs.writeEstate(REGION, estate)));
        expect(written.map(({ geoChanged }) => geoChanged)).toEqual([true, true, true]);
        expect((await declared(stores))[0]?.version).toBe(before + 3);
      },
    );
  });
};

const REPORT: Claimant<GeoStores, GeoReport> = {
  what: 'a region’s report',
  build: (version, mark = 0) => reportOf(version, { at: mark }),
  claim: ({ geo }, report) => geo.claimReport(report),
  read: async ({ geo }) => (await geo.readGeo()).reports[0],
};

const TURNS: Claimant<GeoStores, GeoTurns> = {
  what: 'the turns',
  build: (version, mark = 0) => turnsOf(version, { region: String(mark) }),
  claim: ({ geo }, turns) => geo.claimTurns(turns),
  read: async ({ geo }) => (await geo.readGeo()).turns,
};

const testClaims = ({ make }: GeoStoresUnderTest): void => {
  testVersionedClaims(make, REPORT);
  testVersionedClaims(make, TURNS);

  it('keeps the claims of two regions, of the turns and of what is declared apart', async () => {
    const stores = await make();
    await stores.pairs.writeEstate(REGION, ESTATE);
    await stores.geo.claimReport(reportOf(1));
    await stores.geo.claimReport(reportOf(1, { region: OTHER_REGION }));
    await stores.geo.claimReport(reportOf(2, { region: OTHER_REGION }));
    await stores.geo.claimTurns(turnsOf(1));
    const { declarations, reports, turns } = await stores.geo.readGeo();
    expect([...declarations, ...reports, turns].map((one) => one?.version)).toEqual([1, 1, 2, 1]);
  });
};

/** What a GeoStore promises, whatever it is made of, and what a PairStore declares to it. */
export const testGeoStore = (stores: GeoStoresUnderTest): void => {
  testReading(stores);
  testDeclarations(stores);
  testClaims(stores);
};
