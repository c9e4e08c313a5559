import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { restoreBackup } from '#loadmaster/commands/backup.ts';
import { installPatch } from '#loadmaster/commands/firmware.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import type { ByteSource } from '#loadmaster/transport.ts';
import { API_KEY, keyCredentials, PASSWORD, passwordCredentials } from '../scripted-unit.ts';
import { DONE, useTransferWorld } from './transfer-world.ts';

const world = useTransferWorld();
const fails = (code: string) => expect.objectContaining({ name: 'LoadMasterError', code });

const bytesOf = (...chunks: readonly Uint8Array[]): ByteSource => ({ bytes: ReadableStream.from(chunks) });
const IMAGE = [Buffer.from('one'), Buffer.from([0, 255, 10]), Buffer.from('three')];
const LENGTH = Buffer.concat(IMAGE).length;

describe('an upload', () => {
  it.each([
    { what: 'a known length', length: LENGTH, header: { 'content-length': String(LENGTH) } },
    { what: 'an unknown length', length: undefined, header: { 'transfer-encoding': 'chunked' } },
  ])('goes out as it is, of $what', async ({ length, header }) => {
    let seen: unknown;
    const received: Buffer[] = [];
    world.unit.serve = async (request, response) => {
      received.push(await buffer(request));
      seen = { method: request.method, url: request.url, headers: request.headers };
      response.end(DONE);
    };
    await world.inSession((session) =>
      installPatch(session, { ...bytesOf(...IMAGE), ...(length !== undefined && { length }) }),
    );
    expect(received).toEqual([Buffer.concat(IMAGE)]);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/access/installpatch?confirm=yes',
      headers: {
        ...header,
        authorization: `Basic ${Buffer.from(`understudy:${PASSWORD}`).toString('base64')}`,
      },
    });
  });

  it('authenticates with a key in the query', async () => {
    let url: string | undefined;
    world.unit.serve = (request, response) => {
      url = request.url;
      request.resume().on('end', () => response.end(DONE));
    };
    await world.inSession(
      (session) => restoreBackup(session, ['base', 'geo'], bytesOf(...IMAGE)),
      keyCredentials,
    );
    expect(url).toBe(`/access/restore?type=5&apikey=${API_KEY}`);
  });

  it('of 256 MB is never held: the source is asked only as fast as the unit reads', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const chunks = 256;
    let asked = 0;
    let read = 0;
    let furthestAhead = 0;
    const hash = createHash('sha256');
    world.unit.serve = async (request, response) => {
      for await (const piece of request as AsyncIterable<Buffer>) {
        read += piece.length;
        hash.update(piece);
      }
      response.end(DONE);
    };
    const source = async function* () {
      for (; asked < chunks; asked += 1) {
        furthestAhead = Math.max(furthestAhead, asked * chunk.length - read);
        yield chunk;
      }
    };
    await world.inSession((session) =>
      installPatch(session, { bytes: source(), length: chunks * chunk.length }),
    );
    expect(read).toBe(chunks * chunk.length);
    expect(hash.digest('hex')).toBe(
      createHash('sha256')
        .update(Buffer.alloc(chunks * chunk.length, 7))
        .digest('hex'),
    );
    expect(furthestAhead).toBeLessThan(32 * chunk.length);
  });

  it.each([
    {
      what: 'a refusal',
      status: 422,
      body: '<Response stat="422" code="fail"><Error>x</Error></Response>',
      code: 'command',
    },
    {
      what: 'a refusal under HTTP 200',
      status: 200,
      body: '<Response stat="422" code="fail"><Error>x</Error></Response>',
      code: 'command',
    },
    { what: 'other credentials wanted', status: 401, body: '<html>', code: 'auth' },
    { what: 'no API', status: 404, body: '', code: 'api-disabled' },
  ])('reports $what as $code', async ({ status, body, code }) => {
    world.unit.serve = (request, response) =>
      void request.resume().on('end', () => response.writeHead(status).end(body));
    await expect(world.inSession((session) => installPatch(session, bytesOf(...IMAGE)))).rejects.toEqual(
      fails(code),
    );
  });

  it('ends when the unit answers before it has everything, and lets go of the source', async () => {
    world.unit.serve = (_request, response) => void response.writeHead(401).end('<html>');
    const letGo = Promise.withResolvers<void>();
    const endless = async function* () {
      try {
        for (;;) yield Buffer.alloc(256 * 1024);
      } finally {
        letGo.resolve();
      }
    };
    await expect(
      world.inSession((session) => installPatch(session, { bytes: endless() })),
    ).rejects.toMatchObject({
      name: 'LoadMasterError',
    });
    await letGo.promise;
  });

  it('is not completed when the source fails, and throws what that threw', async () => {
    const failure = Object.assign(new Error('source'), { code: 'ECONNRESET' });
    const arrived = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    let completed = 0;
    world.unit.serve = (request) => {
      request.once('data', () => arrived.resolve());
      request
        .on('error', () => aborted.resolve())
        .on('end', () => {
          completed += 1;
        });
    };
    const breaking = async function* () {
      yield Buffer.from('half');
      await arrived.promise;
      throw failure;
    };
    await expect(
      world.inSession((session) => installPatch(session, { bytes: breaking(), length: 8 })),
    ).rejects.toBe(failure);
    await aborted.promise;
    expect(completed).toBe(0);
  });

  it('that is longer than said is not completed, although enough of it came', async () => {
    const arrived = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    let completed = 0;
    world.unit.serve = (request, response) => {
      request.once('data', () => arrived.resolve());
      request
        .on('error', () => ended.resolve())
        .on('end', () => {
          completed += 1;
          response.end(DONE);
          ended.resolve();
        });
    };
    const longer = async function* () {
      yield Buffer.from('abcd');
      await arrived.promise;
      yield Buffer.from('efgh');
      await ended.promise;
    };
    const upload = world.inSession((session) => installPatch(session, { bytes: longer(), length: 5 }));
    await expect(upload).rejects.toThrow(RangeError);
    await ended.promise;
    expect(completed).toBe(0);
  });

  it('that was answered early does not stand in the way of the next call', async () => {
    const letGo = Promise.withResolvers<void>();
    world.unit.serve = (request, response) => {
      if (request.url === '/accessv2') response.end('{"code":200,"hastatus":"Active","status":"ok"}');
      else response.writeHead(422).end('<Response stat="422"><Error>no room</Error></Response>');
    };
    const waiting = async function* () {
      yield Buffer.from('beginning');
      await letGo.promise;
    };
    await world.inSession(async (session) => {
      await expect(installPatch(session, { bytes: waiting() })).rejects.toEqual(fails('command'));
      expect(await getHaStatus(session)).toBe('active');
      letGo.resolve();
    });
  });

  it.each([LENGTH - 1, LENGTH + 1])('of another length than said is not completed: %i', async (length) => {
    let completed = 0;
    world.unit.serve = (request, response) => {
      request.resume().on('end', () => {
        completed += 1;
        response.end(DONE);
      });
      request.on('error', () => undefined);
    };
    const upload = world.inSession((session) => installPatch(session, { ...bytesOf(...IMAGE), length }));
    await expect(upload).rejects.toThrow(RangeError);
    expect(completed).toBe(0);
  });

  it('has a time of its own, also when the unit stops reading or the source says nothing', async () => {
    world.limits = { transferMs: 80 };
    world.unit.serve = (request) => void request.pause();
    const endless = async function* () {
      for (;;) yield Buffer.alloc(1024 * 1024);
    };
    const silent = async function* () {
      yield Buffer.from('x');
      await new Promise(() => undefined);
    };
    for (const bytes of [endless(), silent()]) {
      await expect(world.inSession((session) => installPatch(session, { bytes }))).rejects.toEqual(
        fails('timeout'),
      );
    }
  });

  it('does not use up the session’s time', async () => {
    world.unit.serve = (request, response) => {
      if (request.url?.startsWith('/accessv2')) {
        response.end('{"code":200,"hastatus":"Active","status":"ok"}');
        return;
      }
      world.now += 400_000;
      request.resume().on('end', () => response.end(DONE));
    };
    await world.inSession(async (session) => {
      await installPatch(session, bytesOf(...IMAGE));
      expect(await getHaStatus(session)).toBe('active');
    });
  });

  it('never shows credentials in an error', async () => {
    world.unit.serve = (request, response) =>
      void request
        .resume()
        .on('end', () =>
          response
            .writeHead(422)
            .end(
              `<Response stat="422"><Error>${API_KEY} ${encodeURIComponent(PASSWORD)} ${PASSWORD.replaceAll('"', '&quot;')} ${request.headers.authorization}</Error></Response>`,
            ),
        );
    for (const credentials of [passwordCredentials, keyCredentials]) {
      const error: unknown = await world
        .inSession((session) => installPatch(session, bytesOf(...IMAGE)), credentials)
        .catch((caught: unknown) => caught);
      const secret = credentials.kind === 'api-key' ? API_KEY : PASSWORD;
      for (const spelling of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(`understudy:${secret}`).toString('base64'),
      ]) {
        expect(JSON.stringify(error) + String(error)).not.toContain(spelling);
      }
    }
  });
});
