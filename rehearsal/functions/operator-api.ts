import { randomUUID } from 'node:crypto';
import type { AuditContext } from '#control/operator/audits.ts';
import { makeApi } from '#functions/api/handler.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';
import { type HttpFunction, type HttpGateway, startHttpGateway } from '#rehearsal/functions/http-gateway.ts';
import openApi from '../../docs/openapi.json' with { type: 'json' };

/** The operators' API of one region, open on loopback: who asks is taken from a header. */
export const startOperatorApi = (
  context: AuditContext,
  enrolment: UnitEnrolment,
  onDefect: (error: unknown) => void,
): Promise<HttpGateway> => {
  const api = makeApi({
    ...context,
    enrolment,
    trust: 'local',
    newIntentId: randomUUID,
    openApi,
    onOrdered: () => undefined,
    onAnswered: ({ error }) => {
      if (error !== undefined) onDefect(error);
    },
  });
  // Middy's handler also has Lambda's callback style; it is called in the other one.
  return startHttpGateway(api as HttpFunction, onDefect);
};
