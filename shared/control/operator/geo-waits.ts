import { requestsFor } from '#control/geo/see-region.ts';
import type { GeoRecord, RegionRecord } from '#control/ports.ts';
import { reportOfMember, reportOfRegion } from '#domain/geo/find-report.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { type MemberSight, waitsFor as pairWaitsFor, WHOLE } from '#domain/geo/pair-report.ts';
import { waitsFor as standaloneWaitsFor } from '#domain/geo/standalone-report.ts';
import { outstandingTurn } from '#domain/geo/take-turn-back.ts';
import type { EpochMs } from '#domain/time.ts';

/** What a member that an operator asked for waits for. */
export interface MemberWaits {
  readonly id: string;
  readonly region: string;
  readonly kind: GeoMember['kind'];
  /** As its region reported it last. */
  readonly state?: MemberReport['state'];
  /** Absent where nothing is in the way, and where nothing is to be done. */
  readonly waits?: string;
}

const turnWords = ({ id, region, cluster }: GeoMember, { turns, reports }: GeoRecord): string | undefined => {
  const turn = outstandingTurn(turns, cluster, reports);
  if (turn === undefined) return `its turn in ${cluster}`;
  if (turn.pairId === id && turn.region === region) return undefined;
  return `its turn in ${cluster}, which ${turn.pairId} (${turn.region}) has`;
};

/** What stands in the way in its own region, where anything does. */
const inTheWay = (
  { kind, id }: GeoMember,
  sight: MemberSight,
  { pairs, standalones }: RegionRecord,
): string | undefined => {
  const notHere = 'what its region has declared of it to arrive here';
  if (kind === 'standalone') {
    const standalone = standalones.find((one) => one.id === id);
    return standalone === undefined ? notHere : standaloneWaitsFor({ ...sight, standalone });
  }
  const record = pairs.find(({ pair }) => pair.id === id);
  // No window holds up what was asked for.
  return record === undefined
    ? notHere
    : pairWaitsFor({ ...sight, pair: record.pair, state: record.state, window: undefined });
};

const ofState = (state: MemberReport['state'] | undefined): string | undefined => {
  if (state === undefined) return 'its region to look at it';
  if (state === 'unread') return 'its units to be read';
  return state === 'halted' ? 'somebody to resume or abort what has halted' : undefined;
};

/** `geo` has the request in it already; `region`: the member's own, as this region's replica has it. */
export const waitsOf = (
  member: GeoMember,
  geo: GeoRecord,
  region: RegionRecord,
  now: EpochMs,
): MemberWaits => {
  const { id, kind, cluster } = member;
  const report = reportOfRegion(geo.reports, member.region);
  const said = reportOfMember(geo.reports, member);
  const sight: MemberSight = {
    id,
    cluster,
    // The declarations make a whole as seen from here; what its own region says of that comes first.
    ...(report === undefined || report.incomplete.length === 0 ? { expected: 'known' } : {}),
    before: said,
    requests: requestsFor(id, geo.reports),
    frozen: region.freeze !== undefined,
    now,
  };
  const isDrifted = said?.state === 'drifted';
  const drifted = isDrifted
    ? (inTheWay(member, sight, region) ?? (kind === 'pair' ? turnWords(member, geo) : undefined))
    : undefined;
  const waits = sight.expected === undefined ? WHOLE : (ofState(said?.state) ?? drifted);
  return {
    id,
    region: member.region,
    kind,
    ...(said === undefined ? {} : { state: said.state }),
    ...(waits === undefined ? {} : { waits }),
  };
};
