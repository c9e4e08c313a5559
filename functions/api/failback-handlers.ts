import { approvalView } from '#contracts/api/failback-views.ts';
import { acknowledgeFlapping } from '#control/operator/acknowledge-flapping.ts';
import { approveReturnOf, withdrawApprovalOf } from '#control/operator/approve-return.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { requestSwitchover, type SwitchoverRequest } from '#control/operator/request-switchover.ts';
import { type ApiReply, accepted, ok } from '#functions/api/reply.ts';
import { pairIdOf, type RouteHandlers } from '#functions/api/request.ts';

type FailbackHandlers = Pick<
  RouteHandlers,
  'requestSwitchover' | 'returnNow' | 'approveReturn' | 'withdrawApproval' | 'acknowledgeFlapping'
>;

const order = async (context: OperatorContext, asked: SwitchoverRequest): Promise<ApiReply> => {
  const { pairId, to } = asked;
  const { kind, ...answer } = await requestSwitchover(context, asked);
  const reply = { pairId, to, dryRun: kind === 'dry-run', ...answer };
  return kind === 'requested' ? accepted(reply) : ok(reply);
};

/** What changes the roles of a pair, or lets policy change them back. */
export const makeFailbackHandlers = (context: OperatorContext): FailbackHandlers => ({
  requestSwitchover: async (request) => {
    const { by, body, intentId: requestId } = request;
    return order(context, { ...body, pairId: pairIdOf(request), by, requestId, cause: 'switchover' });
  },
  returnNow: async (request) => {
    const { by, body, intentId: requestId } = request;
    const cause = 'failback-now';
    return order(context, { ...body, to: 'first', pairId: pairIdOf(request), by, requestId, cause });
  },
  approveReturn: async (request) => {
    const { by, body } = request;
    const pairId = pairIdOf(request);
    const { approval, failback } = await approveReturnOf(context, { ...body, pairId, by });
    return ok({ pairId, dryRun: body.dryRun, approval: approvalView(approval), failback });
  },
  withdrawApproval: async (request) => {
    const pairId = pairIdOf(request);
    await withdrawApprovalOf(context, { pairId, by: request.by, why: request.body.why });
    return ok({ pairId, approved: false });
  },
  acknowledgeFlapping: async (request) => {
    const pairId = pairIdOf(request);
    const failback = await acknowledgeFlapping(context, { pairId, by: request.by, why: request.body.why });
    return ok({ pairId, flapping: false, failback });
  },
});
