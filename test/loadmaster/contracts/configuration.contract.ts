import { expect, it } from 'vitest';
import {
  addCertificate,
  deleteCertificate,
  listCertificates,
  readCertificate,
} from '#loadmaster/commands/certificates.ts';
import {
  addAdditionalAddress,
  changeInterface,
  getInterface,
  listInterfaces,
} from '#loadmaster/commands/interfaces.ts';
import {
  addRealServer,
  changeRealServer,
  deleteRealServer,
  listRealServers,
} from '#loadmaster/commands/real-servers.ts';
import { addRoute, deleteRoute, listRoutes } from '#loadmaster/commands/routes.ts';
import { getServiceTotals, getStatistics } from '#loadmaster/commands/statistics.ts';
import {
  addVirtualService,
  changeVirtualService,
  deleteVirtualService,
  getVirtualService,
  listVirtualServices,
} from '#loadmaster/commands/virtual-services.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { type ContractUnit, describeContract, fails } from './contract-unit.ts';

const WEB = { address: '10.0.1.20', port: '443', protocol: 'tcp', name: 'web & co' } as const;
const ANY = { address: '10.0.1.21', port: '*', protocol: 'udp' } as const;

/** What carries traffic: services, servers, interfaces, routes, certificates. */
export const describeConfiguration = (name: string, make: () => Promise<ContractUnit>): void =>
  describeContract(`configuration, ${name}`, make, (world) => {
    it('has virtual services, none, one and two', async () => {
      const session = world.open();
      expect(await listVirtualServices(session)).toEqual([]);
      const web = await addVirtualService(session, WEB);
      expect(web).toMatchObject({ ...WEB, enabled: true, realServers: [] });
      expect(await listVirtualServices(session)).toEqual([web]);
      const any = await addVirtualService(session, ANY);
      expect(await listVirtualServices(session)).toEqual([web, any]);

      await changeVirtualService(session, web.index, { name: 'shop', extraPorts: '8080', enabled: false });
      const shop = { ...web, name: 'shop', extraPorts: '8080', enabled: false, status: 'disabled' };
      expect(await getVirtualService(session, web.index)).toEqual(shop);
      expect(await getServiceTotals(session)).toMatchObject({ virtualServices: { total: 2, disabled: 1 } });
      expect((await getStatistics(session)).virtualServices).toHaveLength(2);

      await deleteVirtualService(session, any.index);
      expect(await listVirtualServices(session)).toEqual([shop]);
      await expect(getVirtualService(session, any.index)).rejects.toEqual(fails('command'));
      const extraPorts = Array.from({ length: 300 }, (_, at) => 20_000 + at).join(',');
      await changeVirtualService(session, web.index, { extraPorts });
      expect(await getVirtualService(session, web.index)).toEqual({ ...shop, extraPorts });
      await expect(addVirtualService(session, { ...WEB, port: '1' })).rejects.toEqual(fails('command'));
    });

    it('has real servers behind them, none, one and two', async () => {
      const session = world.open();
      const { index } = await addVirtualService(session, WEB);
      expect(await listRealServers(session, index)).toEqual([]);
      const one = await addRealServer(session, index, { address: '10.0.2.1', port: 8080, weight: 5 });
      expect(one).toMatchObject({ address: '10.0.2.1', port: 8080, weight: 5, enabled: true });
      expect(await listRealServers(session, index)).toEqual([one]);
      const two = await addRealServer(session, index, { address: '10.0.2.2', port: 8080 });
      expect(await listRealServers(session, index)).toEqual([one, two]);
      expect((await getVirtualService(session, index)).realServers).toEqual([one, two]);

      await changeRealServer(session, index, two.index, { enabled: false, weight: 1 });
      expect((await listRealServers(session, index))[1]).toMatchObject({ enabled: false, weight: 1 });
      await deleteRealServer(session, index, one.index);
      expect(await listRealServers(session, index)).toMatchObject([{ index: two.index }]);
    });

    it('has interfaces and routes', async () => {
      const session = world.open();
      const [eth0] = await listInterfaces(session);
      expect(eth0).toMatchObject({ id: 0, address: '10.0.1.5', additionalAddresses: [] });
      await changeInterface(session, 0, { kind: 'mtu', mtu: 9001 });
      await changeInterface(session, 0, { kind: 'geo-traffic', servesGeo: !eth0?.servesGeo });
      await addAdditionalAddress(session, 0, '10.0.1.30/24');
      await addAdditionalAddress(session, 0, '10.0.1.31/24');
      expect(await getInterface(session, 0)).toMatchObject({
        mtu: 9001,
        additionalAddresses: ['10.0.1.30/24', '10.0.1.31/24'],
      });
      await expect(changeInterface(session, 0, { kind: 'mtu', mtu: 1 })).rejects.toEqual(fails('command'));

      const routes = ['10.2.0.0/16', '10.3.0.0/16'].map((destination) => ({
        destination,
        gateway: '10.0.1.1',
      }));
      expect(await listRoutes(session)).toEqual([]);
      for (const [at, route] of routes.entries()) {
        await addRoute(session, route);
        expect(await listRoutes(session)).toEqual(routes.slice(0, at + 1));
      }
      await deleteRoute(session, '10.2.0.0/16');
      expect(await listRoutes(session)).toEqual(routes.slice(1));
    });

    it('has certificates', async () => {
      const session = world.open();
      expect(await listCertificates(session)).toEqual([]);
      const { cert, key, sha256 } = await makeUnitCertificate('10.0.1.20');
      const file = Buffer.from(`${cert}\n${key}`);
      const bytes = (): AsyncIterable<Uint8Array> => ReadableStream.from([file]);
      await addCertificate(session, 'web', { bytes: bytes(), length: file.length });
      expect(await listCertificates(session)).toEqual(['web']);
      const again = addCertificate(session, 'web', { bytes: bytes() });
      await expect(again).rejects.toEqual(fails('command'));
      await addCertificate(session, 'web', { bytes: bytes() }, { replace: true });
      const read = await readCertificate(session, 'web');
      expect(read.sha256).toBe(sha256);
      expect(read.expiresAt).toBeGreaterThan(Date.UTC(2025, 0, 1));
      await deleteCertificate(session, 'web');
      expect(await listCertificates(session)).toEqual([]);
    });
  });
