import type { Pair } from '#domain/estate/estate.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { classify } from '#domain/pair/situation.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Which LoadMasters watching asks: none while AWS alone shows a steady pair (a steady fleet costs no call to any
 * unit), both otherwise, unless the instance does not run.
 */
export const watchNeedsLoadMaster = (
  state: PairState,
  seen: PairSeen,
  pair: Pair,
  now: EpochMs,
): readonly UnitName[] => {
  const { kind } = classify(state, seen, pair, now);
  if (kind === 'steady' || kind === 'unknown') return [];
  return UNIT_NAMES.filter((name) => {
    const { instance } = seen.units[name];
    return instance.kind === 'read' && instance.value.state === 'running';
  });
};
