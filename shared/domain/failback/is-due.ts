import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { failbackOutcome } from '#domain/failback/decide-failback.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

const wasNotAsked = (seen: PairSeen): boolean =>
  UNIT_NAMES.some((unit) => {
    const { loadMaster } = seen.units[unit];
    return loadMaster.kind === 'unread' && loadMaster.code === 'not-asked';
  });

/**
 * Whether `failback` has something to do on the pair without anybody asking: it would act on this very look, or on one
 * that asks the LoadMasters, which watching does not at every look.
 */
export const failbackIsDue = (
  state: PairState,
  seen: PairSeen,
  pair: Pair,
  window: WindowNow,
  now: EpochMs,
): boolean => {
  if (isHeldAt(state, now)) return false;
  if (state.operation.kind === 'switching') return true;
  const { next, reason } = failbackOutcome(
    state,
    seen,
    { pair, frozen: false, window, input: { kind: 'look' } },
    now,
  );
  return next !== state || (reason === 'refused-unknown' && wasNotAsked(seen));
};
