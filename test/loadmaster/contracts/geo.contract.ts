import { expect, it } from 'vitest';
import { disableGeo, enableGeo, isGeoEnabled } from '#loadmaster/commands/geo.ts';
import {
  addGeoCluster,
  changeGeoCluster,
  deleteGeoCluster,
  getGeoCluster,
  listGeoClusters,
} from '#loadmaster/commands/geo-clusters.ts';
import {
  addGeoFqdn,
  addGeoMap,
  deleteGeoFqdn,
  deleteGeoMap,
  getGeoFqdn,
  listGeoFqdns,
} from '#loadmaster/commands/geo-fqdns.ts';
import { getGeoList, listGeoPartners, setGeoList } from '#loadmaster/commands/geo-partners.ts';
import { getGeoStatistics } from '#loadmaster/commands/geo-statistics.ts';
import { type ContractUnit, describeContract, fails } from './contract-unit.ts';

const OSLO = { address: '10.9.0.1', name: 'oslo' };
const ROME = { address: '10.8.0.1', name: 'rome' };

/** GEO with its lists of partners, clusters and names. */
export const describeGeo = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`GEO, ${name}`, make, (world) => {
    it('is on or off', async () => {
      const session = world.open();
      expect(await isGeoEnabled(session)).toBe(false);
      await enableGeo(session);
      expect(await isGeoEnabled(session)).toBe(true);
      await disableGeo(session);
      expect(await isGeoEnabled(session)).toBe(false);
    });

    it('has lists of units, none, one and three', async () => {
      const session = world.open();
      for (const list of ['access', 'partners'] as const) {
        expect(await getGeoList(session, list)).toEqual([]);
        for (const addresses of [[OSLO.address], [ROME.address, OSLO.address, '10.7.0.1'], []]) {
          await setGeoList(session, list, addresses);
          expect((await getGeoList(session, list)).toSorted()).toEqual(addresses.toSorted());
        }
        await expect(setGeoList(session, list, ['nobody'])).rejects.toEqual(fails('command'));
      }
      expect(await listGeoPartners(session)).toEqual([]);
      await setGeoList(session, 'partners', [OSLO.address, ROME.address]);
      expect(await listGeoPartners(session)).toMatchObject([
        { address: OSLO.address },
        { address: ROME.address },
      ]);
    });

    it('has clusters, none, one and two', async () => {
      const session = world.open();
      await enableGeo(session);
      expect(await listGeoClusters(session)).toEqual([]);
      await addGeoCluster(session, OSLO);
      expect(await listGeoClusters(session)).toMatchObject([{ ...OSLO, type: 'default', enabled: true }]);
      await addGeoCluster(session, ROME);
      expect(await listGeoClusters(session)).toMatchObject([OSLO, ROME]);
      await changeGeoCluster(session, OSLO.address, { type: 'remoteLM', enabled: false });
      expect(await getGeoCluster(session, OSLO.address)).toMatchObject({
        ...OSLO,
        type: 'remoteLM',
        enabled: false,
      });
      await deleteGeoCluster(session, ROME.address);
      expect(await listGeoClusters(session)).toMatchObject([OSLO]);
    });

    it('has names and their addresses, none, one and two', async () => {
      const session = world.open();
      await enableGeo(session);
      expect(await listGeoFqdns(session)).toEqual([]);
      await addGeoFqdn(session, 'www.example.com');
      expect(await listGeoFqdns(session)).toMatchObject([{ name: 'www.example.com', maps: [] }]);
      await addGeoMap(session, 'www.example.com', { address: '10.0.0.8' });
      expect(await getGeoFqdn(session, 'www.example.com')).toMatchObject({ maps: [{ address: '10.0.0.8' }] });
      await addGeoMap(session, 'www.example.com', { address: '10.0.0.9' });
      await addGeoFqdn(session, 'ftp.example.com.');
      expect(await listGeoFqdns(session)).toMatchObject([
        { name: 'www.example.com', maps: [{ address: '10.0.0.8' }, { address: '10.0.0.9' }] },
        { name: 'ftp.example.com', maps: [] },
      ]);
      expect(await getGeoStatistics(session)).toMatchObject([
        { fqdn: 'www.example.com.', address: '10.0.0.8' },
        { fqdn: 'www.example.com.', address: '10.0.0.9' },
      ]);
      await deleteGeoMap(session, 'www.example.com', '10.0.0.8');
      expect(await getGeoFqdn(session, 'www.example.com')).toMatchObject({ maps: [{ address: '10.0.0.9' }] });
      await deleteGeoFqdn(session, 'www.example.com');
      expect(await listGeoFqdns(session)).toMatchObject([{ name: 'ftp.example.com' }]);
    });
  });
