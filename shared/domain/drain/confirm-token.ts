import type { Release } from '#domain/drain/intent.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';

/**
 * The token by which an operator says "I have seen what this would do, now": a dry run prints it, and it is good for
 * that unit, that verb and that version of the pair only. It is no secret; it stops a stale or copied command.
 */
export const confirmToken = (
  state: PairState,
  unit: UnitName,
  verb: Release['kind'] | 'switchover',
): string => `${verb}-${unit}-of-${state.pairId}-at-${state.version}`;
