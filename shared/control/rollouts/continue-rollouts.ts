import { claimed } from '#control/claimed.ts';
import type { EventEnd } from '#control/event-end.ts';
import type { Observers } from '#control/observe.ts';
import type {
  Announcement,
  Clock,
  EventBus,
  FirmwareImages,
  GeoStore,
  PairStore,
  RegionRecord,
  RolloutRecord,
  RolloutStore,
} from '#control/ports.ts';
import { orderIdOf, seeProgress, wishOf } from '#control/rollouts/region-progress.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { clustersWithTurn } from '#domain/geo/decide-turns.ts';
import { decideRollout } from '#domain/rollout/decide-rollout.ts';
import { isReportDue } from '#domain/rollout/report-due.ts';
import type { PairProgress, RegionProgress, Rollout, RolloutPair } from '#domain/rollout/rollout.ts';
import type { EpochMs } from '#domain/time.ts';

/** What rollouts are continued with, besides what looks at pairs. */
export interface RolloutHands {
  readonly store: Pick<PairStore, 'readRegion'>;
  readonly rollouts: RolloutStore;
  readonly geo: Pick<GeoStore, 'readGeo'>;
  readonly images: FirmwareImages;
  readonly bus: EventBus;
  readonly clock: Clock;
}

const hasEnded = ({ status }: Rollout): boolean => status === 'done' || status === 'aborted';

const pairsIn = ({ pairs }: Rollout, region: string): readonly RolloutPair[] =>
  pairs.filter((pair) => pair.region === region);

const instant = (at: EpochMs): string => new Date(at).toISOString();

/** Its order was given, or it has ended in another way: what a check said is not that. */
const hasBegun = ({ state, result }: PairProgress): boolean =>
  state === 'refused' ? result !== undefined : state !== 'unchecked' && state !== 'ready';

/**
 * Released pairs that have not begun get their order, whatever their check said: it is decided anew. An order that was
 * lost is given again.
 */
const ordersFor = (
  rollout: Rollout,
  region: string,
  progress: RegionProgress,
  now: EpochMs,
): readonly Announcement[] =>
  pairsIn(rollout, region).flatMap((pair): readonly Announcement[] => {
    const { pairId } = pair;
    const released = rollout.released.find((one) => one.pairId === pairId);
    const own = progress.pairs[pairId];
    if (released === undefined || own === undefined || hasBegun(own)) return [];
    if (released.notAfter !== undefined && now >= released.notAfter) return [];
    const detail = {
      pairId,
      orderId: orderIdOf(rollout.id, pairId),
      rolloutId: rollout.id,
      ...wishOf(rollout, pair),
      ...(released.notAfter === undefined ? {} : { notAfter: instant(released.notAfter) }),
      why: `${rollout.createdBy}: ${rollout.why}`,
    };
    return [{ detailType: 'Firmware Requested', detail }];
  });

const seeOwnPart = async (
  hands: RolloutHands,
  observers: Observers,
  record: RegionRecord,
  region: string,
  { rollout, progress }: RolloutRecord,
): Promise<RegionProgress | undefined> => {
  const pairs = pairsIn(rollout, region);
  const before = progress.find((one) => one.region === region);
  if (pairs.length === 0) return before;
  const now = hands.clock.now();
  const isDue = isReportDue(rollout, progress, region, now);
  const sight = { observers, images: hands.images, record, now, isReportDue: isDue };
  const next = await seeProgress(sight, rollout, pairs, region, before);
  if (next === before) return before;
  return (await claimed(() => hands.rollouts.claimProgress(next))) ? next : undefined;
};

/** Clusters in which lists are being set; asked only where one of the rollout's pairs is in a cluster and could be released. */
const occupiedByGeo = async ({ geo }: RolloutHands, rollout: Rollout): Promise<ReadonlySet<string>> => {
  const matters =
    rollout.status === 'running' && rollout.pairs.some(({ geoCluster }) => geoCluster !== undefined);
  if (!matters) return new Set();
  const { turns, reports } = await geo.readGeo();
  return clustersWithTurn(turns, reports);
};

/** The home region's part: decides on what all regions have seen. Undefined when somebody else was faster. */
const decideAtHome = async (
  hands: RolloutHands,
  rollout: Rollout,
  progress: readonly RegionProgress[],
): Promise<Rollout | undefined> => {
  const now = hands.clock.now();
  const window = await windowOnDemand(rollout.spec.windows, now);
  const { next, tell } = decideRollout(rollout, progress, window, now, await occupiedByGeo(hands, rollout));
  if (next === rollout) return rollout;
  const claim = { ...next, version: rollout.version + 1 };
  const { id: rolloutId, homeRegion: region, status, because = status } = claim;
  // Before the claim: who dies in between tells it twice, and the other way round nobody would ever be told.
  if (tell) {
    const detail = { rolloutId, region, at: instant(now), status, because };
    await hands.bus.publish([{ detailType: 'Rollout Needs Attention', detail }]);
  }
  return (await claimed(() => hands.rollouts.claimRollout(claim))) ? claim : undefined;
};

/** Pairs are checked some at a time; as long as that gets on, the others do not wait for the schedule. */
const hasMoreToCheck = ({ rollout, progress }: RolloutRecord, own: RegionProgress): boolean =>
  rollout.status === 'planned' &&
  !progress.includes(own) &&
  Object.values(own.pairs).some(({ state }) => state === 'unchecked');

const lookAgain = ({ id: rolloutId }: Rollout, region: string): Announcement => ({
  detailType: 'Rollouts Changed',
  detail: { rolloutId, region },
});

const continueOne = async (
  hands: RolloutHands,
  observers: Observers,
  record: RegionRecord,
  region: string,
  one: RolloutRecord,
): Promise<void> => {
  const own = await seeOwnPart(hands, observers, record, region, one);
  const others = one.progress.filter((progress) => progress.region !== region);
  const progress = own === undefined ? others : [...others, own];
  const isHome = one.rollout.homeRegion === region;
  const rollout = isHome ? await decideAtHome(hands, one.rollout, progress) : one.rollout;
  if (rollout === undefined || own === undefined) return;
  const orders = ordersFor(rollout, region, own, hands.clock.now());
  const further = hasMoreToCheck(one, own) ? [lookAgain(rollout, region)] : [];
  if (orders.length + further.length > 0) await hands.bus.publish([...orders, ...further]);
};

/**
 * One look at the rollouts: this region writes down how far its pairs are, decides those that are at home here, and
 * orders what was released to it. With no rollout under way it costs one read, and writes nothing.
 */
export const continueRollouts = async (
  hands: RolloutHands,
  observers: Observers,
  region: string,
): Promise<EventEnd> => {
  const { rollouts } = await hands.rollouts.readRollouts();
  const open = rollouts.filter(
    ({ rollout }) =>
      !hasEnded(rollout) && (rollout.homeRegion === region || pairsIn(rollout, region).length > 0),
  );
  if (open.length === 0) return { end: 'done', what: 'no rollout is open' };
  const record = await hands.store.readRegion(region);
  for (const one of open) await continueOne(hands, observers, record, region, one);
  return { end: 'done', what: `looked at rollouts: ${open.length}` };
};
