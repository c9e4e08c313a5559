import { claimDecision } from '#control/operator/claim-decision.ts';
import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { failbackWordsOf } from '#control/operator/failback-words.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { acknowledgeFlap } from '#domain/failback/operator-decisions.ts';

/**
 * Lets a pair that returned too often return again: claimed and journaled like any decision. Returns where the return
 * stands then. Throws OperatorRefusal `unknown-pair`, `not-flapping` or `overtaken`.
 */
export const acknowledgeFlapping = async (
  context: OperatorContext,
  { pairId, ...asked }: Asked & { readonly pairId: string },
): Promise<string> =>
  failbackWordsOf(
    await claimDecision(context, pairId, asked, ({ state }) => {
      const decision = acknowledgeFlap(state);
      if (decision === undefined) throw new OperatorRefusal('not-flapping', 'returns have not stopped');
      return decision;
    }),
  );
