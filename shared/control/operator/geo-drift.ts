import { lookAtMembers, type MemberToAsk } from '#control/geo/look-at-members.ts';
import { ASKED_AT_ONCE, expectedIn } from '#control/geo/see-region.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { wholeOf } from '#control/operator/geo-whole.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { GeoRecord } from '#control/ports.ts';
import type { GeoDrift } from '#domain/geo/drift.ts';
import { reportOfMember, reportOfRegion } from '#domain/geo/find-report.ts';
import type { BriefFinding, GeoFinding } from '#domain/geo/geo-finding.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { stateByDrift } from '#domain/geo/pair-report.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** How a member differs from what is declared: as seen now, or as its region last said. */
export interface MemberDrift {
  readonly member: GeoMember;
  /** `nothing`: its region has not reported on it. */
  readonly by: 'look' | 'report' | 'nothing';
  /** When that was seen; of a report, when it last changed. */
  readonly at?: EpochMs;
  readonly state?: MemberReport['state'];
  readonly listsWrong?: number;
  /** Whole by a look; a report has the first few of them, and no remedies. */
  readonly findings: readonly (BriefFinding & Partial<Pick<GeoFinding, 'remedy'>>)[];
}

export interface DriftLook {
  readonly at: EpochMs;
  readonly members: readonly MemberDrift[];
  /** Own members that there was no time for, as last reported. */
  readonly left: readonly string[];
}

/** API Gateway waits 30 s for an answer, the function is given 29, and one look at a group takes up to 25 of them. */
const ANSWERS_WITHIN_MS: DurationMs = 25 * SECOND_MS;

const bySight = (
  member: GeoMember,
  { findings, listsWrong, ...drift }: GeoDrift,
  at: EpochMs,
): MemberDrift => {
  const state = stateByDrift({ findings, listsWrong, ...drift });
  return { member, by: 'look', at, state, listsWrong, findings };
};

const byReport = (member: GeoMember, { reports }: GeoRecord): MemberDrift => {
  const report = reportOfRegion(reports, member.region);
  const said = reportOfMember(reports, member);
  if (report === undefined || said === undefined) return { member, by: 'nothing', findings: [] };
  const { state, listsWrong, findings } = said;
  return { member, by: 'report', at: report.at, state, listsWrong, findings };
};

/**
 * In groups, one after the other, because the units of a group are asked at once. One more is begun only if it would be
 * over in time, were it as slow as the slowest so far.
 */
const lookInTime = async (
  { hands, observers }: OperatorContext,
  toAsk: readonly MemberToAsk[],
): Promise<ReadonlyMap<string, MemberDrift>> => {
  const { clock } = hands;
  const seen = new Map<string, MemberDrift>();
  const startedAt = clock.now();
  let slowestMs = 0;
  for (let from = 0; from < toAsk.length; from += ASKED_AT_ONCE) {
    const begunAt = clock.now();
    if (begunAt - startedAt + slowestMs > ANSWERS_WITHIN_MS) break;
    const group = toAsk.slice(from, from + ASKED_AT_ONCE);
    const drifts = await lookAtMembers(observers.loadMasters, group);
    slowestMs = Math.max(slowestMs, clock.now() - begunAt);
    for (const { member } of group) {
      const drift = drifts.get(member.id);
      if (drift !== undefined) seen.set(member.id, bySight(member, drift, begunAt));
    }
  }
  return seen;
};

/**
 * How the members of a cluster, or of all of the region's, differ from what is declared. The region's own are looked at
 * now; what is of other regions is as they reported it. Writes nothing. Throws OperatorRefusal `geo-incomplete`,
 * `unknown-cluster`, or `cluster-needed` where the region has more members of its own than are looked at at once.
 */
export const lookForDrift = async (
  context: OperatorContext,
  cluster: string | undefined,
): Promise<DriftLook> => {
  const { region, geo, hands } = context;
  const record = await geo.readGeo();
  const members = wholeOf(region, record, cluster);
  const expected = expectedIn(region, { kind: 'complete', members });
  if (cluster === undefined && expected.size > ASKED_AT_ONCE) {
    const message = `${region} has ${expected.size} GEO members of its own, and ${ASKED_AT_ONCE} are looked at at once: name a cluster`;
    throw new OperatorRefusal('cluster-needed', message);
  }
  const seen = await lookInTime(context, [...expected.values()]);
  return {
    at: hands.clock.now(),
    members: members.map(
      (member) => (member.region === region ? seen.get(member.id) : undefined) ?? byReport(member, record),
    ),
    left: [...expected.keys()].filter((id) => !seen.has(id)),
  };
};
