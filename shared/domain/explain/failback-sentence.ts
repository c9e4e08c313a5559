import type { Pair } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

const healthWords = (pair: Pair, { failback }: PairState, now: EpochMs): string => {
  const { holdDownMs } = pair.failback;
  if (failback.readySince === undefined) return 'first is preferred and could not take over now';
  const healthyMs = now - failback.readySince;
  return healthyMs < holdDownMs
    ? `first has been healthy ${durationWords(healthyMs)} of the ${durationWords(holdDownMs)} hold-down`
    : `first has been healthy for ${durationWords(healthyMs)}, longer than the hold-down`;
};

const approvalWords = (pair: Pair, { failback }: PairState): readonly string[] => {
  if (pair.failback.policy !== 'manual') return [];
  const { approval } = failback;
  return approval === undefined
    ? ['the return waits for an approval']
    : [`the return is approved by ${approval.by}: ${approval.why}`];
};

/** How long a window is open still, or when one opens; nothing where none is declared. */
export const windowWords = (window: WindowNow, now: EpochMs): readonly string[] => {
  switch (window.kind) {
    case 'always':
      return [];
    case 'open':
      return [`the window is open for another ${durationWords(window.closesAt - now)}`];
    case 'closed':
      return [`the window opens ${window.opensWords}`];
    default:
      return window satisfies never;
  }
};

/** Where the return to the preferred unit stands, and what it waits for. */
export const failbackSentence = (pair: Pair, state: PairState, window: WindowNow, now: EpochMs): string => {
  const { failback, situation } = state;
  if (pair.preferred === 'none') return 'no host is preferred: whoever is active stays so';
  if (failback.flappingSince !== undefined) {
    const { flapLimit, flapWithinMs } = pair.failback;
    return `returns have stopped for ${durationWords(now - failback.flappingSince)}: there were ${flapLimit} within ${durationWords(flapWithinMs)}; they go on once an operator acknowledges`;
  }
  if (situation.active === 'first') return 'first is preferred and active';
  // One that has been ready for a while does not return by itself: the units are set otherwise after a switchover.
  if (unitsShouldPreferFirst(pair, state) && failback.readySince === undefined)
    return 'the units return to first by themselves (Prefer First) as soon as it is up';
  return [healthWords(pair, state, now), ...approvalWords(pair, state), ...windowWords(window, now)].join(
    '; ',
  );
};
