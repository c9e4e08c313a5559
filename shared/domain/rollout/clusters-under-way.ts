import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { fleetOf, isUnderWay } from '#domain/rollout/standing.ts';

/** The GEO clusters in which a rollout has a pair under way, or halted: no other pair of them is to be touched. */
export const clustersUnderWay = (
  rollouts: readonly { readonly rollout: Rollout; readonly progress: readonly RegionProgress[] }[],
): ReadonlySet<string> =>
  new Set(
    rollouts
      .filter(({ rollout: { status } }) => status !== 'done' && status !== 'aborted' && status !== 'planned')
      .flatMap(({ rollout, progress }) =>
        fleetOf(rollout, progress)
          .filter((one) => isUnderWay(one) || one.standing === 'halted')
          .flatMap(({ pair }) => pair.geoCluster ?? []),
      ),
  );
