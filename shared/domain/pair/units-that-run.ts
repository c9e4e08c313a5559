import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';

/** The units whose instance was seen to run: only their LoadMasters can answer. */
export const unitsThatRun = (seen: PairSeen): readonly UnitName[] =>
  UNIT_NAMES.filter((name) => {
    const { instance } = seen.units[name];
    return instance.kind === 'read' && instance.value.state === 'running';
  });
