import { ownEntry } from '#domain/own-entry.ts';
import type { PairProgress, RegionProgress, Rollout, RolloutPair } from '#domain/rollout/rollout.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * What a pair is to its rollout:
 * `waiting` not released yet; `under-way` released, and not known to have ended: its region may lag or be cut off;
 * `halted` waiting for an operator, maybe with different firmware on its units; `done`; `failed` ended otherwise.
 */
export type Standing = 'waiting' | 'under-way' | 'halted' | 'done' | 'failed';

/** A pair next to what its region has seen of it. */
export interface PairNow {
  readonly pair: RolloutPair;
  readonly standing: Standing;
  /** Absent where its region has said nothing of it. */
  readonly progress?: PairProgress;
  /** When its region last said anything about this rollout. */
  readonly reportedAt?: EpochMs;
}

const standingOf = (progress: PairProgress | undefined, isReleased: boolean): Standing => {
  const unlessEnded = isReleased ? 'under-way' : 'waiting';
  if (progress === undefined) return unlessEnded;
  switch (progress.state) {
    case 'done':
      return 'done';
    case 'given-up':
    case 'aborted':
    case 'gone':
      return 'failed';
    case 'halted':
      return 'halted';
    case 'running':
      return 'under-way';
    case 'refused':
      // Without a result it is what the check said; the order that follows the release is answered by itself.
      return progress.result === undefined ? unlessEnded : 'failed';
    case 'unchecked':
    case 'ready':
      return unlessEnded;
    default:
      return progress.state satisfies never;
  }
};

/** What one region says of this rollout; what it says of another is not meant. */
export const progressIn = (
  { id }: Rollout,
  progress: readonly RegionProgress[],
  region: string,
): RegionProgress | undefined => progress.find((one) => one.rolloutId === id && one.region === region);

/** Every pair of a rollout as it stands. A region is believed about its own pairs only. */
export const fleetOf = (rollout: Rollout, progress: readonly RegionProgress[]): readonly PairNow[] => {
  const released = new Set(rollout.released.map(({ pairId }) => pairId));
  return rollout.pairs.map((pair) => {
    const region = progressIn(rollout, progress, pair.region);
    const said = region && ownEntry(region.pairs, pair.pairId);
    return {
      pair,
      standing: standingOf(said, released.has(pair.pairId)),
      ...(said === undefined ? {} : { progress: said }),
      ...(region === undefined ? {} : { reportedAt: region.at }),
    };
  });
};

export const idsOf = (pairs: readonly PairNow[]): readonly string[] => pairs.map(({ pair }) => pair.pairId);

export const isUnderWay = ({ standing }: PairNow): boolean => standing === 'under-way';

/** Nothing more comes of it by itself. */
export const isSettled = ({ standing }: PairNow): boolean =>
  standing === 'done' || standing === 'failed' || standing === 'halted';

/** The pairs of the wave that is open. */
export const openWave = ({ wave }: Rollout, fleet: readonly PairNow[]): readonly PairNow[] =>
  fleet.filter(({ pair }) => pair.wave === wave);
