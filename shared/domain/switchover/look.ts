import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import type { PairLook } from '#domain/pair/look.ts';
import type { LoadMasterSeen } from '#domain/pair/seen.ts';
import type { UnitView } from '#domain/pair/unit-view.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';

/** The unit that gives up the active role. */
export const oldActive = (op: SwitchOperation): UnitName => otherUnit(op.to);

export const oldView = (look: PairLook, op: SwitchOperation): UnitView => look.views[oldActive(op)];

export const newView = (look: PairLook, op: SwitchOperation): UnitView => look.views[op.to];

/** What a unit's LoadMaster says; undefined where it was not read. */
export const loadMasterSays = (look: PairLook, unit: UnitName): LoadMasterSeen | undefined => {
  const { loadMaster } = look.seen.units[unit];
  return loadMaster.kind === 'read' ? loadMaster.value : undefined;
};

/** It is a step of an operation that goes on afterwards. */
export const isPartOfAnother = ({ request }: SwitchOperation): boolean =>
  request.cause === 'firmware' || request.cause === 'geo';

/**
 * The old unit is made a standby by a reboot: a first unit has no other way, and other firmware or new GEO lists ask for
 * one anyhow. A second unit gives way to the first under Prefer First.
 */
export const stepsDownByReboot = (op: SwitchOperation): boolean => op.to === 'second' || isPartOfAnother(op);

export const isForced = (op: SwitchOperation): boolean => op.request.confirm !== undefined;

/** The load balancer has the new unit and not the old one, in every target group. */
export const isHandedOver = (look: PairLook, op: SwitchOperation): boolean =>
  newView(look, op).serving && oldView(look, op).health === 'unhealthy';

export const isUnseen = ({ health, instance }: UnitView): boolean =>
  health === 'unknown' || instance === 'unknown';

/** The load balancer, or EC2, does not say what it thinks of either unit: unknown never acts. */
export const areUnseen = (look: PairLook, op: SwitchOperation): boolean =>
  isUnseen(newView(look, op)) || isUnseen(oldView(look, op));

/** Its instance does not run, and is not known to be about to. */
export const isDown = ({ instance }: UnitView): boolean =>
  instance !== 'running' && instance !== 'unknown' && instance !== 'pending';
