import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { unread } from './clean-snapshot.ts';

/** What is to be done about the faults that one rule finds, or why not now. */
export interface FixCase {
  readonly words: string;
  readonly rule: string;
  readonly snapshot: PairSnapshot;
  /** In words, one for each fault, in order. */
  readonly fixes: readonly string[];
}

/** The LoadMaster of this unit does not answer. */
export const silent = (unit: UnitName, from: PairSnapshot): PairSnapshot => ({
  ...from,
  units: { ...from.units, [unit]: { ...from.units[unit], loadMaster: unread('loadmaster-unreachable') } },
});
