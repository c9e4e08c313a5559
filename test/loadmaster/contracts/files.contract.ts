import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { downloadBackup, restoreBackup } from '#loadmaster/commands/backup.ts';
import { getPreviousVersion, installPatch, restorePatch } from '#loadmaster/commands/firmware.ts';
import { enableGeo, isGeoEnabled } from '#loadmaster/commands/geo.ts';
import { getVersion } from '#loadmaster/commands/identity.ts';
import { reboot } from '#loadmaster/commands/power.ts';
import { addVirtualService, listVirtualServices } from '#loadmaster/commands/virtual-services.ts';
import { type ContractUnit, describeContract, fails } from './contract-unit.ts';

const NEWER = '7.2.63.1.25000.RELEASE';

/** What goes to a unit and comes from it as a file: firmware and backups. */
export const describeFiles = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`files, ${name}`, make, (world) => {
    const restart = async (): Promise<void> => {
      await reboot(world.open());
      await world.unit.up();
    };

    it('are firmware, there and back', async () => {
      const { unit } = world;
      const before = await getVersion(world.open());
      expect(await getPreviousVersion(world.open())).toBeUndefined();
      const image = await buffer(unit.image(NEWER));
      const file = {
        bytes: ReadableStream.from([image.subarray(0, 9), image.subarray(9)]),
        length: image.length,
      };
      await unit.passingTime(installPatch(world.open(), file));
      expect(await getVersion(world.open())).toBe(before);
      await restart();
      expect(await getVersion(world.open())).toBe(NEWER);
      expect(await getPreviousVersion(world.open())).toBe(before);
      await restorePatch(world.open());
      await restart();
      expect(await getVersion(world.open())).toBe(before);
    });

    it('are not taken when they are something else', async () => {
      const file = { bytes: ReadableStream.from([Buffer.from('no image')]) };
      const install = world.unit.passingTime(installPatch(world.open(), file));
      await expect(install).rejects.toEqual(fails('command'));
      const restore = restoreBackup(world.open(), ['geo'], { bytes: ReadableStream.from([Buffer.alloc(9)]) });
      await expect(restore).rejects.toEqual(fails('command'));
    });

    it('are backups, of which parts are put back', async () => {
      const service = { address: '10.0.1.20', port: '443', protocol: 'tcp' } as const;
      const chunks: Uint8Array[] = [];
      await downloadBackup(world.open(), async (chunk) => void chunks.push(chunk));
      await addVirtualService(world.open(), service);
      await enableGeo(world.open());
      const backup = Buffer.concat(chunks);
      const restored = { bytes: ReadableStream.from([backup]), length: backup.length };
      await restoreBackup(world.open(), ['virtual-services'], restored);
      expect(await listVirtualServices(world.open())).toEqual([]);
      expect(await isGeoEnabled(world.open())).toBe(true);
    });
  });
