import type { PairLook, Step } from '#domain/pair/look.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';

/** What a phase makes of a look: a step, or the operation in another phase, which then decides on the same look. */
export type Turn = Step | { readonly goOn: SwitchOperation };

export type Phase = (look: PairLook, op: SwitchOperation) => Turn;

export const goOn = (op: SwitchOperation): Turn => ({ goOn: op });
