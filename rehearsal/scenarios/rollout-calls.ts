import * as z from 'zod';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** Somebody was called to a rollout. */
export interface RolloutCall {
  readonly status: string;
  readonly because: string;
}

const needsAttention = z.looseObject({
  'detail-type': z.literal('Rollout Needs Attention'),
  detail: z.looseObject({ status: z.string(), because: z.string() }),
});

/** Listens on the own bus of every region from now on. Returns the calls so far, oldest first, which go on growing. */
export const followRolloutCalls = (stage: Stage): readonly RolloutCall[] => {
  const calls: RolloutCall[] = [];
  for (const { bus } of stage.world.regions) {
    bus.onEvent((name, event) => {
      const parsed = name === 'own' ? needsAttention.safeParse(event) : undefined;
      if (parsed?.success !== true) return;
      const { status, because } = parsed.data.detail;
      calls.push({ status, because });
      stage.note(`somebody is called to the rollout, ${status}: ${because}`);
    });
  }
  return calls;
};
