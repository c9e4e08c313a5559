import type { WindowNow } from '#domain/failback/window.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';
import { isUnderWay, type PairNow } from '#domain/rollout/standing.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/**
 * How long after a release's time was up its region may still come forward with a pair that it began just before: what
 * one invocation may take from reading the clock to its claim, and more.
 */
const COMES_FORWARD_MS: DurationMs = 2 * MINUTE_MS;

/** Since when a report of its region that does not show the pair begun says that it will not be; absent: no limit. */
const lapsesAt = (notAfter: EpochMs | undefined): EpochMs | undefined =>
  notAfter === undefined ? undefined : notAfter + COMES_FORWARD_MS;

/** Whether the order of a release has been taken up: a check alone is not that. */
const isBegun = ({ progress }: PairNow): boolean => {
  const state = progress?.state;
  if (state === 'refused') return progress?.result !== undefined;
  return state !== undefined && state !== 'unchecked' && state !== 'ready';
};

/** Released pairs that their regions did not begin in time, whether they have said so yet or not. */
export const overdueReleases = (
  { released }: Rollout,
  fleet: readonly PairNow[],
  now: EpochMs,
): readonly { readonly pair: PairNow; readonly lapsesAt: EpochMs }[] =>
  released.flatMap(({ pairId, notAfter }) => {
    const at = lapsesAt(notAfter);
    const found = fleet.find(({ pair }) => pair.pairId === pairId);
    return at !== undefined && now >= at && found !== undefined && !isBegun(found)
      ? [{ pair: found, lapsesAt: at }]
      : [];
  });

/**
 * Releases whose time was up before the pair was begun, as its own region has said since: they may be released again.
 * As long as the region says nothing, the pair may be under way.
 */
export const lapsedReleases = (
  rollout: Rollout,
  fleet: readonly PairNow[],
  now: EpochMs,
): readonly string[] =>
  overdueReleases(rollout, fleet, now)
    .filter((one) => one.pair.reportedAt !== undefined && one.pair.reportedAt >= one.lapsesAt)
    .map(({ pair }) => pair.pair.pairId);

/** Whether pairs may be released now, and until when they may be begun. */
export const openingAt = (window: WindowNow, now: EpochMs): { readonly notAfter?: EpochMs } | undefined => {
  if (window.kind === 'always') return {};
  return window.kind === 'open' && window.closesAt > now ? { notAfter: window.closesAt } : undefined;
};

/**
 * The pairs of the open wave that may be released next, in order: as many as a region may have under way, and never a
 * second one of a GEO cluster, nor one of a cluster that is `occupied` otherwise. A halted pair takes no place of its
 * region's, and holds its GEO cluster: its units may run different firmware, and the others stand in for it.
 */
export const nextReleases = (
  { spec, wave }: Rollout,
  fleet: readonly PairNow[],
  occupied: ReadonlySet<string>,
): readonly string[] => {
  const underWay = new Map<string, number>();
  const clusters = new Set(occupied);
  const occupy = ({ pair, standing }: PairNow): void => {
    if (standing !== 'halted') underWay.set(pair.region, (underWay.get(pair.region) ?? 0) + 1);
    if (pair.geoCluster !== undefined) clusters.add(pair.geoCluster);
  };
  for (const one of fleet) if (isUnderWay(one) || one.standing === 'halted') occupy(one);
  const next: string[] = [];
  for (const one of fleet) {
    const { pairId, region, geoCluster } = one.pair;
    if (one.standing !== 'waiting' || one.pair.wave !== wave) continue;
    if ((underWay.get(region) ?? 0) >= spec.concurrency) continue;
    if (geoCluster !== undefined && clusters.has(geoCluster)) continue;
    occupy(one);
    next.push(pairId);
  }
  return next;
};
