import { geoDriftView, geoPlanView, geoView } from '#contracts/api/geo-views.ts';
import { instantText } from '#contracts/api/views.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { lookForDrift } from '#control/operator/geo-drift.ts';
import { geoDriftText } from '#control/operator/geo-drift-text.ts';
import { planGeoOf } from '#control/operator/geo-plan.ts';
import { readGeoStatus } from '#control/operator/geo-status.ts';
import { geoStatusText } from '#control/operator/geo-status-text.ts';
import { syncGeo } from '#control/operator/geo-sync.ts';
import { takeBackTurn } from '#control/operator/geo-turns.ts';
import { planGeoText } from '#domain/geo/plan-geo-text.ts';
import { type ApiReply, accepted, ok } from '#functions/api/reply.ts';
import { type ApiRequest, clusterOf, type RouteHandlers } from '#functions/api/request.ts';

type GeoHandlers = Pick<RouteHandlers, 'getGeo' | 'planGeo' | 'getGeoDrift' | 'syncGeo' | 'takeBackTurn'>;

const shown = ({ wantsText }: ApiRequest<unknown, unknown>, body: unknown, text: () => string): ApiReply =>
  wantsText ? { ...ok(body), text: text() } : ok(body);

/** What concerns GEO lists. */
export const makeGeoHandlers = (context: OperatorContext): GeoHandlers => {
  const { region, hands } = context;
  return {
    getGeo: async (request) => {
      const status = await readGeoStatus(context);
      return shown(request, geoView(status), () => geoStatusText(status));
    },
    planGeo: async (request) => {
      const plan = await planGeoOf(context, request.query.cluster);
      const body = { region, at: instantText(hands.clock.now()), ...geoPlanView(plan) };
      return shown(request, body, () => planGeoText(plan));
    },
    getGeoDrift: async (request) => {
      const look = await lookForDrift(context, request.query.cluster);
      return shown(request, geoDriftView(region, look), () => geoDriftText(region, look));
    },
    syncGeo: async ({ by, body, intentId: requestId }) => {
      const { cluster, members = [], why, dryRun } = body;
      const meant = cluster === undefined ? { members } : { cluster };
      const { kind, plan, ...answer } = await syncGeo(context, { requestId, by, why, dryRun, meant });
      const reply = { requestId, dryRun, ...answer, plan: geoPlanView(plan) };
      return kind === 'requested' ? accepted(reply) : ok(reply);
    },
    takeBackTurn: async (request) => {
      const { by, body } = request;
      const taken = await takeBackTurn(context, { ...body, by, cluster: clusterOf(request) });
      const { at, ...who } = taken.takenBack;
      const { number: turn, pairId, region: of } = taken.turn;
      const { cluster } = taken;
      return ok({ cluster, turn, pairId, region: of, takenBack: { ...who, at: instantText(at) } });
    },
  };
};
