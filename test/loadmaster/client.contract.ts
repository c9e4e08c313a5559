import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { changeAwsHaParams, getAwsHaParams, setAwsHaMode } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import { reboot, shutDown } from '#loadmaster/commands/power.ts';
import { type ContractUnit, describeContract, fails } from './contracts/contract-unit.ts';

/** What the client promises towards every unit, whatever the unit's habits. */
export const describeLoadMasterClient = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`the LoadMaster client, ${name}`, make, (world) => {
    const open: typeof world.open = (change) => world.open(change);

    it('reads the live state and the boot time', async () => {
      const session = open();
      expect(await getHaStatus(session)).toBe('active');
      const bootedAt = await getBootTime(session);
      expect(bootedAt).toBeTypeOf('number');
      expect(bootedAt).toBeLessThanOrEqual(world.unit.clock.now());
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

    it('changes the HA mode', async () => {
      const session = open();
      for (const mode of ['second', 'none', 'first'] as const) {
        await setAwsHaMode(session, mode);
        expect(await getAwsHaParams(session)).toMatchObject({ designation: mode });
      }
    });

    it('reboots: acknowledged, then a newer boot time', async () => {
      const before = (await getBootTime(open())) ?? Number.POSITIVE_INFINITY;
      await reboot(open());
      await world.unit.up();
      expect(await getBootTime(open())).toBeGreaterThan(before);
    });

    it('shuts down: acknowledged, then unreachable', async () => {
      await shutDown(open());
      await expect(getHaStatus(open())).rejects.toEqual(fails('unreachable'));
    });

    it('tells a refused value, an unknown parameter and an unknown command', async () => {
      const session = open();
      await expect(session.write('awshaparam', { hcp: 'none' })).rejects.toEqual(fails('command'));
      const read = session.read('get', { param: 'nonesuch' }, z.object({}));
      await expect(read).rejects.toEqual(fails('command'));
      await expect(session.write('set', { param: 'hostname' })).rejects.toEqual(fails('command'));
      await expect(session.write('nonesuch', {})).rejects.toEqual(fails('unknown-command'));
    });

    it('tells a disabled API', async () => {
      await world.unit.disableApi();
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
