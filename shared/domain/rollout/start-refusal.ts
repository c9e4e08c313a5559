import { type Readiness, readinessOf } from '#domain/rollout/readiness.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { idsOf } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

/** Somebody else has to have agreed, where that is asked for. */
const approvalMissing = ({ spec, approvedBy }: Rollout): RolloutRefusal | undefined =>
  spec.needsApproval && approvedBy === undefined
    ? refusal(
        'not-approved',
        'the rollout needs an approval and has none',
        'have somebody other than its author approve it',
      )
    : undefined;

const notChecked = ({ unchecked }: Readiness): RolloutRefusal | undefined =>
  unchecked.length === 0
    ? undefined
    : refusal(
        'not-checked',
        `not checked yet: ${idsOf(unchecked).join(', ')}`,
        'wait for the next look of their regions, and ask again; a region that is cut off has to be mended first',
      );

const tooOld = ({ stale }: Readiness): RolloutRefusal | undefined =>
  stale.length === 0
    ? undefined
    : refusal(
        'checks-too-old',
        `checked more than 24 h ago: ${idsOf(stale).join(', ')}`,
        'wait for the next look of their regions, and ask again',
      );

const pairsRefused = ({ refused }: Readiness, leaveOutRefused: boolean): RolloutRefusal | undefined =>
  refused.length === 0 || leaveOutRefused
    ? undefined
    : refusal(
        'pairs-refused',
        `something stands in the way of ${idsOf(refused).join(', ')}`,
        'do what the plan says for each of them, or start the rollout without the refused pairs',
      );

const nothingLeft = ({ pairs }: Rollout, { refused }: Readiness): RolloutRefusal | undefined =>
  refused.length < pairs.length
    ? undefined
    : refusal(
        'nothing-left',
        'something stands in the way of every pair',
        'do what the plan says for each of them, or abort the rollout',
      );

const imageMissing = ({ imageIn }: Readiness): RolloutRefusal | undefined =>
  imageIn.length === 0
    ? undefined
    : refusal(
        'image-not-verified',
        `the image is not verified in ${imageIn.map(({ region, state }) => `${region} (${state})`).join(', ')}`,
        "put the image as declared into each region's firmware bucket, and wait for its next look",
      );

/** Why a planned rollout may not start, the first thing that is to be done about first; undefined where it may. */
export const startRefusal = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  leaveOutRefused: boolean,
  now: EpochMs,
): RolloutRefusal | undefined => {
  const readiness = readinessOf(rollout, progress, now);
  return (
    approvalMissing(rollout) ??
    notChecked(readiness) ??
    tooOld(readiness) ??
    pairsRefused(readiness, leaveOutRefused) ??
    nothingLeft(rollout, readiness) ??
    imageMissing(readiness)
  );
};
