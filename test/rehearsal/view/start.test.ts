import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const START = fileURLToPath(new URL('../../../rehearsal/start.ts', import.meta.url));
/** Fast, so in one process: under serverless-offline it is the same but for where the functions run. */
const FAST = ['--speed', '20'] as const;

const start = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, said: () => said, ended };
};

describe('npm start', { timeout: 60_000 }, () => {
  it('prints the API of both regions first, then the journal, and ends with --once when all is steady', async () => {
    const { said, ended } = start('--once', ...FAST);
    expect(await ended).toBe(0);
    expect(said()).toMatch(
      /eu-west-1 {2}http:\/\/127\.0\.0\.1:\d+\nus-east-1 {2}http:\/\/127\.0\.0\.1:\d+\n[\s\S]*web watch: situation-changed · unknown → steady/,
    );
  });

  it('ends by itself and with 0 on SIGTERM', async () => {
    const { child, said, ended } = start(...FAST);
    while (!said().includes('first-look')) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each([['--speed', 'fast'], ['--fast'], ['--speed', '0']])(
    'ends with 2 and the usage for %s %s',
    async (...args) => {
      const { said, ended } = start(...args);
      expect(await ended).toBe(2);
      expect(said()).toContain('npm start [-- --speed N] [--once]');
    },
  );
});
