import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { Rollout, RolloutStatus } from '#domain/rollout/rollout.ts';

/** Its pairs are being changed, or may be as soon as somebody says so. */
const HOLDS_ITS_PAIRS: readonly RolloutStatus[] = ['running', 'paused', 'halted', 'aborting'];

/** Pairs, and what stands in for them. */
const claims = ({ pairs }: Rollout): ReadonlySet<string> =>
  new Set(
    pairs.flatMap(({ pairId, geoCluster }) => [
      pairId,
      ...(geoCluster === undefined ? [] : [`GEO cluster ${geoCluster}`]),
    ]),
  );

/**
 * Why a rollout may not go on next to others: each of them sees to it by itself that no two pairs of a GEO cluster are
 * changed at once, and that is worth nothing if both hold one.
 */
export const overlapRefusal = (rollout: Rollout, others: readonly Rollout[]): RolloutRefusal | undefined => {
  const own = claims(rollout);
  for (const other of others) {
    if (other.id === rollout.id || !HOLDS_ITS_PAIRS.includes(other.status)) continue;
    const shared = [...claims(other)].filter((one) => own.has(one));
    if (shared.length > 0)
      return refusal(
        'overlaps',
        `rollout ${other.id}, which is ${other.status}, has ${shared.slice(0, 5).join(', ')} as well`,
        'let that rollout end, or abort it',
      );
  }
  return undefined;
};
