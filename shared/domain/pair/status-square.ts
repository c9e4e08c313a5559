import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import type { SituationRecord } from '#domain/pair/state.ts';
import type { UnitViews } from '#domain/pair/unit-view.ts';

/**
 * The coloured square by which the LoadMaster's own interface shows a unit (High Availability, "HA status squares"):
 * green paired, with an A on the active unit; red or yellow not able to take over; blue pacified;
 * grey indeterminate, or both active; none where HA is not set up.
 */
export interface StatusSquare {
  readonly colour: 'green' | 'yellow' | 'red' | 'blue' | 'grey' | 'none';
  readonly active: boolean;
}

/** Colours one unit of a look. Pure. */
export const statusSquare = (name: UnitName, views: UnitViews, situation: SituationRecord): StatusSquare => {
  const unit = views[name];
  const active = unit.health === 'healthy';
  if (unit.pacified) return { colour: 'blue', active: false };
  if (unit.instance !== 'running' && unit.instance !== 'unknown') return { colour: 'red', active: false };
  if (situation.kind === 'unconnected') return { colour: 'none', active: false };
  if (unit.health === 'unknown') return { colour: 'grey', active: false };
  if (active && views[otherUnit(name)].health === 'healthy') return { colour: 'grey', active: true };
  if (active || (unit.canTakeOver && situation.active !== name)) return { colour: 'green', active };
  return { colour: unit.canTakeOver ? 'yellow' : 'red', active: false };
};
