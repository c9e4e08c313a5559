import { type PairLook, type Step, wait } from '#domain/pair/look.ts';
import type { Operation } from '#domain/pair/state.ts';

/*
 * Operations in phases: on one look a phase either makes a step, or hands the operation on to another phase, which then
 * decides on the same look.
 */

type InPhases = Exclude<Operation, { readonly kind: 'idle' | 'halted' }>;

export type Turn<Op extends InPhases> = Step | { readonly goOn: Op };

export type Phase<Op extends InPhases> = (look: PairLook, op: Op) => Turn<Op>;

export const goOn = <Op extends InPhases>(op: Op): Turn<Op> => ({ goOn: op });

/**
 * Hands an operation from phase to phase until one makes a step. Returns that, and the operation as it led there. More
 * than `mostTurns` would be a mistake of ours: then nothing is done at this look. Total.
 */
export const takeTurns = <Op extends InPhases>(
  phases: Readonly<Record<Op['phase'], Phase<Op>>>,
  look: PairLook,
  given: Op,
  mostTurns: number,
): { readonly step: Step; readonly last: Op } => {
  let op = given;
  for (let turns = 0; turns < mostTurns; turns++) {
    const phase: Op['phase'] = op.phase;
    const turn = phases[phase](look, op);
    if (!('goOn' in turn)) return { step: turn, last: op };
    op = turn.goOn;
  }
  return { step: wait(op, 'waiting-unknown'), last: op };
};
