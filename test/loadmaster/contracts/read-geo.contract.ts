import { expect, it } from 'vitest';
import { enableGeo } from '#loadmaster/commands/geo.ts';
import { addGeoCluster, changeGeoCluster } from '#loadmaster/commands/geo-clusters.ts';
import { addGeoFqdn, addGeoMap } from '#loadmaster/commands/geo-fqdns.ts';
import { setGeoList } from '#loadmaster/commands/geo-partners.ts';
import { readGeo } from '#loadmaster/read-geo.ts';
import { type ContractUnit, describeContract } from './contract-unit.ts';

const OSLO = { address: '10.9.0.1', name: 'oslo' };
const ROME = { address: '10.8.0.1', name: 'rome' };

/** What a unit has of GEO: nothing, one of each, and several. */
export const describeReadGeo = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`a reading of GEO, ${name}`, make, (world) => {
    it('says what a fresh unit has, on which GEO is off', async () => {
      expect(await readGeo(world.open())).toEqual({
        enabled: false,
        access: [],
        partners: [],
        partnerStatus: [],
        clusters: [],
        mapped: [],
      });
    });

    it('says what there is, one of each and several', async () => {
      const session = world.open();
      await enableGeo(session);
      await setGeoList(session, 'access', ['10.0.1.5']);
      await setGeoList(session, 'partners', [OSLO.address]);
      await addGeoCluster(session, OSLO);
      await addGeoFqdn(session, 'www.example.com');
      await addGeoMap(session, 'www.example.com', { address: '10.0.0.8' });
      expect(await readGeo(world.open())).toEqual({
        enabled: true,
        access: ['10.0.1.5'],
        partners: [OSLO.address],
        partnerStatus: [{ address: OSLO.address, status: expect.any(String) }],
        clusters: [{ ...OSLO, type: 'default' }],
        mapped: ['10.0.0.8'],
      });

      const more = world.open();
      const access = ['10.0.1.5', OSLO.address, '2001:db8::5'];
      await setGeoList(more, 'access', access);
      await setGeoList(more, 'partners', [OSLO.address, ROME.address]);
      await addGeoCluster(more, ROME);
      await changeGeoCluster(more, ROME.address, { type: 'remoteLM' });
      await addGeoMap(more, 'www.example.com', { address: '10.0.0.9' });
      await addGeoFqdn(more, 'ftp.example.com');
      await addGeoMap(more, 'ftp.example.com', { address: '10.0.0.8' });
      const seen = await readGeo(world.open());
      expect(seen.access.toSorted()).toEqual(access.toSorted());
      expect(seen.partners.toSorted()).toEqual([ROME.address, OSLO.address]);
      expect(seen.partnerStatus).toHaveLength(2);
      expect(seen.clusters).toEqual([
        { ...OSLO, type: 'default' },
        { ...ROME, type: 'remoteLM' },
      ]);
      expect(seen.mapped).toEqual(['10.0.0.8', '10.0.0.9']);
    });
  });
