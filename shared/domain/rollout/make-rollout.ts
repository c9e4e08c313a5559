import type { Pair, WeeklyWindow } from '#domain/estate/estate.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import { formatVersion, parseVersion } from '#domain/firmware/version.ts';
import { quoted } from '#domain/quoted.ts';
import { cutWaves, type WaveSpec, waveRefusals } from '#domain/rollout/cut-waves.ts';
import { imageRefusals } from '#domain/rollout/image-refusals.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';
import { type PairSelector, selectPairs } from '#domain/rollout/select-pairs.ts';
import type { EpochMs } from '#domain/time.ts';

export interface RolloutRequest {
  readonly id: string;
  readonly homeRegion: string;
  readonly by: string;
  readonly why: string;
  readonly now: EpochMs;
  /** A version as `parseVersion` reads it. */
  readonly target: string;
  /** Absent: each unit goes back to what it keeps as its previous version. */
  readonly image?: FirmwareImage;
  /** Everything declared, in the order of the estate. */
  readonly pairs: readonly Pair[];
  readonly selector: PairSelector;
  /** In order, the canary first; none means the usual ones. */
  readonly waves?: readonly WaveSpec[];
  /** Pairs of one region under way at a time, from 1 to 10; 1 by default. */
  readonly concurrency?: number;
  /** None means at any time; the contract sees to it that each opens once a week at least. */
  readonly windows?: readonly WeeklyWindow[];
  /** From 0, the default, to 1. */
  readonly maxFailureShare?: number;
  readonly needsApproval?: boolean;
}

/** A rollout, or everything that is wrong with what was asked for: at least one refusal. */
export type RolloutAnswer =
  | { readonly kind: 'made'; readonly rollout: Rollout }
  | { readonly kind: 'refused'; readonly refusals: readonly RolloutRefusal[] };

const MAX_CONCURRENCY = 10;

const limitRefusals = ({
  concurrency = 1,
  maxFailureShare = 0,
}: RolloutRequest): readonly RolloutRefusal[] => [
  ...(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MAX_CONCURRENCY
    ? []
    : [
        refusal(
          'bad-limits',
          `${concurrency} is no number of pairs to have under way in a region`,
          `give a whole number from 1 to ${MAX_CONCURRENCY}`,
        ),
      ]),
  ...(maxFailureShare >= 0 && maxFailureShare <= 1
    ? []
    : [
        refusal(
          'bad-limits',
          `${maxFailureShare} is no share of pairs that may fail`,
          'give one from 0 to 1',
        ),
      ]),
];

const unknownTarget = (target: string): RolloutRefusal =>
  refusal(
    'unknown-version',
    `the target ${quoted(target)} is not a version of LoadMaster firmware`,
    'give all four numbers, as in 7.2.54.12; the build may follow, as in 7.2.54.12.22642.RELEASE',
  );

/**
 * Resolves what was asked for into a planned rollout; nothing has been looked at yet, and nothing begins. Its version is
 * 0, as of all that is not stored yet: whoever claims it counts on.
 */
export const makeRollout = (request: RolloutRequest): RolloutAnswer => {
  const { id, homeRegion, by, why, now, image, pairs, selector, waves = [] } = request;
  const target = parseVersion(request.target);
  const selection = selectPairs(pairs, selector);
  const refusals = [
    ...(target === undefined ? [unknownTarget(request.target)] : []),
    ...(image === undefined || target === undefined ? [] : imageRefusals(image, formatVersion(target))),
    ...limitRefusals(request),
    ...(selection.kind === 'refused' ? selection.refusals : []),
    ...waveRefusals(waves),
  ];
  if (refusals.length > 0 || selection.kind === 'refused' || target === undefined)
    return { kind: 'refused', refusals };
  const cut = cutWaves(selection.pairs, waves);
  const rollout: Rollout = {
    schemaVersion: 1,
    id,
    version: 0,
    homeRegion,
    createdAt: now,
    createdBy: by,
    why,
    spec: {
      target: formatVersion(target),
      ...(image === undefined ? {} : { image }),
      waves: cut.waves,
      concurrency: request.concurrency ?? 1,
      windows: request.windows ?? [],
      maxFailureShare: request.maxFailureShare ?? 0,
      needsApproval: request.needsApproval ?? false,
    },
    pairs: cut.pairs,
    status: 'planned',
    wave: 0,
    released: [],
    forgiven: [],
    events: [{ at: now, by, what: `planned: ${why}` }],
  };
  return { kind: 'made', rollout };
};
