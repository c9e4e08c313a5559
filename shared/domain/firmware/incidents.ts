import { runSame } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation, Incident } from '#domain/firmware/operation.ts';
import { MIXED_LIMIT_MS } from '#domain/firmware/timing.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';

/** A pair that goes on and on is told by the first of it. */
const INCIDENTS_KEPT = 20;

export const noteIncident = (op: FirmwareOperation, incident: Incident): FirmwareOperation =>
  op.incidents.length >= INCIDENTS_KEPT ? op : { ...op, incidents: [...op.incidents, incident] };

/** Counts the changes of the active unit. One that is no handover of our own is a failover, and people are to know. */
export const noteRoles = (look: PairLook, op: FirmwareOperation): FirmwareOperation => {
  const serving = servingUnit(look);
  if (serving === undefined || serving === op.servedBy) return op;
  const changed = { ...op, servedBy: serving, roleChanges: op.roleChanges + 1 };
  if (op.handover?.to === serving) return changed;
  return noteIncident(changed, { at: look.now, what: 'failover', unit: serving });
};

/** Whoever had a unit start other firmware than its partner runs: from here on it counts. */
export const noteMixed = (look: PairLook, op: FirmwareOperation): FirmwareOperation =>
  op.mixedSince === undefined && runSame(look) === false ? { ...op, mixedSince: look.now } : op;

/** The units have run different firmware for too long, and nobody was told yet. */
export const isMixedTooLong = ({ mixedSince, mixedTold }: FirmwareOperation, now: number): boolean =>
  mixedSince !== undefined && mixedTold === undefined && now - mixedSince > MIXED_LIMIT_MS;

export const noteMixedTooLong = (op: FirmwareOperation, now: number): FirmwareOperation => ({
  ...noteIncident(op, { at: now, what: 'mixed-too-long' }),
  mixedTold: true,
});
