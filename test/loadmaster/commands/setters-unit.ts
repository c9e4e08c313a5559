import { deleteApiKey } from '#loadmaster/commands/api-keys.ts';
import { changeAwsHaParams, setAwsHaMode } from '#loadmaster/commands/aws-ha.ts';
import { setGeoList } from '#loadmaster/commands/geo-partners.ts';
import { setFlag, setNumber, setText } from '#loadmaster/commands/settings.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import type { Setter } from './setter.ts';

const HA = {
  HaMode: 'master',
  HaPrefered: '1',
  Partner: '10.0.1.6',
  Port: '8444',
  HealthCheckAllInterfaces: 'unset',
};
const KEY = makeSecret('k1');

export const UNIT_SETTERS: readonly Setter[] = [
  {
    what: 'a text',
    write: (s) => setText(s, 'hostname', 'lb2'),
    sent: { command: 'set', params: { param: 'hostname', value: 'lb2' } },
    reads: 'get',
    taken: { hostname: 'lb2\n' },
    untaken: { hostname: 'lb1' },
  },
  {
    what: 'no text',
    write: (s) => setText(s, 'searchlist', ''),
    sent: { command: 'set', params: { param: 'searchlist', value: '' } },
    reads: 'get',
    taken: { searchlist: 'unset' },
    untaken: { searchlist: 'a' },
  },
  {
    what: 'a flag',
    write: (s) => setFlag(s, 'snat', false),
    sent: { command: 'set', params: { param: 'snat', value: '0' } },
    reads: 'get',
    taken: { snat: 'no' },
    untaken: { snat: true },
  },
  {
    what: 'a number',
    write: (s) => setNumber(s, 'geosshport', 23),
    sent: { command: 'set', params: { param: 'geosshport', value: '23' } },
    reads: 'get',
    taken: { geosshport: '23' },
    untaken: { geosshport: 22 },
  },
  {
    what: 'GEO partners',
    write: (s) => setGeoList(s, 'partners', ['10.0.1.6', '10.0.1.5']),
    sent: { command: 'set', params: { param: 'geopartners', value: '10.0.1.6,10.0.1.5' } },
    reads: 'get',
    taken: { geopartners: '10.0.1.5 10.0.1.6' },
    untaken: { geopartners: '10.0.1.5' },
  },
  {
    what: 'no GEO access',
    write: (s) => setGeoList(s, 'access', []),
    sent: { command: 'set', params: { param: 'geoclients', value: '' } },
    reads: 'get',
    taken: {},
    untaken: { geoclients: '10.0.1.5' },
  },
  {
    what: 'HA preference',
    write: (s) => changeAwsHaParams(s, { prefersFirst: false }),
    sent: { command: 'awshaparam', params: { haprefered: '0' } },
    reads: 'getawshaparams',
    taken: { ...HA, HaPrefered: '0' },
    untaken: HA,
  },
  {
    what: 'HA partner',
    write: (s) => changeAwsHaParams(s, { partner: 'LB2.example', healthPort: 1 }),
    sent: { command: 'awshaparam', params: { partner: 'LB2.example', hcp: '1' } },
    reads: 'getawshaparams',
    taken: { ...HA, Partner: 'lb2.example', Port: '1' },
    untaken: { ...HA, Port: '1' },
  },
  {
    what: 'all interfaces',
    write: (s) => changeAwsHaParams(s, { allInterfaces: true }),
    sent: { command: 'awshaparam', params: { hcai: '1' } },
    reads: 'getawshaparams',
    taken: { ...HA, HealthCheckAllInterfaces: 'Y' },
    untaken: HA,
  },
  {
    what: 'HA mode',
    write: (s) => setAwsHaMode(s, 'second'),
    sent: { command: 'awshamode', params: { hamode: 'second' } },
    reads: 'getawshaparams',
    taken: { ...HA, HaMode: 'slave' },
    untaken: HA,
  },
  {
    what: 'HA off',
    write: (s) => setAwsHaMode(s, 'none'),
    sent: { command: 'awshamode', params: { hamode: 'single' } },
    reads: 'getawshaparams',
    taken: { ...HA, HaMode: 'single' },
    untaken: HA,
  },
  {
    what: 'no API key',
    write: (s) => deleteApiKey(s, KEY, 'ops'),
    sent: { command: 'delapikey', params: { key: 'k1', user: 'ops' } },
    reads: 'listapikeys',
    taken: { apikeys: ['k2'] },
    untaken: { apikeys: ['k1', 'k2'] },
  },
];
