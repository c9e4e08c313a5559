import type { Observers } from '#control/observe.ts';
import type { FirmwareImages, PairRecord, RegionRecord } from '#control/ports.ts';
import { checkPairs, type PairToCheck } from '#control/rollouts/check-pairs.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import { ownEntry } from '#domain/own-entry.ts';
import { pairProgressOf } from '#domain/rollout/pair-progress.ts';
import { CHECKS_LAST_MS } from '#domain/rollout/readiness.ts';
import type { PairProgress, RegionProgress, Rollout, RolloutPair } from '#domain/rollout/rollout.ts';
import { sameContent } from '#domain/same-content.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** What a region's part of a rollout is seen with. */
export interface RegionSight {
  readonly observers: Observers;
  readonly images: FirmwareImages;
  readonly record: RegionRecord;
  readonly now: EpochMs;
  /** The home region waits for a report, also of what has not changed. */
  readonly isReportDue: boolean;
}

/** Ids by which a rollout's orders are told from one another. */
export const orderIdOf = (rolloutId: string, pairId: string): string => `${rolloutId}/${pairId}`;

/** What a pair is to be brought to by a rollout. */
export const wishOf = ({ spec }: Rollout, { target }: RolloutPair): PairToCheck['wish'] => ({
  target: target ?? spec.target,
  ...(spec.image === undefined ? {} : { image: spec.image }),
});

/**
 * So many pairs are checked in one look: their units are asked by one call to the gateway, which has less than half a
 * minute for it. The others have their turn a minute later, or as soon as the rollout is looked at again.
 */
const CHECKED_AT_ONCE = 20;

/** A pair that was refused is looked at again after so long: what stood in its way may be gone. */
const LOOK_AGAIN_AT_REFUSED_MS: DurationMs = 5 * MINUTE_MS;

/** Before a check is too old to start on it is made anew: `CHECKS_LAST_MS` says when that would be. */
const LOOK_AGAIN_AT_READY_MS: DurationMs = CHECKS_LAST_MS / 2;

const isToBeChecked = ({ state, checkedAt = 0 }: PairProgress, now: EpochMs): boolean => {
  switch (state) {
    case 'unchecked':
    // It was not declared for a while.
    case 'gone':
      return true;
    case 'refused':
      return now - checkedAt > LOOK_AGAIN_AT_REFUSED_MS;
    case 'ready':
      return now - checkedAt > LOOK_AGAIN_AT_READY_MS;
    default:
      return false;
  }
};

const UNCHECKED: PairProgress = { state: 'unchecked' };

const progressOfPair = ({ pairs }: RegionProgress, pairId: string): PairProgress =>
  ownEntry(pairs, pairId) ?? UNCHECKED;

/** An image that is checked already is not read again: its record says what came of it. */
const seeImage = async (
  images: FirmwareImages,
  image: FirmwareImage | undefined,
  before: RegionProgress['image'],
): Promise<RegionProgress['image']> => {
  if (image === undefined) return { state: 'not-needed' };
  if (before.state === 'verified') return before;
  const reading = await images.readCheck(image);
  if (reading.kind === 'unread') return before;
  const check = reading.value;
  if (check === 'none') {
    await images.beginCheck(image);
    return { state: 'unchecked' };
  }
  if (check.state === 'failed') return { state: 'failed', code: check.code ?? 'unknown' };
  return { state: check.state === 'done' ? 'verified' : 'unchecked' };
};

const newProgress = (rollout: Rollout, region: string, now: EpochMs): RegionProgress => ({
  schemaVersion: 1,
  rolloutId: rollout.id,
  region,
  version: 0,
  at: now,
  image: { state: rollout.spec.image === undefined ? 'not-needed' : 'unchecked' },
  pairs: {},
});

/**
 * What this region sees of its pairs of a rollout: from what is remembered of each, and, before anything begins, from a
 * look at those that nobody has looked at. The same object when nothing has changed.
 */
export const seeProgress = async (
  { observers, images, record, now, isReportDue }: RegionSight,
  rollout: Rollout,
  pairs: readonly RolloutPair[],
  region: string,
  before: RegionProgress = newProgress(rollout, region, now),
): Promise<RegionProgress> => {
  const declared = new Map<string, PairRecord>(record.pairs.map((one) => [one.pair.id, one]));
  const seen: Record<string, PairProgress> = {};
  for (const { pairId } of pairs) {
    const one = declared.get(pairId);
    const orderId = orderIdOf(rollout.id, pairId);
    seen[pairId] = pairProgressOf(one?.state, one !== undefined, orderId, progressOfPair(before, pairId));
  }
  const due = pairs.flatMap((pair) => {
    const one = declared.get(pair.pairId);
    const progress = seen[pair.pairId];
    if (one === undefined || progress === undefined || !isToBeChecked(progress, now)) return [];
    return [{ record: one, wish: wishOf(rollout, pair) }];
  });
  const isPlanned = rollout.status === 'planned';
  const checked = isPlanned
    ? await checkPairs(observers, due.slice(0, CHECKED_AT_ONCE), record.freeze?.why, now)
    : {};
  const image = isPlanned ? await seeImage(images, rollout.spec.image, before.image) : before.image;
  const next = { image, pairs: { ...seen, ...checked } };
  const isSame = sameContent(next, { image: before.image, pairs: before.pairs });
  return isSame && before.version > 0 && !isReportDue
    ? before
    : { ...before, ...next, version: before.version + 1, at: now };
};
