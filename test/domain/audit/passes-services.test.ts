import { describe, expect, it } from 'vitest';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { withUnit } from './broken.ts';
import { withBoth, withService, withSettings } from './broken-units.ts';
import { ruleCalled } from './rule-called.ts';

const otherwise = (names: Iterable<string>): PairSnapshot =>
  withSettings('second', Object.fromEntries([...names].map((name) => [name, 'otherwise'])));

describe('a rule about what both units have alike passes', () => {
  it.each<[rule: string, when: string, snapshot: PairSnapshot]>([
    ['no-service-on-health-port', 'the service is UDP', withService({ port: '8444', protocol: 'udp' })],
    [
      'no-service-on-health-port',
      'the service is switched off',
      withService({ port: '8444', enabled: false }),
    ],
    [
      'no-service-on-health-port',
      'ranges end before it and begin behind it',
      withService({ port: '80', extraPorts: '8400-8443,8446-8500 84440' }),
    ],
    [
      'no-service-on-health-port',
      'a SubVS answers nowhere',
      withBoth(({ services }) => ({ services: [...services, { enabled: true, protocol: 'tcp' }] })),
    ],
    [
      'no-service-on-health-port',
      'a service takes the declared port and the units answer on another',
      withBoth(() => ({ healthPort: 9000 }), withService({ port: '8444' })),
    ],
    [
      'no-service-on-sync-port',
      'the service is at eth1',
      withService({ port: '6973' }, (unit) => (unit === 'first' ? '10.0.11.5' : '10.0.12.5')),
    ],
    ['no-service-on-sync-port', 'the service takes every port', withService({ port: '*' })],
    ['no-service-on-sync-port', 'the service is UDP', withService({ port: '6973', protocol: 'udp' })],
    [
      'no-service-on-ssh-port',
      'the service is at an address that is of no interface',
      withService({ port: '22' }, () => '10.0.5.5'),
    ],
    ['no-service-on-ssh-port', 'the service takes every port', withService({ port: '*' })],
    [
      'no-service-on-ssh-port',
      'the port is within others',
      withService({ port: '2222', extraPorts: '220-222' }),
    ],
    [
      'services-equal',
      'extra ports are in another order',
      withUnit(
        'first',
        ({ services, ...said }) => ({
          ...said,
          services: services.map((each) => ({ ...each, extraPorts: '90, 81-85' })),
        }),
        withUnit('second', ({ services, ...said }) => ({
          ...said,
          services: services.map((each) => ({ ...each, extraPorts: '81-85,90' })),
        })),
      ),
    ],
    [
      'services-equal',
      'the services are in another order',
      withUnit(
        'second',
        ({ services, ...said }) => ({ ...said, services: services.toReversed() }),
        withService({ port: '80' }),
      ),
    ],
    [
      'services-equal',
      'each is at an additional address of its own',
      withBoth(({ services, interfaces }, unit) => {
        const address = unit === 'first' ? '10.0.11.77' : '10.0.12.78';
        return {
          services: services.map((each) => ({ ...each, address })),
          interfaces: interfaces.map((each) => ({ ...each, additionalAddresses: [`${address}/24`] })),
        };
      }),
    ],
    [
      'services-equal',
      'a unit names no interface and is at its declared address',
      withUnit('first', { interfaces: [] }),
    ],
    [
      'services-equal',
      'a service is at one address of neither unit',
      withService({ port: '80' }, () => '10.0.5.5'),
    ],
    [
      'settings-equal',
      'each unit has of its own what is not synchronised',
      otherwise([
        'dfltgw',
        'dfltgwv6',
        'hostname',
        'nameserver',
        'namserver',
        'searchlist',
        'dnssecclient',
        'admingw',
        'admincert',
        'localcert',
        'wuiiface',
        'wuiport',
        'apiport',
        'ha1hostname',
        'ha2hostname',
      ]),
    ],
    [
      'settings-equal',
      'what differs is what the unit is and no setting',
      otherwise(['time', 'boottime', 'activetime', 'serialnumber', 'version', 'hamode', 'hastatus']),
    ],
    [
      'settings-equal',
      'what differs is the business of other rules',
      otherwise([
        'enableapi',
        'sessioncontrol',
        'sessionbasicauth',
        'ntphost',
        'haprefered',
        'geoclients',
        'geopartners',
      ]),
    ],
  ])('%s where %s', (rule, _, snapshot) => {
    expect(ruleCalled(rule).check(snapshot)).toEqual({ faults: [], unjudged: [] });
  });
});
