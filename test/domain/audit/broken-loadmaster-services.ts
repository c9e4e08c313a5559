import { type Broken, withUnit } from './broken.ts';
import { withBoth, withoutSetting, withService, withSettings } from './broken-units.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

const onBoth = (fault: string): readonly string[] => [`first: ${fault}`, `second: ${fault}`];

const takes = (service: string, port: number): readonly string[] =>
  onBoth(
    `virtual service "more" ${service} takes port ${port}, expected no TCP virtual service on port ${port}`,
  );

const same = 'the same virtual services on both units';

/** How the rules about virtual services, and about what both units are to have alike, are broken. */
export const BROKEN_SERVICES: Readonly<Record<string, readonly Broken[]>> = {
  'no-service-on-health-port': [
    {
      words: 'a service has the port',
      snapshot: withService({ port: '8444' }),
      faults: takes('8444/tcp', 8444),
    },
    {
      words: 'a service has the port of handovers',
      snapshot: withService({ port: '8445' }),
      faults: takes('8445/tcp', 8445),
    },
    {
      words: 'a service has every port, 6973 and 22 with it',
      snapshot: withService({ port: '*' }),
      faults: takes('*/tcp', 8444),
    },
    {
      words: 'a service has it among its extra ports',
      snapshot: withService({ port: '80', extraPorts: '81, 8444' }),
      faults: takes('80/tcp', 8444),
    },
    {
      words: 'a service has it in a range that ends with it',
      snapshot: withService({ port: '80', extraPorts: '81 8400-8444' }),
      faults: takes('80/tcp', 8444),
    },
    {
      words: 'a service has it at an address that is of no interface',
      snapshot: withService({ port: '8444' }, () => '10.0.5.5'),
      faults: takes('8444/tcp', 8444),
    },
    {
      words: 'more services have it than are named',
      snapshot: withBoth(() => ({
        services: ['a', 'b', 'c', 'd', 'e'].map((name, at) => ({
          name,
          address: `10.0.5.${at + 1}`,
          port: '8444',
          protocol: 'tcp',
          enabled: true,
        })),
      })),
      faults: onBoth(
        'virtual service "a" 8444/tcp; "b" 8444/tcp; "c" 8444/tcp; 2 more takes port 8444, expected no TCP virtual service on port 8444',
      ),
    },
  ],
  'no-service-on-sync-port': [
    {
      words: 'a service has the port at the address of eth0',
      snapshot: withService({ port: '6973' }),
      faults: takes('6973/tcp', 6973),
    },
    {
      words: 'a service has it in a range that begins with it',
      snapshot: withService({ port: '80', extraPorts: '6973-7000' }),
      faults: takes('80/tcp', 6973),
    },
    {
      words: 'a service has it at an additional address of eth0, in another spelling',
      snapshot: withBoth(
        ({ interfaces }) => ({
          interfaces: interfaces.map((each) =>
            each.id === 0 ? { ...each, additionalAddresses: ['2001:db8::77/64'] } : each,
          ),
        }),
        withService({ port: '6973' }, () => '2001:DB8:0::77'),
      ),
      faults: takes('6973/tcp', 6973),
    },
  ],
  'no-service-on-ssh-port': [
    {
      words: 'a service has the port at the address of eth1',
      snapshot: withService({ port: '22' }, (unit) => (unit === 'first' ? '10.0.11.5' : '10.0.12.5')),
      faults: takes('22/tcp', 22),
    },
    {
      words: 'a service has it among its extra ports',
      snapshot: withService({ port: '80', extraPorts: '20-30' }),
      faults: takes('80/tcp', 22),
    },
  ],
  'services-equal': [
    {
      words: 'a unit lacks a service',
      snapshot: withUnit('second', { services: [] }),
      faults: [`pair: second lacks "shop" 443/tcp, expected ${same}`],
    },
    {
      words: 'a unit has the address of the other one in place of its own',
      snapshot: withUnit('second', ({ services, ...said }) => ({
        ...said,
        services: services.map((service) => ({ ...service, address: '10.0.1.5' })),
      })),
      faults: [`pair: first lacks "shop" 443/tcp at 10.0.1.5; second lacks "shop" 443/tcp, expected ${same}`],
    },
    {
      words: 'a service has other ports and another name, and is switched off',
      snapshot: withUnit('first', ({ services, ...said }) => ({
        ...said,
        services: services.map((service) => ({
          ...service,
          name: 'store',
          extraPorts: '8080',
          enabled: false,
        })),
      })),
      faults: [`pair: "store" 443/tcp differs in name, extra ports, state, expected ${same}`],
    },
    {
      words: 'a service is on another port, which makes it another one',
      snapshot: withUnit('second', ({ services, ...said }) => ({
        ...said,
        services: services.map((service) => ({ ...service, port: '444' })),
      })),
      faults: [`pair: first lacks "shop" 444/tcp; second lacks "shop" 443/tcp, expected ${same}`],
    },
    {
      words: 'a unit lacks a SubVS and has one that the other has not',
      snapshot: withUnit(
        'second',
        ({ services, ...said }) => ({ ...said, services: [...services, { name: 'b', enabled: true }] }),
        withUnit('first', ({ services, ...said }) => ({
          ...said,
          services: [...services, { name: 'a', enabled: true }],
        })),
      ),
      faults: [`pair: first lacks SubVS "b"; second lacks SubVS "a", expected ${same}`],
    },
    {
      words: 'a unit has one of two services that are alike',
      snapshot: withUnit('first', ({ services, ...said }) => ({
        ...said,
        services: [...services, ...services.map((service) => ({ ...service, address: '10.0.11.5' }))],
      })),
      faults: [`pair: second lacks "shop" 443/tcp, expected ${same}`],
    },
    {
      words: 'more services are missing than are named',
      snapshot: withUnit('first', ({ services, ...said }) => ({
        ...said,
        services: [
          ...services,
          ...['1', '2', '3', '4', '5'].map((port) => ({
            address: CLEAN_SNAPSHOT.pair.units.first.address,
            port,
            protocol: 'udp',
            enabled: true,
          })),
        ],
      })),
      faults: [`pair: second lacks 1/udp; second lacks 2/udp; second lacks 3/udp; 2 more, expected ${same}`],
    },
  ],
  'settings-equal': [
    {
      words: 'a setting differs',
      snapshot: withSettings('second', { conntimeout: '300' }),
      faults: ['pair: conntimeout "660" on first, "300" on second, expected the same settings on both units'],
    },
    {
      words: 'a setting is set on one unit alone',
      snapshot: withoutSetting('first', 'conntimeout'),
      faults: ['pair: conntimeout unset on first, "660" on second, expected the same settings on both units'],
    },
    {
      words: 'more settings differ than are named',
      snapshot: withSettings('first', { d: '1', c: '2', b: '3', a: '4' }),
      faults: [
        'pair: a "4" on first, unset on second; b "3" on first, unset on second; c "2" on first, unset on second; 1 more, expected the same settings on both units',
      ],
    },
  ],
};
