import { expect, it } from 'vitest';
import { MINUTE_MS } from '#domain/time.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { makeSharedLockOut } from '#loadmaster/lock-out-shared.ts';
import { makeSharedRateLimit } from '#loadmaster/rate-limit-shared.ts';
import { makeMemoryUnitCalls } from '#store/memory/unit-calls.ts';
import { active, useOneUnit } from './one-unit.ts';
import { json, PATIENT, passwordCredentials } from './scripted-unit.ts';

const world = useOneUnit();

/** Processes that share a store, each asking for the unit's status once. */
const useProcesses = () => {
  const calls = makeMemoryUnitCalls();
  const clock = {
    now: () => world.now,
    sleep: async (ms: number) => {
      world.now += ms;
    },
  };
  const unexpected = (error: Error): void => {
    throw error;
  };
  return () => {
    const lockOut = makeSharedLockOut({ clock, calls, onUntold: unexpected });
    const rateLimit = makeSharedRateLimit({
      clock,
      calls,
      onRefusal: lockOut.learn,
      onUnreachable: unexpected,
    });
    const client = makeLoadMasterClient({ clock, limits: PATIENT, rateLimit, lockOut });
    return async (version = 'v1') => {
      const session = client.open(world.unit.endpoint, { ...passwordCredentials, version });
      return getHaStatus(session)
        .catch((error: unknown) => error)
        .finally(() => session.close());
    };
  };
};

it('what one process was refused, no other tries', async () => {
  world.unit.script = (_call, response) => json(response, 401, { code: 401, message: 'no', status: 'fail' });
  const start = useProcesses();
  expect(await start()()).toMatchObject({ code: 'auth' });
  for (const ask of [start(), start()]) expect(await ask()).toMatchObject({ code: 'auth', withheld: true });
  expect(world.unit.received).toHaveLength(1);
  world.now += 15 * MINUTE_MS;
  expect(await start()()).toMatchObject({ code: 'auth', withheld: undefined });
  expect(await start()()).toMatchObject({ withheld: true });
  world.now += 24 * 60 * MINUTE_MS;
  expect(await start()()).toMatchObject({ withheld: true });
  expect(world.unit.received).toHaveLength(2);
});

it('a new version of the secret is tried, and ends it for all', async () => {
  world.unit.script = (_call, response) => json(response, 401, { code: 401, message: 'no', status: 'fail' });
  const start = useProcesses();
  const waiting = start();
  await waiting();
  world.unit.script = active;
  expect(await start()('v2')).toBe('active');
  world.now += 15 * MINUTE_MS;
  expect(await waiting()).toBe('active');
});

it('processes share the call rate', async () => {
  world.unit.script = active;
  const start = useProcesses();
  const begun = world.now;
  const asks = [start(), start(), start()];
  for (let call = 0; call < 8; call += 1) for (const ask of asks) expect(await ask()).toBe('active');
  // 24 calls: two slots of twelve, and so not within one.
  expect(world.unit.received).toHaveLength(24);
  expect(world.now - begun).toBeGreaterThanOrEqual(3_000);
});
