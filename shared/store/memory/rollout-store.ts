import { StaleStateError } from '#control/errors.ts';
import type { RolloutRecord, RolloutStore } from '#control/ports.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { deepFreeze } from '#store/memory/freeze.ts';

const claimIn = <T extends { readonly version: number }>(
  kept: Map<string, T>,
  key: string,
  next: T,
): void => {
  if ((kept.get(key)?.version ?? 0) !== next.version - 1) throw new StaleStateError(key);
  kept.set(key, deepFreeze(next));
};

/** The rollouts in memory: the table's twin for tests, held to the same contract suite. */
export const makeMemoryRolloutStore = (): RolloutStore => {
  const rollouts = new Map<string, Rollout>();
  const progress = new Map<string, RegionProgress>();

  const recordOf = (rollout: Rollout): RolloutRecord => ({
    rollout,
    progress: [...progress.values()].filter(({ rolloutId }) => rolloutId === rollout.id),
  });

  return {
    readRollouts: async () => ({
      rollouts: [...rollouts.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)).map(recordOf),
      damaged: [],
    }),
    readRollout: async (rolloutId) => {
      const rollout = rollouts.get(rolloutId);
      return rollout && recordOf(rollout);
    },
    claimRollout: async (next) => claimIn(rollouts, next.id, next),
    claimProgress: async (next) => claimIn(progress, `${next.rolloutId} ${next.region}`, next),
  };
};
