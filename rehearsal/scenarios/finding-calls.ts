import * as z from 'zod';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** Somebody was called to a critical finding. */
export interface FindingCall {
  readonly pairId: string;
  readonly ruleId: string;
}

const findingOpened = z.looseObject({
  'detail-type': z.literal('Finding Opened'),
  detail: z.looseObject({ pairId: z.string(), ruleId: z.string(), subject: z.string() }),
});

/** Listens on the own bus of every region from now on. Returns the calls so far, oldest first, which go on growing. */
export const followFindingCalls = (stage: Stage): readonly FindingCall[] => {
  const calls: FindingCall[] = [];
  for (const { bus } of stage.world.regions) {
    bus.onEvent((name, event) => {
      const parsed = name === 'own' ? findingOpened.safeParse(event) : undefined;
      if (parsed?.success !== true) return;
      const { pairId, ruleId, subject } = parsed.data.detail;
      calls.push({ pairId, ruleId });
      stage.note(`${pairId}: somebody is called to a finding: ${ruleId}, ${subject}`);
    });
  }
  return calls;
};
