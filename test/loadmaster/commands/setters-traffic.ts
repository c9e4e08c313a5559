import { addCertificate, deleteCertificate } from '#loadmaster/commands/certificates.ts';
import { addAdditionalAddress, changeInterface } from '#loadmaster/commands/interfaces.ts';
import { addRealServer, changeRealServer, deleteRealServer } from '#loadmaster/commands/real-servers.ts';
import { addRoute, deleteRoute } from '#loadmaster/commands/routes.ts';
import {
  addVirtualService,
  changeVirtualService,
  deleteVirtualService,
} from '#loadmaster/commands/virtual-services.ts';
import type { Setter } from './setter.ts';

const FILE = { bytes: ReadableStream.from<Uint8Array>([]) };
const SERVICE = {
  Index: 4,
  VSAddress: '10.0.1.9',
  VSPort: '80',
  Protocol: 'tcp',
  NickName: 'web',
  Enable: true,
};
const SERVER = { RsIndex: 2, Addr: '10.0.2.1', Port: 8080, Weight: 100, Enable: true };
const ROUTE = { Destination: '10.2.0.0/16', Gateway: '10.0.0.1' };

export const TRAFFIC_SETTERS: readonly Setter[] = [
  {
    what: 'a virtual service',
    write: (s) => addVirtualService(s, { address: '10.0.1.9', port: '80', protocol: 'tcp' }),
    sent: { command: 'addvs', params: { vs: '10.0.1.9', port: '80', prot: 'tcp' } },
    reads: 'listvs',
    taken: { VS: [SERVICE] },
    untaken: { VS: [{ ...SERVICE, Protocol: 'udp' }] },
  },
  {
    what: 'a virtual service’s fields',
    write: (s) => changeVirtualService(s, 4, { enabled: false, port: '81' }),
    sent: { command: 'modvs', params: { vs: '4', enable: '0', vsport: '81' } },
    reads: 'showvs',
    taken: { ...SERVICE, Enable: 'N', VSPort: 81 },
    untaken: { ...SERVICE, Enable: 'N' },
  },
  {
    what: 'no virtual service',
    write: (s) => deleteVirtualService(s, 4),
    sent: { command: 'delvs', params: { vs: '4' } },
    reads: 'listvs',
    taken: {},
    untaken: { VS: [SERVICE] },
  },
  {
    what: 'a real server',
    write: (s) => addRealServer(s, 4, { address: '10.0.2.1', port: 8080 }),
    sent: { command: 'addrs', params: { vs: '4', rs: '10.0.2.1', rsport: '8080' } },
    reads: 'showvs',
    taken: { ...SERVICE, Rs: [SERVER] },
    untaken: SERVICE,
  },
  {
    what: 'a real server’s fields',
    write: (s) => changeRealServer(s, 4, 2, { weight: 5 }),
    sent: { command: 'modrs', params: { vs: '4', rs: '!2', weight: '5' } },
    reads: 'showvs',
    taken: { ...SERVICE, Rs: { ...SERVER, Weight: '5' } },
    untaken: { ...SERVICE, Rs: SERVER },
  },
  {
    what: 'no real server',
    write: (s) => deleteRealServer(s, 4, 2),
    sent: { command: 'delrs', params: { vs: '4', rs: '!2' } },
    reads: 'showvs',
    taken: SERVICE,
    untaken: { ...SERVICE, Rs: SERVER },
  },
  {
    what: 'an MTU',
    write: (s) => changeInterface(s, 0, { kind: 'mtu', mtu: 9001 }),
    sent: { command: 'modiface', params: { interface: '0', mtu: '9001' } },
    reads: 'showiface',
    taken: { Interface: [{ Id: 0, Mtu: '9001' }] },
    untaken: { Interface: [{ Id: 0, Mtu: '1500' }] },
  },
  {
    what: 'an address',
    write: (s) => changeInterface(s, 0, { kind: 'address', address: '10.0.0.4/24' }),
    sent: { command: 'modiface', params: { interface: '0', addr: '10.0.0.4/24' } },
    reads: 'showiface',
    taken: { Interface: { Id: 0, IPAddress: '10.0.0.4/24' } },
    untaken: { Interface: { Id: 0, IPAddress: '10.0.0.4/16' } },
  },
  {
    what: 'GEO traffic',
    write: (s) => changeInterface(s, 1, { kind: 'geo-traffic', servesGeo: true }),
    sent: { command: 'modiface', params: { interface: '1', geotraffic: '1' } },
    reads: 'showiface',
    taken: { Interface: { Id: 1, GeoTrafficEnable: 'yes' } },
    untaken: { Interface: { Id: 0, GeoTrafficEnable: 'yes' } },
  },
  {
    what: 'an additional address',
    write: (s) => addAdditionalAddress(s, 0, '10.0.0.7/24'),
    sent: { command: 'addadditional', params: { interface: '0', addr: '10.0.0.7/24' } },
    reads: 'showiface',
    taken: { Interface: { Id: 0, AdditionalAddresses: ['10.0.0.7/24'] } },
    untaken: { Interface: { Id: 0 } },
  },
  {
    what: 'a route',
    write: (s) => addRoute(s, { destination: '10.2.0.0/16', gateway: '10.0.0.1' }),
    sent: { command: 'addroute', params: { dest: '10.2.0.0/16', gateway: '10.0.0.1' } },
    reads: 'showroute',
    taken: { Route: ROUTE },
    untaken: {},
  },
  {
    what: 'no route',
    write: (s) => deleteRoute(s, '10.2.0.0/16'),
    sent: { command: 'delroute', params: { dest: '10.2.0.0/16' } },
    reads: 'showroute',
    taken: {},
    untaken: { Route: [ROUTE] },
  },
  {
    what: 'a certificate',
    write: (s) => addCertificate(s, 'web', FILE, { replace: true }),
    sent: { command: 'addcert', params: { cert: 'web', replace: '1' } },
    reads: 'listcert',
    taken: { cert: { name: 'web' } },
    untaken: {},
  },
  {
    what: 'no certificate',
    write: (s) => deleteCertificate(s, 'web'),
    sent: { command: 'delcert', params: { cert: 'web' } },
    reads: 'listcert',
    taken: {},
    untaken: { cert: [{ name: 'web' }] },
  },
];
