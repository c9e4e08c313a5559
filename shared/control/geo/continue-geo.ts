import { claimed } from '#control/claimed.ts';
import type { EventEnd } from '#control/event-end.ts';
import { type GeoObservers, seeRegion } from '#control/geo/see-region.ts';
import { tellOf } from '#control/geo/tell.ts';
import type {
  Announcement,
  Clock,
  EventBus,
  GeoRecord,
  GeoStore,
  PairStore,
  RolloutStore,
  UnitJobs,
} from '#control/ports.ts';
import { decideTurns, noTurns } from '#domain/geo/decide-turns.ts';
import { reportOfRegion } from '#domain/geo/find-report.ts';
import type { GeoReport } from '#domain/geo/geo-report.ts';
import { decideRegion, type RegionStep } from '#domain/geo/region-report.ts';
import { clustersUnderWay } from '#domain/rollout/clusters-under-way.ts';

/** What GEO is kept in order with, besides what works on a pair. */
export interface GeoHands {
  readonly store: Pick<PairStore, 'readRegion'>;
  readonly geo: GeoStore;
  readonly rollouts: Pick<RolloutStore, 'readRollouts'>;
  readonly jobs: UnitJobs;
  readonly bus: EventBus;
  readonly clock: Clock;
}

/** Which region this is, and which one gives the turns. */
export interface GeoPlan {
  readonly region: string;
  readonly homeRegion: string;
}

const instant = (at: number): string => new Date(at).toISOString();

const orderAnnouncements = ({ orders }: RegionStep): readonly Announcement[] =>
  orders.map(({ pairId, order }) => {
    const { id: orderId, requestedAt: _, notAfter, access, partners, ...rest } = order;
    const detail = {
      ...rest,
      pairId,
      orderId,
      access: [...access],
      partners: [...partners],
      notAfter: instant(notAfter),
    };
    return { detailType: 'Geo Requested', detail };
  });

const changed = (region: string, what: 'report' | 'turns'): Announcement => ({
  detailType: 'Geo Changed',
  detail: { region, what },
});

/**
 * The region's part: what was seen is written down, and with it what is about to be done; then it is done. Returns the
 * report as it stands; undefined where the region has no part in GEO.
 */
const seeOwnPart = async (
  hands: GeoHands,
  observers: GeoObservers,
  { region }: GeoPlan,
  geo: GeoRecord,
  isSweep: boolean,
): Promise<GeoReport | 'overtaken' | undefined> => {
  const before = reportOfRegion(geo.reports, region);
  const isMember = geo.declarations.some((one) => one.region === region && one.members.length > 0);
  if (!isMember && before === undefined) return undefined;
  const record = await hands.store.readRegion(region);
  const pass = { region, record, geo, isSweep, now: hands.clock.now() };
  const step = decideRegion(await seeRegion(observers, pass));
  const { next, jobs } = step;
  if (next !== before && !(await claimed(() => hands.geo.claimReport(next)))) return 'overtaken';
  await Promise.all(
    jobs.map(({ id, asked }) => hands.jobs.begin({ pairId: id, unit: 'standalone' }, asked.id, asked.job)),
  );
  const news = next === before ? [] : [changed(region, 'report'), ...tellOf(before, next)];
  const announcements = [...orderAnnouncements(step), ...news];
  if (announcements.length > 0) await hands.bus.publish(announcements);
  return next;
};

/** The home region's part, on what every region has reported. Rollouts are read only where a turn could be given. */
const giveTurns = async (
  hands: GeoHands,
  { region, homeRegion }: GeoPlan,
  geo: GeoRecord,
  reports: readonly GeoReport[],
): Promise<void> => {
  const wanted = reports.some(({ members }) => Object.values(members).some(({ wantsTurn }) => wantsTurn));
  if (region !== homeRegion || !wanted) return;
  const { rollouts } = await hands.rollouts.readRollouts();
  const before = geo.turns ?? noTurns(region);
  const next = decideTurns(before, reports, clustersUnderWay(rollouts), hands.clock.now());
  if (next === before) return;
  const claim = { ...next, version: before.version + 1 };
  if (await claimed(() => hands.geo.claimTurns(claim))) await hands.bus.publish([changed(region, 'turns')]);
};

/**
 * One pass over GEO: this region looks at its members and works on what has its turn; the home region gives turns. With
 * nobody in a GEO cluster it costs one read, and while all is as declared it writes nothing.
 */
export const continueGeo = async (
  hands: GeoHands,
  observers: GeoObservers,
  plan: GeoPlan,
  isSweep: boolean,
): Promise<EventEnd> => {
  const geo = await hands.geo.readGeo();
  const own = await seeOwnPart(hands, observers, plan, geo, isSweep);
  if (own === 'overtaken') return { end: 'done', what: 'GEO: another invocation was faster' };
  const others = geo.reports.filter(({ region }) => region !== plan.region);
  const reports = own === undefined ? others : [...others, own];
  await giveTurns(hands, plan, geo, reports);
  const members = Object.values(own?.members ?? {});
  const right = members.filter(({ state }) => state === 'right').length;
  return { end: 'done', what: `GEO members as declared: ${right} of ${members.length}` };
};
