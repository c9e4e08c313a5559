import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { setListsWords } from '#domain/explain/geo-words.ts';
import { listsOf } from '#domain/geo/geo-look.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';

const takeOver = (unit: UnitName): string => `have ${unit} take over, then reboot ${otherUnit(unit)}`;

/** Of the handover that is under way: by what is ahead of it still. */
const handoverSteps = (unit: UnitName, serves: UnitName): readonly string[] => [
  ...(serves === unit ? [`reboot ${otherUnit(unit)}`] : [takeOver(unit)]),
  `see ${otherUnit(unit)} back, standing by and answering 503`,
];

const firstSteps = (op: GeoOperation, unit: UnitName): readonly string[] => {
  const { handover, servedBy, units } = op;
  const { job, timesSet } = units[unit];
  const move =
    handover !== undefined ? handoverSteps(handover.to, servedBy) : servedBy === unit ? [] : [takeOver(unit)];
  const isSet = timesSet > 0 && job === undefined && handover === undefined;
  return [
    ...move,
    ...(isSet ? [] : [setListsWords(unit, listsOf(op, unit))]),
    `read the lists of ${unit} again, and see that they are as declared`,
  ];
};

/** What is right already is left alone, and nobody is rebooted for it: that is only known once it is its turn. */
const laterSteps = (op: GeoOperation, unit: UnitName): readonly string[] => {
  const unless = `unless the lists of ${unit} are as declared already`;
  return [`${unless}: ${takeOver(unit)}`, `${unless}: ${setListsWords(unit, listsOf(op, unit))}`];
};

/** What is ahead of a change of GEO lists if all goes well: the master first, then the other unit. */
export const geoStepsAhead = (op: GeoOperation): readonly string[] => {
  const { order, phase } = op;
  const unit = op.unit ?? order.master;
  const onTheWay =
    phase === 'settling'
      ? []
      : [...firstSteps(op, unit), ...(unit === order.master ? laterSteps(op, otherUnit(unit)) : [])];
  return [...onTheWay, 'put the preferred host back to what is declared, where that moves no role'];
};
