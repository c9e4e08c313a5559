import { claimDecision, type Remembered, recall } from '#control/operator/claim-decision.ts';
import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { failbackWordsOf } from '#control/operator/failback-words.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { Approval } from '#domain/failback/memory.ts';
import {
  type ApprovalRefusal,
  approveReturn,
  withdrawApproval,
} from '#domain/failback/operator-decisions.ts';
import type { Decision } from '#domain/pair/decision.ts';

export interface ApprovalRequest extends Asked {
  readonly pairId: string;
  /** Only say what would become of it. */
  readonly dryRun: boolean;
}

export interface ApprovalAnswer {
  readonly approval: Approval;
  /** Where the return stands with it. */
  readonly failback: string;
}

const REFUSAL_WORDS: Readonly<Record<ApprovalRefusal, string>> = {
  'no-approval-needed': 'the failback policy of the pair is not manual: it waits for no approval',
  'preferred-is-active': 'the preferred unit is active',
  'preferred-not-ready': 'the preferred unit could not take over now',
  'already-approved': 'the return is approved already',
};

const approve = ({ pair, state, now }: Remembered, { by, why }: Asked): Decision => {
  const decided = approveReturn(state, pair, { by, why, at: now });
  if (typeof decided === 'string') throw new OperatorRefusal(decided, REFUSAL_WORDS[decided]);
  return decided;
};

/**
 * Approves the return of a pair to its preferred unit: claimed and journaled like any decision, for `failback` to carry
 * out when policy says so. Throws OperatorRefusal `unknown-pair`, `overtaken` or why the return is not approved.
 */
export const approveReturnOf = async (
  context: OperatorContext,
  { pairId, dryRun, ...asked }: ApprovalRequest,
): Promise<ApprovalAnswer> => {
  const preview = async (): Promise<Remembered> => {
    const remembered = await recall(context, pairId);
    return { ...remembered, state: approve(remembered, asked).next };
  };
  const approved = dryRun
    ? await preview()
    : await claimDecision(context, pairId, asked, (remembered) => approve(remembered, asked));
  const { by, why } = asked;
  return { approval: { by, why, at: approved.now }, failback: await failbackWordsOf(approved) };
};

/** Takes an approval back. Throws OperatorRefusal `unknown-pair`, `not-approved` or `overtaken`. */
export const withdrawApprovalOf = async (
  context: OperatorContext,
  { pairId, ...asked }: Asked & { readonly pairId: string },
): Promise<void> => {
  await claimDecision(context, pairId, asked, ({ state }) => {
    const decision = withdrawApproval(state);
    if (decision === undefined)
      throw new OperatorRefusal('not-approved', 'no return of the pair is approved');
    return decision;
  });
};
