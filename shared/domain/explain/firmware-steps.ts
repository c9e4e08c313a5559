import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { gainsSecret, partsPair } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation, FirmwarePhase } from '#domain/firmware/operation.ts';

const unitSteps = (op: FirmwareOperation, unit: UnitName, installed: boolean): readonly string[] => {
  const { target } = op.order;
  const serves = op.servedBy === unit;
  return [
    ...(installed ? [] : [`put ${target} onto ${unit}`]),
    serves
      ? `have ${otherUnit(unit)} take over, then reboot ${unit}`
      : `reboot ${unit}, while ${otherUnit(unit)} serves`,
    ...(gainsSecret(op, unit) ? [`set the partner secret on ${unit} as soon as it is up`] : []),
    `see ${unit} back on ${target}, standing by and answering 503`,
  ];
};

const PHASES: readonly FirmwarePhase[] = ['backing-up', 'preparing', 'installing', 'rebooting', 'settling'];

/** The units that are not done, in the order in which they would be by their roles of now. */
const unitsAhead = ({ units, unit, servedBy }: FirmwareOperation): readonly UnitName[] => {
  const standby = otherUnit(servedBy);
  const order = unit === undefined ? [standby, servedBy] : [unit, otherUnit(unit)];
  return order.filter((each) => units[each].backAt === undefined);
};

/** What is ahead of a change of firmware if all goes well. */
export const firmwareStepsAhead = (op: FirmwareOperation): readonly string[] => {
  const at = PHASES.indexOf(op.phase);
  const before = [
    'make backups of both units and verify them',
    'set both units to No Preferred Host, so that no role moves half-way',
  ].slice(at);
  const onTheWay = op.phase === 'settling' ? [] : unitsAhead(op);
  const isOn = (unit: UnitName): boolean => op.units[unit].installedAt !== undefined;
  const first = partsPair(op) ? onTheWay.filter((unit) => !isOn(unit)) : [];
  return [
    ...before,
    ...first.map((unit) => `put ${op.order.target} onto ${unit}`),
    ...onTheWay.flatMap((unit) => unitSteps(op, unit, isOn(unit) || first.includes(unit))),
    'put the preferred host back to what is declared, where that moves no role',
    'see that as many virtual services are up as before',
  ];
};
