import { describe, expect, it } from 'vitest';
import { downloadBackup } from '#loadmaster/commands/backup.ts';
import { DONE, useTransferWorld } from './transfer-world.ts';

const world = useTransferWorld();
const fails = (code: string) => expect.objectContaining({ name: 'LoadMasterError', code });

describe('a download', () => {
  const fetchBackup = async (): Promise<Buffer> => {
    const chunks: Uint8Array[] = [];
    await world.inSession((session) => downloadBackup(session, async (chunk) => void chunks.push(chunk)));
    return Buffer.concat(chunks);
  };

  it.each(['x', 'abc'.repeat(1000), '\n<tar>'])('gives the bytes as they are: %#', async (content) => {
    world.unit.serve = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      for (const character of content.slice(0, 5)) response.write(character);
      response.end(content.slice(5));
    };
    expect((await fetchBackup()).toString()).toBe(content);
  });

  it('is read only as fast as the sink takes it', async () => {
    let written = 0;
    world.unit.serve = (_request, response) => {
      const more = (): void => {
        while (written < 64 && response.write(Buffer.alloc(1024 * 1024, 1))) written += 1;
        written += 1;
        if (written < 64) response.once('drain', more);
        else response.end();
      };
      more();
    };
    let taken = 0;
    let furthestAhead = 0;
    await world.inSession((session) =>
      downloadBackup(session, async (chunk) => {
        taken += chunk.length;
        await new Promise(setImmediate);
        furthestAhead = Math.max(furthestAhead, written * 1024 * 1024 - taken);
      }),
    );
    expect(taken).toBeGreaterThanOrEqual(63 * 1024 * 1024);
    expect(furthestAhead).toBeLessThan(32 * 1024 * 1024);
  });

  it.each([
    {
      what: 'a failure under HTTP 200',
      status: 200,
      body: '\n<?xml version="1.0"?><Response stat="422" code="fail"><Error>x</Error></Response>',
      code: 'command',
    },
    { what: 'words instead of a file', status: 200, body: DONE, code: 'garbage' },
    { what: 'a page instead of a file', status: 200, body: '<HTML>Log in</HTML>', code: 'garbage' },
    { what: 'nothing', status: 200, body: '', code: 'garbage' },
    { what: 'a refusal', status: 403, body: 'no', code: 'permission' },
    { what: 'no such command', status: 405, body: '', code: 'unknown-command' },
  ])('of $what fails as $code, and gives the sink nothing', async ({ status, body, code }) => {
    world.unit.serve = (_request, response) => void response.writeHead(status).end(body);
    let taken = 0;
    const download = world.inSession((session) =>
      downloadBackup(session, async () => {
        taken += 1;
      }),
    );
    await expect(download).rejects.toEqual(fails(code));
    expect(taken).toBe(0);
  });

  it('without end is too large', async () => {
    world.limits = { downloadBytes: 1024 * 1024 };
    world.unit.serve = (_request, response) => {
      const flood = (): boolean => response.write('x'.repeat(64 * 1024), () => flood());
      flood();
    };
    await expect(fetchBackup()).rejects.toEqual(fails('too-large'));
  });

  it('that breaks off is not a file', async () => {
    world.unit.serve = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('x'.repeat(500), () => response.destroy());
    };
    await expect(fetchBackup()).rejects.toEqual(fails('unreachable'));
  });

  it('throws what the sink throws', async () => {
    const failure = Object.assign(new Error('sink'), { code: 'ENOSPC' });
    world.unit.serve = (_request, response) => void response.end('x'.repeat(100));
    const download = world.inSession((session) => downloadBackup(session, () => Promise.reject(failure)));
    await expect(download).rejects.toBe(failure);
  });
});
