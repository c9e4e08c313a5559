import { afterEach, beforeEach } from 'vitest';
import { type LoadMasterClient, makeLoadMasterClient } from '#loadmaster/client.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import type { Limits } from '#loadmaster/limits.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import {
  json,
  PATIENT,
  passwordCredentials,
  type Script,
  type ScriptedUnit,
  startScriptedUnit,
} from './scripted-unit.ts';

interface Ask {
  readonly endpoint?: UnitEndpoint;
  readonly credentials?: Credentials;
  readonly limits?: Limits;
}

/** One scripted unit per test, and time that only sleeping and the test itself pass. */
export interface OneUnit {
  now: number;
  readonly unit: ScriptedUnit;
  makeClient(limits?: Limits): LoadMasterClient;
  /** What one `get hastatus` read, or the error it ended with. */
  askOnce(ask?: Ask): Promise<unknown>;
}

export const useOneUnit = (): OneUnit => {
  let unit: ScriptedUnit;
  beforeEach(async () => {
    world.now = Date.parse('2026-05-28T12:00:00Z');
    unit = await startScriptedUnit();
  });
  afterEach(() => unit.stop());

  const clock = {
    now: () => world.now,
    sleep: async (ms: number) => {
      world.now += ms;
    },
  };
  const world: OneUnit = {
    now: 0,
    get unit() {
      return unit;
    },
    makeClient: (limits = PATIENT) => makeLoadMasterClient({ clock, limits, random: () => 0 }),
    askOnce: async ({ endpoint = unit.endpoint, credentials = passwordCredentials, limits } = {}) => {
      const session = world.makeClient(limits).open(endpoint, credentials);
      return getHaStatus(session)
        .catch((error: unknown) => error)
        .finally(() => session.close());
    },
  };
  return world;
};

export const active: Script = (_call, response) =>
  json(response, 200, { code: 200, hastatus: 'Active', status: 'ok' });
