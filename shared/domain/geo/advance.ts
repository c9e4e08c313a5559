import { handOver } from '#domain/geo/hand-over.ts';
import type { GeoOperation, GeoPhase } from '#domain/geo/operation.ts';
import { setLists, type Turn } from '#domain/geo/set-lists.ts';
import { settle } from '#domain/geo/settle.ts';
import type { PairLook, Step } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';
import { takeTurns } from '#domain/pair/turns.ts';

const PHASES: Readonly<Record<GeoPhase, (look: PairLook, op: GeoOperation) => Turn>> = {
  setting: setLists,
  'handing-over': handOver,
  settling: settle,
};

/** Each phase once, and the way back from one unit to the other; more would be a mistake of ours. */
const MOST_TURNS = 6;

/** Counts the changes of the active unit. One that is no handover of our own is a failover. */
const noteRoles = (look: PairLook, op: GeoOperation): GeoOperation => {
  const serving = servingUnit(look);
  if (serving === undefined || serving === op.servedBy) return op;
  const failovers = op.failovers + (op.handover?.to === serving ? 0 : 1);
  return { ...op, servedBy: serving, roleChanges: op.roleChanges + 1, failovers };
};

/**
 * The next step of setting a pair's GEO lists, and the operation as it led there. Each step follows from what is seen, so
 * an action that was lost is asked for again. Total.
 */
export const advanceGeo = (
  look: PairLook,
  given: GeoOperation,
): { readonly step: Step; readonly last: GeoOperation } =>
  takeTurns(PHASES, look, noteRoles(look, given), MOST_TURNS);
