import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { planFor } from '#control/operator/geo-plan.ts';
import { type MemberWaits, waitsOf } from '#control/operator/geo-waits.ts';
import { wholeIn, wholeOf } from '#control/operator/geo-whole.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { untilClaimed } from '#control/operator/until-claimed.ts';
import type { GeoRecord } from '#control/ports.ts';
import { reportOfRegion } from '#domain/geo/find-report.ts';
import type { GeoReport, GeoRequest } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { GeoPlan } from '#domain/geo/plan-geo.ts';
import { newReport } from '#domain/geo/region-report.ts';

export interface GeoSyncWish extends Asked {
  /** Identity of the request: asking again under the same one is asking once. */
  readonly requestId: string;
  /** Either a cluster, or members by id. */
  readonly meant: { readonly cluster: string } | { readonly members: readonly string[] };
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface GeoSyncAnswer {
  readonly kind: 'requested' | 'dry-run' | 'already-handled';
  readonly members: readonly MemberWaits[];
  readonly plan: GeoPlan;
}

/** The id is no member's: it says whether it is declared at all. */
const refuseUnknown = async ({ hands, region }: OperatorContext, id: string): Promise<never> => {
  const { pairs, standalones } = await hands.store.readRegion(region);
  const isDeclared = pairs.some(({ pair }) => pair.id === id) || standalones.some((one) => one.id === id);
  if (isDeclared)
    throw new OperatorRefusal('not-in-geo-cluster', `${id} is declared to be in no GEO cluster`);
  const message = `${id} is in no GEO cluster that ${region} has members in`;
  throw new OperatorRefusal('unknown-member', message);
};

const membersMeant = async (
  context: OperatorContext,
  geo: GeoRecord,
  meant: GeoSyncWish['meant'],
): Promise<readonly GeoMember[]> => {
  if ('cluster' in meant) return wholeOf(context.region, geo, meant.cluster);
  const members = wholeIn(context.region, geo);
  for (const id of meant.members)
    if (!members.some((member) => member.id === id)) await refuseUnknown(context, id);
  return members.filter(({ id }) => meant.members.includes(id));
};

/** A newer request takes the older ones' place, so that they do not outgrow the report. */
const withRequest = (report: GeoReport, request: GeoRequest): GeoReport => {
  const isNew = (id: string): boolean => !request.members.includes(id);
  const older = report.requests
    .map((one) => ({ ...one, members: one.members.filter(isNew) }))
    .filter(({ members }) => members.length > 0);
  return { ...report, version: report.version + 1, at: request.at, requests: [...older, request] };
};

const withReport = (geo: GeoRecord, next: GeoReport): GeoRecord => ({
  ...geo,
  reports: [...geo.reports.filter(({ region }) => region !== next.region), next],
});

interface Requested extends Pick<GeoSyncAnswer, 'kind'> {
  readonly geo: GeoRecord;
  readonly meant: readonly GeoMember[];
}

/** Reads, and writes the request down unless it is there or is only tried. */
const requestOnce = async (context: OperatorContext, wish: GeoSyncWish): Promise<Requested> => {
  const { region, hands } = context;
  const { requestId: id, by, why, dryRun } = wish;
  const geo = await context.geo.readGeo();
  const meant = await membersMeant(context, geo, wish.meant);
  const at = hands.clock.now();
  const before = reportOfRegion(geo.reports, region) ?? newReport(region, at);
  if (before.requests.some((request) => request.id === id)) return { kind: 'already-handled', geo, meant };
  const members = [...new Set(meant.map((member) => member.id))];
  const next = withRequest(before, { id, members, by, why, at });
  const asked = withReport(geo, next);
  if (dryRun) return { kind: 'dry-run', geo: asked, meant };
  await context.geo.claimReport(next);
  return { kind: 'requested', geo: asked, meant };
};

/** What the members wait for, by what the replica has of their regions. */
const waitsOfAll = async (
  { hands }: OperatorContext,
  { geo, meant }: Requested,
): Promise<readonly MemberWaits[]> => {
  const now = hands.clock.now();
  const regions = [...Map.groupBy(meant, ({ region }) => region)];
  const waits = await Promise.all(
    regions.map(async ([region, members]) => {
      const record = await hands.store.readRegion(region);
      return members.map((member) => waitsOf(member, geo, record, now));
    }),
  );
  return waits.flat();
};

/**
 * An operator wants the lists of members, of this region or of others, set now: windows do not hold them up any more, all
 * else does. The request goes into this region's report, which every region reads. Throws OperatorRefusal
 * `geo-incomplete`, `unknown-cluster`, `unknown-member`, `not-in-geo-cluster` or `overtaken`.
 */
export const syncGeo = async (context: OperatorContext, wish: GeoSyncWish): Promise<GeoSyncAnswer> => {
  const { region, hands } = context;
  const requested = await untilClaimed('what the region reports of GEO', () => requestOnce(context, wish));
  const { kind, geo, meant } = requested;
  if (kind === 'requested')
    await hands.bus.publish([{ detailType: 'Geo Changed', detail: { region, what: 'requested' } }]);
  return {
    kind,
    members: await waitsOfAll(context, requested),
    plan: planFor(wholeIn(region, geo), meant, geo.reports),
  };
};
