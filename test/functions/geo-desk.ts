import { continueGeo } from '#control/geo/continue-geo.ts';
import type { Announcement, ApplianceRef, LoadMasters } from '#control/ports.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';
import { membersIn } from '#domain/geo/declaration.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { allLists } from '#domain/geo/lists.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { asExpected } from '../domain/geo/member-samples.ts';
import { type Desk, type DeskSetup, makeDesk } from './api-desk.ts';

export const HOME = 'eu-west-1';
export const ABROAD = 'us-east-1';
export const CLUSTER = 'shop';

/** What units have of GEO, by `pair-a first`. Who is not there does not answer. */
export type Units = Map<string, GeoSeen>;

const keyOf = ({ pairId, unit }: ApplianceRef): string => `${pairId} ${unit}`;

const moved = (pair: Pair, id: string, region: string, network: number, more: Partial<Pair> = {}): Pair => {
  const at = (unit: 'first' | 'second', last: number) => ({
    ...pair.units[unit],
    instanceId: `i-0000000000000${network}0${last}`,
    address: `10.${network}.0.${last}`,
    management: `https://10.${network}.0.${last}:8443`,
  });
  return { ...pair, id, region, units: { first: at('first', 1), second: at('second', 2) }, ...more };
};

export const aloneAt = (
  pair: Pair,
  id: string,
  network: number,
  more: Partial<Standalone> = {},
): Standalone => ({
  ...pair.units.first,
  id,
  region: HOME,
  instanceId: `i-0000000000000${network}99`,
  address: `10.${network}.0.99`,
  management: `https://10.${network}.0.99:8443`,
  mode: 'enforce',
  geoCluster: CLUSTER,
  ...more,
});

export interface GeoEstate {
  readonly pairs: readonly Pair[];
  readonly standalones: readonly Standalone[];
}

/** Two pairs at home, one abroad, and a standalone, all of one cluster. */
export const estateFor = (pair: Pair): GeoEstate => {
  const member = { geoCluster: CLUSTER, geoMaster: 'first' } as const;
  return {
    pairs: [
      { ...pair, ...member },
      moved(pair, 'pair-b', HOME, 20, member),
      moved(pair, 'far', ABROAD, 30, member),
    ],
    standalones: [aloneAt(pair, 'alone', 40)],
  };
};

/** Every unit as it is to be. */
export const rightUnits = (estate: GeoEstate): Units =>
  new Map(
    [...allLists(membersIn(estate))].flatMap(([{ id }, expected]) =>
      expected.map((each): [string, GeoSeen] => [`${id} ${each.unit}`, asExpected(each)]),
    ),
  );

const readGeoOf =
  (units: Units, asked: string[]): LoadMasters['readGeo'] =>
  async (refs) => {
    asked.push(refs.map(keyOf).join(', '));
    return refs.map((ref) => {
      const value = units.get(keyOf(ref));
      return value === undefined
        ? { kind: 'unread', code: 'loadmaster-unreachable' }
        : { kind: 'read', value };
    });
  };

export interface GeoTable extends Desk {
  /** What units have; a test changes it. */
  readonly seen: Units;
  /** Which units were asked, call by call. */
  readonly asked: string[];
  /** One pass of a region's `geo-sync`; what it published. */
  readonly sync: (region: string) => Promise<readonly Announcement[]>;
}

export interface GeoSetup extends DeskSetup {
  /** Declared by each region that it has members in, and as a whole. */
  readonly estate?: (pair: Pair) => GeoEstate;
  /** Regions that put the file; both where left out. */
  readonly declaredIn?: readonly string[];
}

/** A desk whose table has GEO members of two regions, each region's report included. */
export const makeGeoDesk = async (setup: GeoSetup = {}): Promise<GeoTable> => {
  const seen: Units = new Map();
  const asked: string[] = [];
  const readGeo = readGeoOf(seen, asked);
  const desk = await makeDesk({ wrapLoadMasters: (loadMasters) => ({ ...loadMasters, readGeo }), ...setup });
  const { pair, store, geo, rollouts, scheduler, published } = desk;
  const estate = (setup.estate ?? estateFor)(pair);
  const { declaredIn = [HOME, ABROAD] } = setup;
  for (const region of declaredIn) await store.writeEstate(region, estate);
  for (const [unit, value] of rightUnits(estate)) seen.set(unit, value);
  const jobs = {
    readJobs: async (refs: readonly ApplianceRef[]) =>
      refs.map(() => ({ kind: 'read', value: 'none' }) as const),
    begin: async () => ({ kind: 'done' }) as const,
  };
  const sync = async (region: string): Promise<readonly Announcement[]> => {
    const sent: Announcement[] = [];
    const clock = { now: () => scheduler.now(), sleep: async () => undefined };
    const bus = { publish: async (some: readonly Announcement[]) => void sent.push(...some) };
    const hands = { store, geo, rollouts, jobs, clock, bus };
    await continueGeo(
      hands,
      { loadMasters: { readGeo: readGeoOf(seen, []) }, jobs },
      { region, homeRegion: HOME },
      true,
    );
    return sent;
  };
  for (const region of declaredIn) await sync(region);
  published.splice(0);
  return { ...desk, seen, asked, sync };
};

/** Takes an address out of a list of a unit that has it. */
export const spoil = ({ seen }: GeoTable, unit: string, list: 'access' | 'partners' = 'partners'): void => {
  const value = seen.get(unit);
  if (value === undefined) throw new Error(`there is no ${unit}`);
  seen.set(unit, { ...value, [list]: value[list].slice(1) });
};

/** Lets a region look at all its members again, which takes the rotation an hour. */
export const drifted = async (desk: GeoTable, region: string = HOME): Promise<void> => {
  for (let minute = 0; minute < 61; minute++) {
    desk.scheduler.advance(MINUTE_MS);
    await desk.sync(region);
  }
};

export const reportOf = async ({ geo }: Desk, region: string): Promise<GeoReport> => {
  const { reports } = await geo.readGeo();
  const report = reports.find((one) => one.region === region);
  if (report === undefined) throw new Error(`${region} has not reported`);
  return report;
};

/** Gives a pair its cluster's turn, as the home region would. */
export const giveTurn = async (
  { geo, scheduler }: Desk,
  turn: { readonly pairId: string; readonly region: string },
): Promise<GeoTurns> => {
  const { turns } = await geo.readGeo();
  const now = scheduler.now();
  const number = (turns?.clusters[CLUSTER]?.number ?? 0) + 1;
  const next: GeoTurns = {
    schemaVersion: 1,
    region: HOME,
    version: (turns?.version ?? 0) + 1,
    clusters: { ...turns?.clusters, [CLUSTER]: { ...turn, number, grantedAt: now, notAfter: now + 900_000 } },
  };
  await geo.claimTurns(next);
  return next;
};
