import { lookAtMembers, type MemberToAsk, readRecords } from '#control/geo/look-at-members.ts';
import type { GeoRecord, LoadMasters, RegionRecord, UnitJobs } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { membersIn } from '#domain/geo/declaration.ts';
import type { GeoDrift } from '#domain/geo/drift.ts';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { reportOfRegion } from '#domain/geo/find-report.ts';
import type { GeoReport, GeoRequest } from '#domain/geo/geo-report.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import { geoUnderWay } from '#domain/geo/interrupt.ts';
import { allLists, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { MemberSight, PairSight } from '#domain/geo/pair-report.ts';
import type { RegionSight } from '#domain/geo/region-report.ts';
import { isDueForLook } from '#domain/geo/rotation.ts';
import type { StandaloneSight } from '#domain/geo/standalone-report.ts';
import { type Topology, topologyOf } from '#domain/geo/topology.ts';
import { ownEntry } from '#domain/own-entry.ts';
import type { EpochMs } from '#domain/time.ts';

export interface GeoObservers {
  readonly loadMasters: Pick<LoadMasters, 'readGeo'>;
  readonly jobs: Pick<UnitJobs, 'readJobs'>;
}

/** One pass over a region's members. */
export interface GeoPass {
  readonly region: string;
  readonly record: RegionRecord;
  readonly geo: GeoRecord;
  /** The schedule has it look, and not an event: members whose minute has come are asked. */
  readonly isSweep: boolean;
  readonly now: EpochMs;
}

/**
 * So many members are asked in one pass: their units are asked by one call to the gateway, which has less than half a
 * minute for it. The others have their turn at the next.
 */
export const ASKED_AT_ONCE = 20;

const DECLARED = 'DECLARED#';

export const topologyIn = (region: string, { declarations, damaged }: GeoRecord): Topology =>
  topologyOf(region, {
    declarations,
    damagedRegions: damaged.flatMap((key) => (key.startsWith(DECLARED) ? [key.slice(DECLARED.length)] : [])),
  });

/** What is expected of each of the region's own members; empty where the declarations do not make a whole. */
export const expectedIn = (region: string, topology: Topology): ReadonlyMap<string, MemberToAsk> => {
  if (topology.kind === 'incomplete') return new Map();
  const own = [...allLists(topology.members)].filter(([member]) => member.region === region);
  return new Map(own.map(([member, expected]) => [member.id, { member, expected }]));
};

/** What operators of any region asked for a member, oldest first. */
export const requestsFor = (id: string, reports: readonly GeoReport[]): readonly GeoRequest[] =>
  reports
    .flatMap(({ requests }) => requests)
    .filter(({ members }) => members.includes(id))
    .toSorted((one, other) => one.at - other.at);

/** The lists that are wrong, as they are to be. */
const listsToSet = (
  [expected]: readonly UnitExpected[],
  drift: GeoDrift | undefined,
): Partial<GeoLists> | undefined => {
  const wrong = drift?.wrong.standalone;
  if (expected === undefined || wrong === undefined) return undefined;
  return {
    ...(wrong.includes('access') && expected.access !== undefined ? { access: expected.access } : {}),
    ...(wrong.includes('partners') ? { partners: expected.partners } : {}),
  };
};

/** The orders that pairs of the region work on, by pair. What such a pair has just now is not judged. */
const orderUnderWay = ({ pairs }: RegionRecord): ReadonlyMap<string, string> =>
  new Map(
    pairs.flatMap(({ pair, state }): (readonly [string, string])[] => {
      const op = state && geoUnderWay(state);
      return op === undefined ? [] : [[pair.id, op.order.id]];
    }),
  );

/** Reads whatever a decision about the region's members rests on. */
export const seeRegion = async (observers: GeoObservers, pass: GeoPass): Promise<RegionSight> => {
  const { region, record, geo, isSweep, now } = pass;
  const { declarations, reports, turns } = geo;
  const topology = topologyIn(region, geo);
  const expected = expectedIn(region, topology);
  const before = reportOfRegion(reports, region);
  // Where the declaration is damaged, the region still knows whom it has.
  const own =
    declarations.find((declaration) => declaration.region === region)?.members ??
    membersIn({ pairs: record.pairs.map(({ pair }) => pair), standalones: record.standalones });
  const basis = (member: GeoMember): MemberSight => {
    const { id, cluster } = member;
    const toAsk = expected.get(id);
    return {
      id,
      cluster,
      ...(toAsk === undefined ? {} : { expected: expectedDigest(toAsk.expected) }),
      before: before && ownEntry(before.members, id),
      requests: requestsFor(id, reports),
      frozen: record.freeze !== undefined,
      now,
    };
  };
  const sights = own.map(basis);
  const withJobs = sights.flatMap(({ id, before: known }) => (known?.job === undefined ? [] : [id]));
  const working = orderUnderWay(record);
  const due = sights.flatMap(({ id, expected: digest, before: known, requests }) => {
    const toAsk = expected.get(id);
    if (toAsk === undefined || digest === undefined || working.has(id) || withJobs.includes(id)) return [];
    return isDueForLook(id, known, digest, requests, isSweep, now) ? [toAsk] : [];
  });
  const [drifts, records] = await Promise.all([
    lookAtMembers(observers.loadMasters, due.slice(0, ASKED_AT_ONCE)),
    readRecords(observers.jobs, withJobs),
  ]);
  const sightOf = (sight: MemberSight): MemberSight => {
    const drift = drifts.get(sight.id);
    return drift === undefined ? sight : { ...sight, drift };
  };
  const pairs = await Promise.all(
    record.pairs.flatMap(({ pair, state }): Promise<PairSight>[] => {
      const sight = sights.find(({ id }) => id === pair.id);
      if (sight === undefined) return [];
      const { geoWindows } = pair;
      const windowNow =
        geoWindows === undefined ? Promise.resolve(undefined) : windowOnDemand(geoWindows, now);
      return [windowNow.then((window) => ({ ...sightOf(sight), pair, state, window }))];
    }),
  );
  const standalones = record.standalones.flatMap((standalone): StandaloneSight[] => {
    const sight = sights.find(({ id }) => id === standalone.id);
    if (sight === undefined) return [];
    const wrong = listsToSet(expected.get(sight.id)?.expected ?? [], drifts.get(sight.id));
    const job = records.get(sight.id);
    return [
      {
        ...sightOf(sight),
        standalone,
        ...(wrong === undefined ? {} : { wrong }),
        ...(job === undefined ? {} : { record: job }),
      },
    ];
  });
  const { damaged } = record;
  return { region, topology, reports, turns, pairs, standalones, working, damaged, now };
};
