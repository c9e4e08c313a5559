import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadMasterError } from '#loadmaster/error.ts';
import { readCertificate } from '#loadmaster/read-certificate.ts';
import { type ScriptedUnit, startScriptedUnit } from './scripted-unit.ts';

const PATIENT_MS = 5_000;

describe('the certificate of a unit', () => {
  let unit: ScriptedUnit;
  beforeEach(async () => {
    unit = await startScriptedUnit();
  });
  afterEach(() => unit.stop());

  it('is read with all that tells it from another', async () => {
    const shown = new X509Certificate(unit.certificate.cert);
    expect(await readCertificate(unit.endpoint.management, PATIENT_MS)).toEqual({
      certificateSha256: unit.certificate.sha256,
      subject: 'CN=127.0.0.1',
      issuer: 'CN=127.0.0.1',
      validFrom: Date.parse(shown.validFrom),
      validTo: Date.parse(shown.validTo),
      keyType: 'ec prime256v1',
    });
  });

  it('is read without a byte of a request', async () => {
    await readCertificate(unit.endpoint.management, PATIENT_MS);
    await unit.disconnected();
    expect([unit.connections(), unit.requestBytes(), unit.received.length]).toEqual([1, 0, 0]);
  });
});

describe('no certificate', () => {
  let server: Server;
  let serve: (socket: Socket) => void;
  const sockets: Socket[] = [];
  const management = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      serve(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  it.each<{ when: string; answer: (socket: Socket) => void; code: string }>([
    { when: 'nobody answers', answer: () => undefined, code: 'timeout' },
    { when: 'the peer hangs up', answer: (socket) => socket.end(), code: 'unreachable' },
    { when: 'the peer resets', answer: (socket) => socket.resetAndDestroy(), code: 'unreachable' },
    {
      when: 'the peer does not speak TLS',
      answer: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      code: 'garbage',
    },
  ])('is $code when $when', async ({ answer, code }) => {
    serve = answer;
    const error = await readCertificate(management(), code === 'timeout' ? 30 : PATIENT_MS).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LoadMasterError);
    expect(error).toMatchObject({ code });
  });

  it('is unreachable where nobody listens', async () => {
    const closed = management();
    await new Promise((resolve) => server.close(resolve));
    await expect(readCertificate(closed, PATIENT_MS)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
