import { rolloutReportView, rolloutSummaryView, rolloutView } from '#contracts/api/rollout-views.ts';
import { commandRolloutOf, rollBack } from '#control/operator/command-rollout.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { planRollout } from '#control/operator/plan-rollout.ts';
import { findEndedRollout, findRollout, rolloutNow } from '#control/operator/read-rollouts.ts';
import type { RolloutRecord } from '#control/ports.ts';
import { reportOf } from '#domain/rollout/rollout-report.ts';
import { rolloutReportText } from '#domain/rollout/rollout-report-text.ts';
import { rolloutText } from '#domain/rollout/rollout-text.ts';
import { type ApiReply, created, ok } from '#functions/api/reply.ts';
import { type ApiRequest, type RouteHandlers, rolloutIdOf } from '#functions/api/request.ts';

type RolloutHandlers = Pick<
  RouteHandlers,
  'planRollout' | 'listRollouts' | 'getRollout' | 'getRolloutReport' | 'commandRollout'
>;

const leftOutText = (damaged: readonly string[]): string =>
  damaged.length === 0 ? '' : `left out, because it cannot be read: ${damaged.join(', ')}\n`;

/** What concerns rollouts of firmware. */
export const makeRolloutHandlers = (context: OperatorContext): RolloutHandlers => {
  const show = async (
    { wantsText }: ApiRequest<unknown, unknown>,
    record: RolloutRecord,
    answer: (body: object) => ApiReply,
  ): Promise<ApiReply> => {
    const { rollout, progress, window, now } = await rolloutNow(context, record);
    const reply = answer(rolloutView(record, window, now));
    return wantsText ? { ...reply, text: rolloutText(rollout, progress, window, now) } : reply;
  };

  return {
    planRollout: async (request) => {
      const { by, body, intentId: requestId } = request;
      const { all, pairs, regions, ...asked } = body;
      const selector = {
        ...(all === undefined ? {} : { all }),
        ...(pairs === undefined ? {} : { pairs }),
        ...(regions === undefined ? {} : { regions }),
      };
      const { damaged, ...planned } = await planRollout(context, { ...asked, by, requestId, selector });
      const reply = await show(request, planned, (rollout) => created({ ...rollout, damaged }));
      return reply.text === undefined ? reply : { ...reply, text: `${reply.text}${leftOutText(damaged)}` };
    },
    listRollouts: async () => {
      const { rollouts, damaged } = await context.rollouts.readRollouts();
      const now = context.hands.clock.now();
      return ok({ rollouts: rollouts.map((record) => rolloutSummaryView(record, now)), damaged });
    },
    getRollout: async (request) => show(request, await findRollout(context, rolloutIdOf(request)), ok),
    getRolloutReport: async (request) => {
      const ended = await findEndedRollout(context, rolloutIdOf(request));
      const { rollout, progress, now } = ended;
      const reply = ok(rolloutReportView(ended, now));
      return request.wantsText
        ? { ...reply, text: rolloutReportText(reportOf(rollout, progress, now)) }
        : reply;
    },
    commandRollout: async (request) => {
      const { by, body, intentId: requestId } = request;
      const { command, why, leaveOutRefused = false } = body;
      const order = { rolloutId: rolloutIdOf(request), by, why };
      if (command === 'roll-back')
        return show(request, await rollBack(context, { ...order, requestId }), created);
      return show(request, await commandRolloutOf(context, { ...order, command, leaveOutRefused }), ok);
    },
  };
};
