import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { foresee } from '#control/operator/explain-pair.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { planOf } from '#domain/explain/plan.ts';

export interface OperationCommand extends Asked {
  readonly pairId: string;
  readonly command: 'resume' | 'abort';
}

const NOTHING_WORDS = {
  resume: 'no operation of the pair is halted',
  abort: 'no operation of the pair is under way or halted',
} as const;

/**
 * Resumes or aborts a pair's operation: publishes the command, for `drain` to decide and act. Returns what it would do
 * now. Throws OperatorRefusal `nothing-to-resume` or `nothing-to-abort`.
 */
export const commandOperation = async (
  context: OperatorContext,
  { pairId, command, by, why }: OperationCommand,
): Promise<readonly string[]> => {
  const { pair } = await findPair(context, pairId);
  const { decision } = await foresee(context, pair, { kind: command, why: `${by}: ${why}` });
  if (decision.reason === 'nothing-to-drain')
    throw new OperatorRefusal(`nothing-to-${command}`, NOTHING_WORDS[command]);
  await context.hands.bus.publish([{ detailType: 'Operator Command', detail: { pairId, command, by, why } }]);
  return planOf(pair, decision);
};
