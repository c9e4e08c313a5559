import { expect, it } from 'vitest';
import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import { retryRead } from '#loadmaster/retry.ts';

const lost = (systemCode: string): LoadMasterError =>
  new LoadMasterError('unreachable', { cause: Object.assign(new Error(systemCode), { code: systemCode }) });

const run = async (failures: readonly unknown[], deadlineAt = 60_000) => {
  const waits: number[] = [];
  let now = 0;
  let attempts = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  const read = async () => {
    const failure = failures[attempts++];
    if (failure !== undefined) throw failure;
    return 'read';
  };
  const outcome = await retryRead({ clock, random: () => 0.5, deadlineAt }, read).catch((error) => error);
  return { outcome, attempts, waits };
};

it('repeats a read whose connection was lost, after the unit’s rate window and jitter', async () => {
  expect(await run([lost('ECONNRESET'), lost('EPIPE')])).toEqual({
    outcome: 'read',
    attempts: 3,
    waits: [3_500, 3_500],
  });
});

it('gives up after three attempts', async () => {
  const last = lost('ECONNRESET');
  expect(await run([lost('ECONNRESET'), lost('ECONNRESET'), last])).toMatchObject({
    outcome: last,
    attempts: 3,
  });
});

it('begins no repeat that the time budget does not allow', async () => {
  expect(await run([lost('ECONNRESET')], 3_500)).toMatchObject({ attempts: 1, waits: [] });
  expect(await run([lost('ECONNRESET')], 3_501)).toMatchObject({ attempts: 2 });
});

it.each([
  'auth',
  'permission',
  'api-disabled',
  'unknown-command',
  'command',
  'timeout',
  'certificate-changed',
  'garbage',
  'too-large',
] satisfies LoadMasterErrorCode[])('never repeats after %s', async (code) => {
  expect(await run([new LoadMasterError(code)])).toMatchObject({ outcome: { code }, attempts: 1 });
});

it.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'])(
  'never repeats where nobody listens: %s',
  async (systemCode) => {
    expect(await run([lost(systemCode)])).toMatchObject({ attempts: 1 });
  },
);

it('never repeats a bug', async () => {
  const bug = new TypeError('ours');
  expect(await run([bug])).toMatchObject({ outcome: bug, attempts: 1 });
});
