import type { PairLook, Step } from '#domain/pair/look.ts';
import { takeTurns } from '#domain/pair/turns.ts';
import { handOver, prepare } from '#domain/switchover/hand-over.ts';
import type { SwitchOperation, SwitchPhase } from '#domain/switchover/operation.ts';
import { settle } from '#domain/switchover/settle.ts';
import { stepDown } from '#domain/switchover/step-down.ts';
import type { Phase } from '#domain/switchover/turn.ts';
import { undo } from '#domain/switchover/undo.ts';

const PHASES: Readonly<Record<SwitchPhase, Phase>> = {
  preparing: prepare,
  'handing-over': handOver,
  'stepping-down': stepDown,
  settling: settle,
  undoing: undo,
};

/** A phase hands on to a later one, or turns round once; more changes on one look would be a mistake of ours. */
const MOST_TURNS = 6;

/** The next step of a switchover. Each follows from what is seen, so an action that was lost is asked for again. Total. */
export const advanceSwitch = (look: PairLook, given: SwitchOperation): Step =>
  takeTurns(PHASES, look, given, MOST_TURNS).step;
