import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Clock } from '#control/ports.ts';
import { type LoadMasterSession, makeLoadMasterClient } from '#loadmaster/client.ts';
import { changeAwsHaParams, getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import { reboot, shutDown } from '#loadmaster/commands/power.ts';
import { type Credentials, makeSecret } from '#loadmaster/credentials.ts';
import type { LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';

/** A unit to talk to: first of a pair, active, health port 8444, Prefer First, partner 10.0.1.6. */
export interface ContractUnit {
  /** Where the management API is at the moment. */
  endpoint(): UnitEndpoint;
  readonly user: string;
  readonly password: string;
  /** The unit's own time; sleeping passes it. */
  readonly clock: Clock;
  /** Resolves when the unit has come up after a reboot. */
  up(): Promise<void>;
  disableApi(): Promise<void>;
  stop(): Promise<void>;
}

const fails = (code: LoadMasterErrorCode) => expect.objectContaining({ name: 'LoadMasterError', code });

/** What the client promises towards every unit, whatever the unit's habits. */
export const describeLoadMasterClient = (name: string, make: () => Promise<ContractUnit>): void => {
  describe(`the LoadMaster client, ${name}`, () => {
    let unit: ContractUnit;
    let sessions: LoadMasterSession[];
    let client: ReturnType<typeof makeLoadMasterClient>;

    beforeEach(async () => {
      unit = await make();
      sessions = [];
      client = makeLoadMasterClient({ clock: unit.clock, random: () => 0 });
    });
    afterEach(async () => {
      for (const session of sessions) session.close();
      await unit.stop();
    });

    const open = (
      change: { readonly password?: string; readonly sha256?: string } = {},
    ): LoadMasterSession => {
      const credentials: Credentials = {
        kind: 'password',
        user: unit.user,
        password: makeSecret(change.password ?? unit.password),
        version: change.password ?? 'right',
      };
      const endpoint = unit.endpoint();
      const certificateSha256 = change.sha256 ?? endpoint.certificateSha256;
      const session = client.open({ ...endpoint, certificateSha256 }, credentials);
      sessions.push(session);
      return session;
    };

    it('reads the live state and the boot time', async () => {
      const session = open();
      expect(await getHaStatus(session)).toBe('active');
      const bootedAt = await getBootTime(session);
      expect(bootedAt).toBeTypeOf('number');
      expect(bootedAt).toBeLessThanOrEqual(unit.clock.now());
    });

    it('reads the HA parameters', async () => {
      expect(await getAwsHaParams(open())).toEqual({
        designation: 'first',
        partner: '10.0.1.6',
        healthPort: 8444,
        prefersFirst: true,
        allInterfaces: false,
      });
    });

    it.each([
      { healthPort: 8445 },
      { prefersFirst: false },
      { allInterfaces: true },
      { partner: '10.0.1.7' },
      { healthPort: 8445, prefersFirst: false },
    ])('changes %o and nothing else', async (change) => {
      const session = open();
      const before = await getAwsHaParams(session);
      await changeAwsHaParams(session, change);
      expect(await getAwsHaParams(open())).toEqual({ ...before, ...change });
    });

    it('reboots: acknowledged, then a newer boot time', async () => {
      const before = (await getBootTime(open())) ?? Number.POSITIVE_INFINITY;
      await reboot(open());
      await unit.up();
      expect(await getBootTime(open())).toBeGreaterThan(before);
    });

    it('shuts down: acknowledged, then unreachable', async () => {
      await shutDown(open());
      await expect(getHaStatus(open())).rejects.toEqual(fails('unreachable'));
    });

    it('tells a refused value', async () => {
      await expect(open().write('awshaparam', { hcp: 'none' })).rejects.toEqual(fails('command'));
    });

    it('tells an unknown parameter', async () => {
      const read = open().read('get', { param: 'nonesuch' }, z.object({}));
      await expect(read).rejects.toEqual(fails('command'));
    });

    it('tells an unknown command', async () => {
      await expect(open().write('nonesuch', {})).rejects.toEqual(fails('unknown-command'));
    });

    it('tells a disabled API', async () => {
      await unit.disableApi();
      await expect(getHaStatus(open())).rejects.toEqual(fails('api-disabled'));
    });

    it('tells another certificate', async () => {
      await expect(getHaStatus(open({ sha256: 'f'.repeat(64) }))).rejects.toEqual(
        fails('certificate-changed'),
      );
    });

    it('does not lock the account, however often it is asked with the wrong password', async () => {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        await expect(getHaStatus(open({ password: 'wrong' }))).rejects.toEqual(fails('auth'));
      }
      expect(await getHaStatus(open())).toBe('active');
    });

    it('is never dropped for its call rate, however many ask', async () => {
      const look = async () => {
        const session = open();
        return [await getHaStatus(session), await getBootTime(session), await getAwsHaParams(session)].length;
      };
      expect(await Promise.all(Array.from({ length: 20 }, look))).toEqual(Array(20).fill(3));
    });
  });
};
