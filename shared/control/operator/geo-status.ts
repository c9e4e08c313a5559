import { topologyIn } from '#control/geo/see-region.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import type { GeoRecord } from '#control/ports.ts';
import { isTurnOver } from '#domain/geo/decide-turns.ts';
import { endedIn, reportOfMember, reportOfRegion } from '#domain/geo/find-report.ts';
import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { EndedTurn, GeoRequest, GeoTurn, MemberReport } from '#domain/geo/geo-report.ts';
import { ownEntry } from '#domain/own-entry.ts';
import type { EpochMs } from '#domain/time.ts';

/** The last turn of a cluster. */
export interface TurnStatus extends GeoTurn {
  /** `outstanding`: its pair may be under way, and all others wait. */
  readonly state: 'outstanding' | 'ended' | 'taken-back';
  readonly ended?: EndedTurn;
}

export interface MemberStatus {
  readonly id: string;
  readonly region: string;
  readonly kind: MemberReport['kind'];
  /** Absent where its region has not reported on it. */
  readonly report?: MemberReport;
}

export interface ClusterStatus {
  readonly cluster: string;
  /** Absent before the first. */
  readonly turn?: TurnStatus;
  readonly members: readonly MemberStatus[];
}

export interface RegionStatus {
  readonly region: string;
  readonly isDeclared: boolean;
  /** When its report last changed; absent where it has none. */
  readonly at?: EpochMs;
  /** Why it judges nothing, as it has said. */
  readonly incomplete: readonly GeoFinding[];
}

/** GEO over all regions, as one region's replica of the table has it. */
export interface GeoStatus {
  readonly region: string;
  readonly homeRegion: string;
  readonly at: EpochMs;
  /** Why this region judges nothing, now. */
  readonly incomplete: readonly GeoFinding[];
  readonly clusters: readonly ClusterStatus[];
  readonly regions: readonly RegionStatus[];
  readonly requests: readonly (GeoRequest & Pick<RegionStatus, 'region'>)[];
  /** Sort keys of items that cannot be read. */
  readonly damaged: readonly string[];
}

interface Placed extends MemberStatus {
  readonly cluster: string;
}

/** Who is declared, and who is reported on without being declared any more, or by a declaration that cannot be read. */
const everybody = ({ declarations, reports }: GeoRecord): readonly Placed[] => {
  const declared = declarations.flatMap(({ members }) =>
    members.map(({ id, region, cluster, kind }): Placed => {
      const report = reportOfMember(reports, { region, id });
      return { id, region, cluster, kind, ...(report === undefined ? {} : { report }) };
    }),
  );
  const isDeclared = (region: string, id: string): boolean =>
    declared.some((one) => one.region === region && one.id === id);
  const others = reports.flatMap(({ region, members }) =>
    Object.entries(members)
      .filter(([id]) => !isDeclared(region, id))
      .map(([id, report]): Placed => ({ id, region, cluster: report.cluster, kind: report.kind, report })),
  );
  return [...declared, ...others];
};

const turnStatus = ({ turns, reports }: GeoRecord, cluster: string): TurnStatus | undefined => {
  const turn = turns && ownEntry(turns.clusters, cluster);
  if (turn === undefined) return undefined;
  if (turn.takenBack !== undefined) return { ...turn, state: 'taken-back' };
  if (!isTurnOver(turn, cluster, reports)) return { ...turn, state: 'outstanding' };
  const ended = endedIn(reports, turn.region, cluster);
  return { ...turn, state: 'ended', ...(ended === undefined ? {} : { ended }) };
};

const regionsOf = ({ declarations, reports }: GeoRecord): readonly RegionStatus[] => {
  const declared = new Set(declarations.map(({ region }) => region));
  const names = new Set([
    ...declarations.flatMap(({ region, regions }) => [region, ...regions]),
    ...reports.map(({ region }) => region),
  ]);
  return [...names].toSorted().map((region) => {
    const report = reportOfRegion(reports, region);
    return {
      region,
      isDeclared: declared.has(region),
      incomplete: report?.incomplete ?? [],
      ...(report === undefined ? {} : { at: report.at }),
    };
  });
};

/** Everything about GEO that the region's replica has. One Query; no unit is asked. */
export const readGeoStatus = async (context: OperatorContext): Promise<GeoStatus> => {
  const { region, homeRegion, geo, hands } = context;
  const record = await geo.readGeo();
  const topology = topologyIn(region, record);
  const clusters = [...Map.groupBy(everybody(record), ({ cluster }) => cluster)];
  return {
    region,
    homeRegion,
    at: hands.clock.now(),
    incomplete: topology.kind === 'incomplete' ? topology.findings : [],
    clusters: clusters
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([cluster, members]): ClusterStatus => {
        const turn = turnStatus(record, cluster);
        return {
          cluster,
          ...(turn === undefined ? {} : { turn }),
          members: members.map(({ cluster: _, ...member }) => member),
        };
      }),
    regions: regionsOf(record),
    requests: record.reports.flatMap((report) =>
      report.requests.map((request) => ({ ...request, region: report.region })),
    ),
    damaged: record.damaged,
  };
};
