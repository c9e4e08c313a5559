import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { foresee } from '#control/operator/explain-pair.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { planOf } from '#domain/explain/plan.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';

export interface OperationCommand extends Asked {
  readonly pairId: string;
  readonly command: 'resume' | 'abort';
}

const NOTHING_WORDS = {
  resume: 'no operation of the pair is halted',
  abort: 'no operation of the pair is under way or halted',
} as const;

/** The function whose operation it is; the other finds nothing to do. */
const concernOf = (state: PairState | undefined): 'drain' | 'failback' => {
  if (state === undefined) return 'drain';
  return operationOf(state).kind === 'switching' ? 'failback' : 'drain';
};

/**
 * Resumes or aborts a pair's operation: publishes the command, for the function whose operation it is to decide and act.
 * Returns what it would do now. Throws OperatorRefusal `nothing-to-resume` or `nothing-to-abort`.
 */
export const commandOperation = async (
  context: OperatorContext,
  { pairId, command, by, why }: OperationCommand,
): Promise<readonly string[]> => {
  const { pair, state } = await findPair(context, pairId);
  const input = { kind: command, why: `${by}: ${why}` } as const;
  const { decision } = await foresee(context, pair, { concern: concernOf(state), input });
  if (decision.reason === 'nothing-to-drain' || decision.reason === 'nothing-to-switch')
    throw new OperatorRefusal(`nothing-to-${command}`, NOTHING_WORDS[command]);
  await context.hands.bus.publish([{ detailType: 'Operator Command', detail: { pairId, command, by, why } }]);
  return planOf(pair, decision);
};
