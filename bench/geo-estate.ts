import { driftOf } from '#domain/geo/drift.ts';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { allLists, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { Reading } from '#domain/pair/seen.ts';

/* Estates of a benchmark, and what their regions reported. */

const REGIONS = ['ap-south-1', 'eu-west-1', 'eu-west-3', 'us-east-1', 'us-west-2'] as const;

/** A pair in region after region, and in cluster after cluster; each third with IPv6, each fifth with public addresses. */
export const geoPair = (at: number, clusters: number): GeoMember => {
  const network = at % REGIONS.length;
  const unit = (host: number) => {
    const n = 2 * Math.floor(at / REGIONS.length) + host;
    return {
      instanceId: `i-${at}-${host}`,
      address: at % 3 === 0 ? `FD00:0:0:${network}::0${(n + 1).toString(16)}` : `10.${network}.0.${n}`,
      ...(at % 5 === 0 ? { publicAddress: `52.${network}.0.${n}` } : {}),
    };
  };
  return {
    kind: 'pair',
    id: `pair-${at}`,
    region: REGIONS[network] ?? '',
    cluster: `cluster-${Math.floor(at / REGIONS.length) % clusters}`,
    master: at % 2 === 0 ? 'first' : 'second',
    units: { first: unit(0), second: unit(1) },
  };
};

const nothingSet: Reading<GeoSeen> = {
  kind: 'read',
  value: { enabled: true, access: [], partners: [], partnerStatus: [], clusters: [], mapped: [] },
};

const reportOn = (member: GeoMember, expected: readonly UnitExpected[]): MemberReport => {
  const { findings, listsWrong } = driftOf(member, expected, { first: nothingSet, second: nothingSet });
  return {
    kind: member.kind,
    cluster: member.cluster,
    state: 'drifted',
    since: 0,
    expected: expectedDigest(expected),
    findings: briefly(findings),
    listsWrong,
    wantsTurn: true,
  };
};

/** Reports of regions all of whose units have empty lists: there is as much to plan as there can be. */
export const emptyReports = (members: readonly GeoMember[]): readonly GeoReport[] => {
  const lists = [...allLists(members)];
  return REGIONS.map((region) => ({
    schemaVersion: 1,
    region,
    version: 1,
    at: 0,
    incomplete: [],
    members: Object.fromEntries(
      lists
        .filter(([member]) => member.region === region)
        .map(([member, expected]) => [member.id, reportOn(member, expected)]),
    ),
    ended: {},
    requests: [],
  }));
};
