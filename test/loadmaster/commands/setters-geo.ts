import { disableGeo, enableGeo } from '#loadmaster/commands/geo.ts';
import { addGeoCluster, changeGeoCluster, deleteGeoCluster } from '#loadmaster/commands/geo-clusters.ts';
import { addGeoFqdn, addGeoMap, deleteGeoFqdn, deleteGeoMap } from '#loadmaster/commands/geo-fqdns.ts';
import { setGeoList } from '#loadmaster/commands/geo-partners.ts';
import type { Setter } from './setter.ts';

const CLUSTER = {
  Index: '1',
  IPAddress: '10.9.0.1',
  Name: 'oslo',
  Type: 'default',
  Checker: 'none',
  Enable: 'Y',
};
const FQDN = { FullyQualifiedDomainName: 'www.example.com.', Map: { Index: '1', IPAddress: '10.0.0.9' } };

export const GEO_SETTERS: readonly Setter[] = [
  {
    what: 'GEO on',
    write: enableGeo,
    sent: { command: 'enablegeo', params: {} },
    reads: 'isgeoenabled',
    taken: { Data: 'GEO is enabled' },
    untaken: { Data: 'GEO is disabled' },
  },
  {
    what: 'GEO off',
    write: disableGeo,
    sent: { command: 'disablegeo', params: {} },
    reads: 'isgeoenabled',
    taken: { Data: 'GEO is disabled' },
    untaken: { Data: 'GEO is enabled' },
  },
  {
    what: 'partners, which a unit may spell in its own way',
    write: (s) => setGeoList(s, 'partners', ['10.9.0.1', '2001:DB8:0:0::1']),
    sent: { command: 'set', params: { param: 'geopartners', value: '10.9.0.1,2001:DB8:0:0::1' } },
    reads: 'get',
    taken: { geopartners: '2001:db8::1 10.9.0.1' },
    untaken: { geopartners: '2001:db8::1' },
  },
  {
    what: 'a cluster',
    write: (s) => addGeoCluster(s, { address: '10.9.0.1', name: 'oslo' }),
    sent: { command: 'addcluster', params: { ip: '10.9.0.1', name: 'oslo' } },
    reads: 'listclusters',
    taken: { cluster: CLUSTER },
    untaken: {},
  },
  {
    what: 'a cluster’s fields',
    write: (s) => changeGeoCluster(s, '10.9.0.1', { type: 'remoteLM' }),
    sent: { command: 'modcluster', params: { ip: '10.9.0.1', type: 'remoteLM' } },
    reads: 'showcluster',
    taken: { cluster: { ...CLUSTER, Type: 'remoteLM' } },
    untaken: { cluster: CLUSTER },
  },
  {
    what: 'a cluster that is not there',
    write: (s) => changeGeoCluster(s, '10.9.0.1', { enabled: true }),
    sent: { command: 'modcluster', params: { ip: '10.9.0.1', enable: '1' } },
    reads: 'showcluster',
    taken: { cluster: CLUSTER },
    untaken: {},
  },
  {
    what: 'no cluster',
    write: (s) => deleteGeoCluster(s, '10.9.0.1'),
    sent: { command: 'delcluster', params: { ip: '10.9.0.1' } },
    reads: 'listclusters',
    taken: {},
    untaken: { cluster: CLUSTER },
  },
  {
    what: 'a name',
    write: (s) => addGeoFqdn(s, 'www.example.com'),
    sent: { command: 'addfqdn', params: { fqdn: 'www.example.com' } },
    reads: 'listfqdns',
    taken: { fqdn: FQDN },
    untaken: {},
  },
  {
    what: 'no name',
    write: (s) => deleteGeoFqdn(s, 'www.example.com'),
    sent: { command: 'delfqdn', params: { fqdn: 'www.example.com' } },
    reads: 'listfqdns',
    taken: {},
    untaken: { fqdn: [FQDN] },
  },
  {
    what: 'a map',
    write: (s) => addGeoMap(s, 'www.example.com', { address: '10.0.0.9', cluster: 'oslo' }),
    sent: { command: 'addmap', params: { fqdn: 'www.example.com', ip: '10.0.0.9', clust: 'oslo' } },
    reads: 'showfqdn',
    taken: { fqdn: FQDN },
    untaken: { fqdn: { FullyQualifiedDomainName: 'www.example.com.' } },
  },
  {
    what: 'no map',
    write: (s) => deleteGeoMap(s, 'www.example.com', '10.0.0.9'),
    sent: { command: 'delmap', params: { fqdn: 'www.example.com', ip: '10.0.0.9' } },
    reads: 'showfqdn',
    taken: { fqdn: { FullyQualifiedDomainName: 'www.example.com.' } },
    untaken: { fqdn: FQDN },
  },
];
