import type { GeoDriftReply, GeoPlanReply, GeoReply } from '#contracts/api/geo-replies.ts';
import { instantText } from '#contracts/api/views.ts';
import type { DriftLook, MemberDrift } from '#control/operator/geo-drift.ts';
import type { GeoStatus, MemberStatus, TurnStatus } from '#control/operator/geo-status.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { GeoPlan, MemberPlan } from '#domain/geo/plan-geo.ts';
import type { EpochMs } from '#domain/time.ts';

/* What is known of GEO, as the API shows it. */

type MemberReply = GeoReply['clusters'][number]['members'][number];

const withInstant = <T extends { readonly at: EpochMs }>({ at, ...rest }: T) => ({
  ...rest,
  at: instantText(at),
});

const lastView = ({ last }: MemberReport): Pick<MemberReply, 'last'> => {
  if (last === undefined) return {};
  const { orderId: _, cluster: __, startedAt, endedAt, ...rest } = last;
  return { last: { ...rest, startedAt: instantText(startedAt), endedAt: instantText(endedAt) } };
};

const memberView = ({ report, ...place }: MemberStatus): MemberReply => {
  if (report === undefined) return { ...place, findings: [], wantsTurn: false, events: [] };
  const { state, since, listsWrong, findings, waits, wantsTurn, busyWith, operation, failure } = report;
  return {
    ...place,
    state,
    since: instantText(since),
    listsWrong,
    findings,
    ...(waits === undefined ? {} : { waits }),
    wantsTurn,
    ...(busyWith === undefined ? {} : { busyWith }),
    ...(operation === undefined ? {} : { operation }),
    ...lastView(report),
    ...(failure === undefined ? {} : { failure: withInstant(failure) }),
    events: (report.events ?? []).map(withInstant),
  };
};

const turnView = (turn: TurnStatus): NonNullable<GeoReply['clusters'][number]['turn']> => {
  const { grantedAt, notAfter, ended, takenBack, ...rest } = turn;
  return {
    ...rest,
    grantedAt: instantText(grantedAt),
    notAfter: instantText(notAfter),
    ...(ended === undefined ? {} : { ended: { at: instantText(ended.at), end: ended.end } }),
    ...(takenBack === undefined ? {} : { takenBack: withInstant(takenBack) }),
  };
};

/** GEO over all regions, as one of them has it. */
export const geoView = ({ at, clusters, regions, requests, ...status }: GeoStatus): GeoReply => ({
  ...status,
  at: instantText(at),
  clusters: clusters.map(({ cluster, turn, members }) => ({
    cluster,
    ...(turn === undefined ? {} : { turn: turnView(turn) }),
    members: members.map(memberView),
  })),
  regions: regions.map(({ at: reportedAt, ...region }) => ({
    ...region,
    ...(reportedAt === undefined ? {} : { at: instantText(reportedAt) }),
  })),
  requests: requests.map(withInstant),
});

const placeOf = ({ id, region, kind }: GeoMember) => ({ id, region, kind });

const memberPlanView = ({ member, ...plan }: MemberPlan) => ({ ...placeOf(member), ...plan });

/** What is to be set where, in order. */
export const geoPlanView = ({ totals, clusters }: GeoPlan): GeoPlanReply => ({
  totals,
  clusters: clusters.map(({ pairs, standalones, ...cluster }) => ({
    ...cluster,
    pairs: pairs.map(memberPlanView),
    standalones: standalones.map(memberPlanView),
  })),
});

const driftView = ({ member, at, ...drift }: MemberDrift): GeoDriftReply['members'][number] => ({
  ...placeOf(member),
  cluster: member.cluster,
  ...drift,
  ...(at === undefined ? {} : { at: instantText(at) }),
});

/** How units differ from what is declared. */
export const geoDriftView = (region: string, { at, members, left }: DriftLook): GeoDriftReply => ({
  region,
  at: instantText(at),
  members: members.map(driftView),
  left,
});
