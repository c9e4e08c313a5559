import { beforeEach } from 'vitest';
import { type LoadMasterSession, makeLoadMasterClient } from '#loadmaster/client.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import type { Limits } from '#loadmaster/limits.ts';
import type { ApiName } from '#loadmaster/transport.ts';
import { type RawUnit, useRawUnit } from '../raw-unit.ts';
import { PATIENT, passwordCredentials } from '../scripted-unit.ts';

export const DONE = '<Response stat="200" code="ok"><Success>Command completed ok</Success></Response>';

/** One unit that does what the test says, and time that only the test passes. */
export interface TransferWorld {
  now: number;
  readonly unit: RawUnit;
  /** Of the sessions to come. */
  limits: Partial<Limits>;
  inSession<T>(
    work: (session: LoadMasterSession) => Promise<T>,
    credentials?: Credentials,
    api?: ApiName,
  ): Promise<T>;
}

export const useTransferWorld = (): TransferWorld => {
  const unit = useRawUnit();
  const clock = {
    now: () => world.now,
    sleep: async (ms: number) => {
      world.now += ms;
    },
  };
  const world: TransferWorld = {
    now: 0,
    unit,
    limits: {},
    inSession: async (work, credentials = passwordCredentials, api = 'v2') => {
      const client = makeLoadMasterClient({ clock, limits: { ...PATIENT, ...world.limits } });
      const session = client.open({ ...unit.endpoint, api }, credentials);
      try {
        return await work(session);
      } finally {
        session.close();
      }
    },
  };
  beforeEach(() => {
    world.now = 0;
    world.limits = {};
  });
  return world;
};
