import { describe, expect, it } from 'vitest';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { ServiceAudited } from '#domain/audit/unit-audited.ts';
import { withUnit } from './broken.ts';
import { withoutSaying, withSettings, withUnitSnapshot } from './broken-units.ts';
import { unread } from './clean-snapshot.ts';
import { unjudgedBy } from './rule-called.ts';

const MORE: ServiceAudited = {
  name: 'more',
  address: '10.0.1.5',
  port: '80',
  protocol: 'tcp',
  enabled: true,
};

const firstHas = (service: ServiceAudited): PairSnapshot =>
  withUnit('first', (said) => ({ ...said, services: [service] }));

const without = (key: keyof ServiceAudited): ServiceAudited => {
  const { [key]: _, ...rest } = { ...MORE };
  return { enabled: true, ...rest };
};

const unnamedEth0 = withUnit('first', {
  interfaces: [{ id: 1, address: '10.0.11.5', additionalAddresses: [] }],
});
const noInterfaces = withUnit('second', { interfaces: [] });
const silent = withUnitSnapshot('second', { loadMaster: unread('throttled') });
const unknownPorts = 'first: which ports virtual service "more" 80/tcp takes is not known';

describe('what a unit does not say of its services and settings', () => {
  it.each<[rule: string, when: string, snapshot: PairSnapshot, unjudged: readonly string[]]>([
    [
      'no-service-on-health-port',
      'the port is missing',
      withoutSaying('first', 'healthPort'),
      ['first: the unit does not say on which port it answers health checks'],
    ],
    [
      'no-service-on-sync-port',
      'eth0 is missing',
      unnamedEth0,
      ['first: the unit does not name the address of the interface'],
    ],
    [
      'no-service-on-ssh-port',
      'there is no interface',
      noInterfaces,
      ['second: the unit does not name the address of the interface'],
    ],
    [
      'no-service-on-health-port',
      'extra ports are in another form',
      firstHas({ ...MORE, extraPorts: '81,https' }),
      [unknownPorts],
    ],
    [
      'no-service-on-sync-port',
      'a service has no protocol',
      firstHas(without('protocol')),
      ['first: which ports virtual service "more" 80/? takes is not known'],
    ],
    [
      'no-service-on-ssh-port',
      'a service has no port',
      firstHas(without('port')),
      ['first: which ports virtual service "more" ?/tcp takes is not known'],
    ],
    ['services-equal', 'a unit was not read', silent, ['pair: second not read (throttled)']],
    [
      'settings-equal',
      'two versions may have two sets of settings',
      withSettings('first', { conntimeout: '1' }, withUnit('second', { version: '7.2.62.0' })),
      ['pair: the units run two versions of firmware, which may have other settings'],
    ],
  ])('leaves %s unjudged: %s', (rule, _, snapshot, unjudged) => {
    expect(unjudgedBy(rule, snapshot)).toEqual(unjudged);
  });
});
