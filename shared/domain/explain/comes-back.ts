import type { Pair } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { PairState } from '#domain/pair/state.ts';

/**
 * What the failback policy makes of a pair that was switched to its second unit: whoever does that to be rid of the
 * first one has to know. Nothing where no host is preferred.
 */
export const comesBackSteps = (
  { preferred, failback }: Pair,
  { failback: memory }: PairState,
): readonly string[] => {
  if (preferred === 'none') return [];
  if (memory.flappingSince !== undefined)
    return ['the pair stays on second: returns have stopped until an operator acknowledges the flapping'];
  const { policy, holdDownMs, windows } = failback;
  const ready = `first has been able to take over for ${durationWords(holdDownMs)}`;
  const inWindow = windows.length === 0 ? '' : ' and a window is open';
  return policy === 'manual'
    ? [
        `the pair stays on second until an operator approves the return; it then takes place once ${ready}${inWindow}`,
      ]
    : [
        `the failback policy (${policy}) returns the pair to first once ${ready}${inWindow}; a hold keeps it on second`,
      ];
};
