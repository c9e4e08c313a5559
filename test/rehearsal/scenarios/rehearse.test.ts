import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '#rehearsal/scenarios/catalogue.ts';

const REHEARSE = fileURLToPath(new URL('../../../rehearsal/rehearse.ts', import.meta.url));

const rehearse = (...args: readonly string[]) =>
  new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [REHEARSE, ...args], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

describe('npm run rehearse', { timeout: 60_000 }, () => {
  it('lists every scenario with its sentence when none is named', async () => {
    const { code, stdout } = await rehearse();
    expect(code).toBe(0);
    for (const { name, sentence } of SCENARIOS) expect(stdout).toMatch(new RegExp(`${name} +${sentence}`));
  });

  it.each([
    { what: 'a scenario that does not exist', args: ['no-such'] },
    { what: 'an option that does not exist', args: ['unit-crash', '--fast'] },
    { what: 'a speed that is none', args: ['unit-crash', '--speed', 'fast'] },
    { what: 'two scenarios', args: ['unit-crash', 'raw-terminate'] },
  ])('ends with 2 and the usage for $what', async ({ args }) => {
    const { code, stdout, stderr } = await rehearse(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('npm run rehearse --');
  });

  it('ends with its verdict as one line of JSON', async () => {
    const { code, stdout } = await rehearse('foreign-instance', '--json', '--speed', '40', '--seed', '7');
    const verdict: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(verdict).toMatchObject({
      scenario: 'foreign-instance',
      passed: true,
      figures: { awsCallsForForeignEvents: 0, failedConnections: 0 },
    });
    expect(code).toBe(0);
  });
});

describe('the scenarios', () => {
  it('have names of their own, and something expected with and without the control plane', () => {
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
    for (const { expected } of SCENARIOS) {
      expect(expected.withControlPlane.length).toBeGreaterThan(0);
      expect(expected.withoutControlPlane.length).toBeGreaterThan(0);
    }
  });
});
