import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';

/** Whether policy leaves returning to the first unit to the units themselves. */
export const leavesReturnToUnits = ({ preferred, failback }: Pair): boolean =>
  preferred === 'first' && failback.policy === 'native';

/** Whether the units themselves should prefer the first one: by policy, and not while they are stopped for flapping. */
export const unitsShouldPreferFirst = (pair: Pair, { failback }: PairState): boolean =>
  leavesReturnToUnits(pair) && failback.flappingSince === undefined;

/** The units whose own preference is known to differ from `prefersFirst`. */
export const unitsPreferringOtherwise = (seen: PairSeen, prefersFirst: boolean): readonly UnitName[] =>
  UNIT_NAMES.filter((unit) => {
    const { loadMaster } = seen.units[unit];
    return (
      loadMaster.kind === 'read' &&
      loadMaster.value.prefersFirst !== undefined &&
      loadMaster.value.prefersFirst !== prefersFirst
    );
  });

/** The units whose preference differs from what is declared: drift. */
export const driftedUnits = (seen: PairSeen, pair: Pair, state: PairState): readonly UnitName[] =>
  unitsPreferringOtherwise(seen, unitsShouldPreferFirst(pair, state));

export const setPreference = (units: readonly UnitName[], prefersFirst: boolean): readonly Action[] =>
  units.map((unit) => ({ kind: 'set-preference', unit, prefersFirst }));
