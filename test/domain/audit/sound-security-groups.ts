import { withAws, withPair } from './broken.ts';
import { AUDITED_PAIR, BALANCER_GROUP, CLEAN_SNAPSHOT, UNITS_GROUP } from './clean-snapshot.ts';
import {
  everything,
  tcp,
  withIngress,
  withOwnGroups,
  withoutBalancerGroups,
  withPort,
} from './ingress-samples.ts';
import type { Sound } from './sound.ts';

const { first, second } = AUDITED_PAIR.units;

/** Security groups that are sound. */
export const SOUND_SECURITY_GROUPS: readonly Sound[] = [
  {
    words: 'a load balancer that is not there is not to be let in',
    rule: 'health-port-open',
    snapshot: withAws('targetGroups', (group) => ({ ...group, loadBalancerArns: [] }), undefined, {
      ...withPort(8444, [tcp(8444, { groups: [UNITS_GROUP] })]),
    }),
  },
  {
    words: 'the units let one another in by address',
    rule: 'partner-port',
    snapshot: withOwnGroups({}),
  },
  {
    words: 'the units let the whole network in',
    rule: 'partner-port',
    snapshot: withPort(6973, [tcp(6000, { cidrs: ['10.0.0.0/8'] }, 7000)]),
  },
  {
    words: 'the units let one another in to everything',
    rule: 'partner-port',
    snapshot: withPort(6973, [everything({ groups: [UNITS_GROUP] })]),
  },
  {
    words: 'a load balancer without security groups, whose subnets are let in',
    rule: 'health-port-open',
    snapshot: withoutBalancerGroups(['10.0.1.0/24', '10.0.2.0/23']),
  },
  {
    words: 'a load balancer with security groups, whose subnets are let in',
    rule: 'health-port-open',
    snapshot: withPort(8444, [tcp(8444, { cidrs: ['10.0.0.0/16'] })]),
  },
  {
    words: 'the load balancer’s IPv6 networks are not let in, and the units have IPv4',
    rule: 'health-port-open',
    snapshot: withAws('subnets', ({ cidrs }) => ({ cidrs: [...cidrs, '2001:db8:0:1::/64'] }), undefined, {
      ...withoutBalancerGroups(['10.0.0.0/16']),
    }),
  },
  {
    words: 'the load balancer’s security group is let in, its subnets were not read',
    rule: 'health-port-open',
    snapshot: { ...CLEAN_SNAPSHOT, aws: { ...CLEAN_SNAPSHOT.aws, subnets: {} } },
  },
  {
    words: 'neighbouring ports and other protocols are open to everybody',
    rule: 'management-not-public',
    snapshot: withIngress((ingress) => [
      ...ingress,
      tcp(8440, { cidrs: ['0.0.0.0/0'] }, 8442),
      tcp(8444, { cidrs: ['0.0.0.0/0'] }, 8445),
      { ...tcp(8443, { cidrs: ['0.0.0.0/0'] }), protocol: 'udp' },
    ]),
  },
  {
    words: 'half of the world is let in: it is somebody’s network, as far as anybody can tell',
    rule: 'ssh-not-public',
    snapshot: withPort(22, [tcp(22, { cidrs: ['128.0.0.0/1'] })]),
  },
  {
    words: 'nobody is let in to SSH',
    rule: 'ssh-not-public',
    snapshot: withPort(22, []),
  },
  {
    words: 'management by a port of its own on one unit, which is closed there',
    rule: 'management-not-public',
    snapshot: withPair({
      units: { first: { ...first, management: 'https://10.0.1.5:9443' }, second },
    }),
  },
  {
    words: 'the load balancer’s group is let in by a group of several',
    rule: 'health-port-open',
    snapshot: withPort(8444, [
      tcp(8444, { groups: ['sg-000000000000000ff', BALANCER_GROUP] }),
      tcp(8444, { cidrs: ['10.0.1.5/32', '10.0.2.5/32'] }),
    ]),
  },
];
