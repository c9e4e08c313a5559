import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { installPatch } from '#loadmaster/commands/firmware.ts';
import { reboot } from '#loadmaster/commands/power.ts';
import { addRealServer } from '#loadmaster/commands/real-servers.ts';
import { addVirtualService } from '#loadmaster/commands/virtual-services.ts';
import { readFirmware } from '#loadmaster/read-firmware.ts';
import { type ContractUnit, describeContract } from './contract-unit.ts';

const NEWER = '7.2.63.1.25000.RELEASE';

/** What a firmware plan reads of a unit, before its first installation and after it. */
export const describeReadFirmware = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`a firmware plan’s reading, ${name}`, make, (world) => {
    it('says what the unit runs, could go back to, and serves', async () => {
      const { unit } = world;
      const before = await readFirmware(world.open());
      expect(before).toMatchObject({ version: expect.stringMatching(/^7\.2\./), servicesTotal: 0 });
      expect(before).not.toHaveProperty('previousVersion');
      expect(before.supportedUntil).toBeGreaterThan(unit.clock.now());

      const image = await buffer(unit.image(NEWER));
      const file = { bytes: ReadableStream.from([image]), length: image.length };
      await unit.passingTime(installPatch(world.open(), file));
      await reboot(world.open());
      await unit.up();
      const session = world.open();
      const service = { address: '10.0.1.20', protocol: 'tcp' } as const;
      const { index } = await addVirtualService(session, { ...service, port: '443' });
      await addRealServer(session, index, { address: '10.0.3.7', port: 443 });
      await addVirtualService(session, { ...service, port: '80' });

      expect(await readFirmware(world.open())).toEqual({
        version: NEWER,
        previousVersion: before.version,
        supportedUntil: before.supportedUntil,
        servicesUp: 1,
        servicesTotal: 2,
      });
    });
  });
