import { describe } from 'vitest';
import { isGeoEnabled } from '#loadmaster/commands/geo.ts';
import { listGeoClusters } from '#loadmaster/commands/geo-clusters.ts';
import { getGeoFqdn, listGeoFqdns } from '#loadmaster/commands/geo-fqdns.ts';
import { getGeoList, listGeoPartners } from '#loadmaster/commands/geo-partners.ts';
import { getGeoStatistics } from '#loadmaster/commands/geo-statistics.ts';
import { v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('GEO', () => {
  const map = {
    index: 1,
    address: '172.16.193.50',
    status: 'up',
    cluster: 'LocalLM',
    checker: 'clust',
    weight: 1000,
    enabled: true,
  };
  const FQDN =
    '<fqdn><FullyQualifiedDomainName>www.example.com.</FullyQualifiedDomainName><SelectionCriteria>rr</SelectionCriteria><failover>N</failover><Map><Status>Up</Status>\n<Index>1</Index><IPAddress>172.16.193.50</IPAddress><Cluster>LocalLM</Cluster><Checker>clust</Checker><Weight>1000</Weight><MappedName>HTTP VS</MappedName><Enable>Y</Enable></Map></fqdn>';
  const cluster = {
    Index: '1',
    Status: 'Up',
    Name: 'dublin',
    ClusterVSAddress: [],
    IPAddress: '10.0.1.5',
    Checker: 'tcp',
    Type: 'Remote LM',
    Enable: 'Y',
  };
  const asRead = {
    index: 1,
    address: '10.0.1.5',
    name: 'dublin',
    status: 'up',
    type: 'remoteLM',
    checker: 'tcp',
    enabled: true,
  };
  const fqdn = { name: 'www.example.com', selection: 'rr', maps: [map] };
  readsRecorded([
    {
      what: 'on, API v2 documentation',
      command: 'isgeoenabled',
      reply: v2({ Data: 'GEO is enabled' }),
      read: isGeoEnabled,
      value: true,
    },
    { what: 'on, v1', command: 'isgeoenabled', reply: v1('GEO is enabled'), read: isGeoEnabled, value: true },
    {
      what: 'off',
      command: 'isgeoenabled',
      reply: v2({ Data: 'GEO is disabled' }),
      read: isGeoEnabled,
      value: false,
    },
    {
      what: 'off in other words',
      command: 'isgeoenabled',
      reply: v2({ message: 'GEO is not enabled' }),
      read: isGeoEnabled,
      value: false,
    },
    {
      what: 'names, RESTful API interface description 3.7.1.3',
      command: 'listfqdns',
      reply: v1(FQDN),
      read: listGeoFqdns,
      value: [fqdn],
    },
    {
      what: 'two names',
      command: 'listfqdns',
      reply: v1(FQDN + FQDN.replace('www', 'ftp')),
      read: listGeoFqdns,
      value: [fqdn, { ...fqdn, name: 'ftp.example.com' }],
    },
    {
      what: 'a name, with its dot or without, in any case',
      command: 'showfqdn',
      reply: v1(FQDN),
      read: (session) => getGeoFqdn(session, 'WWW.example.com.'),
      value: fqdn,
    },
    {
      what: 'a name that does not exist, under "ok"',
      command: 'showfqdn',
      reply: v1(''),
      read: (session) => getGeoFqdn(session, 'x.example.com'),
      value: undefined,
    },
    {
      what: 'one cluster, API v2 documentation',
      command: 'listclusters',
      reply: v2({ cluster }),
      read: listGeoClusters,
      value: [asRead],
    },
    {
      what: 'a list of one cluster',
      command: 'listclusters',
      reply: v2({ cluster: [cluster] }),
      read: listGeoClusters,
      value: [asRead],
    },
    {
      what: 'partners with commas',
      command: 'get',
      reply: v2({ geopartners: '10.0.1.5,10.0.1.6' }),
      read: (session) => getGeoList(session, 'partners'),
      value: ['10.0.1.5', '10.0.1.6'],
    },
    {
      what: 'partners with spaces',
      command: 'get',
      reply: v1('<geopartners>10.0.1.5 10.0.1.6 \n</geopartners>'),
      read: (session) => getGeoList(session, 'partners'),
      value: ['10.0.1.5', '10.0.1.6'],
    },
    {
      what: 'partners as a list',
      command: 'get',
      reply: v2({ geopartners: ['10.0.1.5', '10.0.1.6'] }),
      read: (session) => getGeoList(session, 'partners'),
      value: ['10.0.1.5', '10.0.1.6'],
    },
    {
      what: 'access not set',
      command: 'get',
      reply: v2({ geoclients: 'unset' }),
      read: (session) => getGeoList(session, 'access'),
      value: [],
    },
    {
      what: 'access missing',
      command: 'get',
      reply: v2({}),
      read: (session) => getGeoList(session, 'access'),
      value: [],
    },
    {
      what: 'no partner, API v2 documentation',
      command: 'getgeopartnerstatus',
      reply: v2({}),
      read: listGeoPartners,
      value: [],
    },
    {
      what: 'partners and their state',
      command: 'getgeopartnerstatus',
      reply: v1(
        '<GeoPartners><Partner><IPAddress>10.0.1.5</IPAddress><Status>Up</Status></Partner><Partner><IPAddress>10.0.1.6</IPAddress></Partner></GeoPartners>',
      ),
      read: listGeoPartners,
      value: [
        { address: '10.0.1.5', status: 'Up' },
        { address: '10.0.1.6', status: 'Unknown' },
      ],
    },
    {
      what: 'statistics, API v2 documentation',
      command: 'geostats',
      reply: v2({
        GSLBServiceStatus: { BootTime: 'x' },
        FQDNStatistics: {
          FQDN: [{ fqdn: 'www.example.com.', Map: [{ addr: '10.0.0.9', rps: 0.5, total: 12 }] }],
        },
      }),
      read: getGeoStatistics,
      value: [{ fqdn: 'www.example.com.', address: '10.0.0.9', requestsPerSecond: 0.5, requests: 12 }],
    },
  ]);
});
