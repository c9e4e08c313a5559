import type { OperatorContext } from '#control/operator/context.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';

/** Has the rollout looked at now and not at the next minute. What was claimed stands, also where this fails. */
export const announceRollout = (
  { hands }: OperatorContext,
  { id: rolloutId, homeRegion: region }: Rollout,
): Promise<void> => hands.bus.publish([{ detailType: 'Rollouts Changed', detail: { rolloutId, region } }]);
