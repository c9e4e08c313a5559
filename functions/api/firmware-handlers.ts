import { instantText } from '#contracts/api/views.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { planFirmwareOf } from '#control/operator/plan-firmware.ts';
import { firmwarePlanText } from '#domain/firmware/firmware-plan-text.ts';
import { ok } from '#functions/api/reply.ts';
import { pairIdOf, type RouteHandlers } from '#functions/api/request.ts';

type FirmwareHandlers = Pick<RouteHandlers, 'planFirmware'>;

/** What concerns the firmware of a pair. */
export const makeFirmwareHandlers = (context: OperatorContext): FirmwareHandlers => ({
  planFirmware: async (request) => {
    const { target } = request.body;
    const planned = await planFirmwareOf(context, { pairId: pairIdOf(request), target });
    const { pair, plan } = planned;
    const at = instantText(planned.at);
    const reply = ok({ pairId: pair.id, region: pair.region, at, plan });
    return request.wantsText ? { ...reply, text: firmwarePlanText(pair, plan, at) } : reply;
  },
});
