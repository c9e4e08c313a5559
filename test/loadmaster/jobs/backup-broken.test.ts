import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { backUp } from '#loadmaster/jobs/backup.ts';
import { contentOf, type FirmwareBucket } from '#loadmaster/jobs/firmware-bucket.ts';
import { declaredPair, resolving } from '../declared-pair.ts';
import { type Serve, useRawUnit } from '../raw-unit.ts';
import { passwordCredentials } from '../scripted-unit.ts';

const unit = useRawUnit();
const clock = { now: () => 0, sleep: async () => undefined };
const VERSION = '{"code":200,"version":"7.2.60.0.22525.RELEASE","status":"ok"}';

const backUpTo = (putBackup: FirmwareBucket['putBackup']) =>
  backUp(
    {
      client: makeLoadMasterClient({ clock }),
      resolve: resolving(() => ({ pair: declaredPair({ first: unit.endpoint, second: unit.endpoint }) })),
      credentials: {
        read: async () => ({ kind: 'credentials', credentials: passwordCredentials }),
        forget: () => undefined,
      },
      bucket: {
        putBackup,
        head: () => Promise.reject(new Error('not to be asked')),
        open: () => {
          throw new Error('not to be asked');
        },
      },
      now: clock.now,
    },
    { pairId: 'dublin-1', unit: 'first' },
  );

/** Answers `backup` as told, and everything else as a unit. */
const serveBackup = (answer: Serve): void => {
  unit.serve = (request, response) => {
    if (request.url === '/accessv2') response.end(VERSION);
    else answer(request, response);
  };
};

describe('a unit that sends no backup', () => {
  it.each([
    { what: 'no bytes', serve: (response: ServerResponse) => response.end() },
    {
      what: 'a reply instead',
      serve: (response: ServerResponse) =>
        response.end('<Response stat="200" code="ok"><Success>Command completed ok</Success></Response>'),
    },
  ])('but $what has sent an empty one', async ({ serve }) => {
    serveBackup((_request, response) => serve(response));
    expect(await backUpTo((_key, content) => contentOf({ bytes: content }))).toMatchObject({
      state: 'failed',
      code: 'backup-empty',
    });
  });

  it.each([
    { what: 'a page', serve: (response: ServerResponse) => response.end('<html>') },
    {
      what: 'what is not HTTP',
      serve: (response: ServerResponse) => response.socket?.end('SSH-2.0\r\n\r\n'),
    },
  ])('but $what is not taken for one that sent nothing', async ({ serve }) => {
    serveBackup((_request, response) => void serve(response));
    expect(await backUpTo((_key, content) => contentOf({ bytes: content }))).toMatchObject({
      state: 'failed',
      code: 'loadmaster-garbage',
    });
  });

  it('to its end has it stored by nobody', async () => {
    serveBackup((_request, response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000 }).write(Buffer.alloc(500_000, 7));
      void setImmediate().then(() => response.destroy());
    });
    let wasStored = false;
    const end = await backUpTo(async (_key, content) => {
      const stored = await contentOf({ bytes: content });
      wasStored = true;
      return stored;
    });
    expect(end).toMatchObject({ state: 'failed', code: 'loadmaster-unreachable' });
    expect(wasStored).toBe(false);
  });
});
