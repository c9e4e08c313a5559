import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { foresee } from '#control/operator/explain-pair.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { planOf } from '#domain/explain/plan.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

export interface OperationCommand extends Asked {
  readonly pairId: string;
  readonly command: 'resume' | 'abort';
}

const NOTHING_WORDS = {
  resume: 'no operation of the pair is halted',
  abort: 'no operation of the pair is under way or halted',
} as const;

const CONCERNS = {
  draining: 'drain',
  switching: 'failback',
  upgrading: 'firmware',
  'syncing-geo': 'geo',
  idle: 'drain',
} as const;

/** The function whose operation it is; the others find nothing to do. */
const concernOf = (state: PairState | undefined): (typeof CONCERNS)[keyof typeof CONCERNS] =>
  CONCERNS[state === undefined ? 'idle' : operationOf(state).kind];

/** What each of them says when there is nothing that the command is for. */
const NOTHING: readonly Reason[] = [
  'nothing-to-drain',
  'nothing-to-switch',
  'nothing-to-change',
  'geo-nothing-to-set',
];

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
  if (NOTHING.includes(decision.reason))
    throw new OperatorRefusal(`nothing-to-${command}`, NOTHING_WORDS[command]);
  await context.hands.bus.publish([{ detailType: 'Operator Command', detail: { pairId, command, by, why } }]);
  return planOf(pair, decision);
};
