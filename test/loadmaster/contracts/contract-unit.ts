import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Clock } from '#control/ports.ts';
import { type LoadMasterClient, type LoadMasterSession, makeLoadMasterClient } from '#loadmaster/client.ts';
import { type Credentials, makeSecret } from '#loadmaster/credentials.ts';
import type { LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { ApiName, UnitEndpoint } from '#loadmaster/transport.ts';

/**
 * A unit to talk to: first of a pair, active, health port 8444, Prefer First, partner 10.0.1.6; no virtual service, no
 * certificate, no GEO.
 */
export interface ContractUnit {
  /** Where the management API is at the moment. */
  endpoint(): UnitEndpoint;
  readonly user: string;
  readonly password: string;
  /** The unit's own time; sleeping passes it. */
  readonly clock: Clock;
  /** Passes the unit's time until the work is done: for commands that take it. */
  passingTime<T>(work: Promise<T>): Promise<T>;
  /** Resolves when the unit has come up after a reboot. */
  up(): Promise<void>;
  /** A firmware image that the unit takes. */
  image(version: string): AsyncIterable<Uint8Array>;
  disableApi(): Promise<void>;
  /** As a unit without session management does. */
  refuseV2(): Promise<void>;
  stop(): Promise<void>;
}

/** One unit and one client per test. */
export interface ContractWorld {
  readonly unit: ContractUnit;
  readonly client: LoadMasterClient;
  readonly credentials: Credentials;
  /** Closed after the test. */
  open(change?: { readonly password?: string; readonly sha256?: string }): LoadMasterSession;
}

/** Runs `suite` against the unit, once by each of its APIs. */
export const describeContract = (
  name: string,
  make: () => Promise<ContractUnit>,
  suite: (world: ContractWorld) => void,
): void => {
  describe.each<ApiName>(['v2', 'v1'])(`${name}, by %s`, (api) => {
    suite(useWorld(make, api));
  });
};

const useWorld = (make: () => Promise<ContractUnit>, api: ApiName): ContractWorld => {
  let unit: ContractUnit;
  let sessions: LoadMasterSession[];
  let client: LoadMasterClient;
  beforeEach(async () => {
    unit = await make();
    sessions = [];
    client = makeLoadMasterClient({ clock: unit.clock, random: () => 0 });
  });
  afterEach(async () => {
    for (const session of sessions) session.close();
    await unit.stop();
  });
  const credentialsWith = (password: string, version: string): Credentials => ({
    kind: 'password',
    user: unit.user,
    password: makeSecret(password),
    version,
  });
  return {
    get unit() {
      return unit;
    },
    get client() {
      return client;
    },
    get credentials() {
      return credentialsWith(unit.password, 'right');
    },
    open: ({ password = unit.password, sha256 } = {}) => {
      const endpoint = unit.endpoint();
      const certificateSha256 = sha256 ?? endpoint.certificateSha256;
      const credentials = credentialsWith(password, password === unit.password ? 'right' : password);
      const session = client.open({ ...endpoint, certificateSha256, api }, credentials);
      sessions.push(session);
      return session;
    },
  };
};

export const fails = (code: LoadMasterErrorCode) =>
  expect.objectContaining({ name: 'LoadMasterError', code });
