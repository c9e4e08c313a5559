import { expect, it } from 'vitest';
import { addApiKey, deleteApiKey, listApiKeys } from '#loadmaster/commands/api-keys.ts';
import { setCommSecret } from '#loadmaster/commands/comm-secret.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { getLicence } from '#loadmaster/commands/licence.ts';
import { getDiskUse } from '#loadmaster/commands/logs.ts';
import {
  getAllSettings,
  getSetting,
  setAddresses,
  setFlag,
  setNumber,
  setText,
} from '#loadmaster/commands/settings.ts';
import { getServiceTotals, getStatistics } from '#loadmaster/commands/statistics.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { text, words } from '#loadmaster/fields.ts';
import { probeUnit, requireAws } from '#loadmaster/probe.ts';
import { type ContractUnit, describeContract, fails } from './contract-unit.ts';

/** What a unit is, and the settings that are not a matter of traffic. */
export const describeSettings = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`settings, ${name}`, make, (world) => {
    it('are set, read back and listed', async () => {
      const session = world.open();
      await setText(session, 'hostname', 'lb-å & b');
      await setFlag(session, 'snat', false);
      await setNumber(session, 'geosshport', 2222);
      await setAddresses(session, 'nameserver', ['10.0.0.2', '10.0.0.3']);
      expect(await getSetting(session, 'hostname', text)).toBe('lb-å & b');
      expect(await getSetting(session, 'nameserver', words)).toEqual(['10.0.0.2', '10.0.0.3']);
      const all = await getAllSettings(session);
      expect(Object.fromEntries(all)).toMatchObject({
        hostname: 'lb-å & b',
        snat: 'no',
        geosshport: '2222',
        enableapi: 'yes',
      });
      expect([...all.keys()]).not.toContain('code');
    });

    it('that are refused stay as they are', async () => {
      const session = world.open();
      await expect(setNumber(session, 'geosshport', 1)).rejects.toEqual(fails('command'));
      expect(await getSetting(session, 'geosshport', text)).toBe('22');
    });

    it('are no secret to a key, which is made, used and deleted', async () => {
      const session = world.open();
      const key = await addApiKey(session);
      const second = await addApiKey(session);
      expect((await listApiKeys(session)).map((known) => known.reveal()).toSorted()).toEqual(
        [key, second].map((known) => known.reveal()).toSorted(),
      );
      const withKey = world.client.open(world.unit.endpoint(), {
        kind: 'api-key',
        apiKey: key,
        version: 'k',
      });
      expect(await getHaStatus(withKey)).toBe('active');
      withKey.close();
      await deleteApiKey(session, key);
      expect((await listApiKeys(session)).map((known) => known.reveal())).toEqual([second.reveal()]);
    });

    it('come with a licence, figures and room on the disks', async () => {
      const session = world.open();
      const licence = await getLicence(session);
      expect(licence.uuid).toMatch(/^[\da-f-]{36}$/);
      expect(licence.supportedUntil).toBeGreaterThan(licence.activatedAt ?? Number.POSITIVE_INFINITY);
      const statistics = await getStatistics(session);
      expect(statistics.interfaces).toMatchObject([{ id: 0, name: 'eth0' }]);
      expect(statistics.cpuIdlePercent).toBeGreaterThanOrEqual(0);
      expect(statistics.partitions.map((partition) => partition.name)).toContain('/var/log');
      expect(await getServiceTotals(session)).toMatchObject({ virtualServices: { total: 0 } });
      expect((await getDiskUse(session)).map((use) => use.mountPoint)).toContain('/var/log');
    });

    it('have the partner’s secret among them', async () => {
      await setCommSecret(world.open(), makeSecret('a-s3cret-of-16ch'));
      await expect(setCommSecret(world.open(), makeSecret('short'))).rejects.toEqual(fails('command'));
    });

    it('begin with what the unit is', async () => {
      const probed = await probeUnit(world.client, world.unit.endpoint(), world.credentials);
      expect(probed).toMatchObject({
        api: 'v2',
        serialNumber: '1182772',
        hostname: 'lb100',
        haKind: 'cloud',
        haStatus: 'active',
        platform: 'aws',
        awsHa: { designation: 'first', partner: '10.0.1.6', healthPort: 8444 },
      });
      expect(probed.version).toMatch(/^7\.2\.\d+\.\d+\./);
      expect(probed.bootedAt).toBeLessThanOrEqual(world.unit.clock.now());
      expect(probed.has('installPatch')).toBe(true);
      expect(probed.has('nonesuch')).toBe(false);
      expect(requireAws(probed)).toEqual(probed.awsHa);
    });

    it('are found by v1 where v2 is refused', async () => {
      await world.unit.refuseV2();
      const endpoint = world.unit.endpoint();
      const { api } = await probeUnit(world.client, endpoint, world.credentials);
      expect(api).toBe('v1');
      const session = world.client.open({ ...endpoint, api }, world.credentials);
      expect(await getHaStatus(session)).toBe('active');
      session.close();
    });
  });
