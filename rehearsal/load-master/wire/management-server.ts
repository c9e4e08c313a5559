import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Management } from '#rehearsal/load-master/api/management.ts';
import { receiveUpload, type Upload } from '#rehearsal/load-master/api/upload.ts';
import type { AccessLog } from '#rehearsal/load-master/wire/access-log.ts';
import { type Answer, html, send, sendDirty } from '#rehearsal/load-master/wire/answer.ts';
import { answerV1, isV1, LONGEST_URL } from '#rehearsal/load-master/wire/api-v1.ts';
import { answerV2, isV2 } from '#rehearsal/load-master/wire/api-v2.ts';
import type { UnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { UnitListener } from '#rehearsal/load-master/wire/unit-listener.ts';
import type { Network } from '#rehearsal/network.ts';

export interface ManagementListener {
  readonly listener: UnitListener;
  /** What connects from now on meets this certificate. */
  showCertificate(certificate: UnitCertificate): void;
}

/** HTTPS with the unit's own certificate; v1 under `/access/`, v2 under `/accessv2`. */
export const makeManagementListener = (
  management: Management,
  certificate: UnitCertificate,
  network: Network,
  accessLog: AccessLog,
): ManagementListener => {
  const { unit } = management;
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    serve(management, accessLog, request, response).catch((error: unknown) => {
      // A client that went away in the middle of its request; anything else is a bug of the simulator.
      if (!request.socket.destroyed) throw error;
    });
  });
  // A client that refuses the certificate: nothing to do about it here.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const listener = new UnitListener(network, unit.address, (socket) => {
    if (unit.machine() !== 'hung') server.emit('connection', socket);
  });
  return { listener, showCertificate: ({ cert, key }) => server.setSecureContext({ cert, key }) };
};

const serve = async (
  management: Management,
  accessLog: AccessLog,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { unit, scheduler } = management;
  const url = request.url ?? '/';
  const isCall = isV1(url) || isV2(url);
  const at = scheduler.now();
  if (isCall && !management.admit()) {
    accessLog.note({ at, status: 'dropped' });
    if (unit.behaviour.rateLimitAction === 'reset') request.socket.destroy();
    return;
  }
  if (isV1(url) && url.length > LONGEST_URL) {
    request.socket.destroy();
    return;
  }
  const body = await receiveUpload(request);
  if (body === undefined || unit.machine() === 'hung') return;
  const answer = answerTo(management, request, url, body);
  if (isCall) accessLog.note({ at, status: answer.status });
  await taking(management, answer);
  if (unit.machine() === 'hung' || request.socket.destroyed) return;
  if (unit.behaviour.emitDirtyHeader && isCall) sendDirty(request, answer);
  else send(response, answer);
};

/** A unit that goes down meanwhile breaks the connection off, so that there is nobody to answer any more. */
const taking = ({ scheduler }: Management, { takesMs }: Answer): Promise<void> | undefined =>
  takesMs === undefined
    ? undefined
    : new Promise((resolve) => {
        scheduler.after(takesMs, resolve);
      });

const answerTo = (management: Management, request: IncomingMessage, url: string, body: Upload): Answer => {
  const { method = '', headers } = request;
  if (isV2(url)) return answerV2(management, { method, headers, body });
  return isV1(url) ? answerV1(management, { url, headers, body }) : html(404, 'Not Found');
};
