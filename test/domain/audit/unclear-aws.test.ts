import { describe, expect, it } from 'vitest';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws } from './broken.ts';
import { AUDITED_PAIR, UNITS_GROUP } from './clean-snapshot.ts';
import { tcp, withoutBalancerGroups, withPort } from './ingress-samples.ts';
import { leftOpenBy } from './left-open.ts';

const SECOND = AUDITED_PAIR.units.second.instanceId;

const forBoth = (why: string): readonly string[] => [`first: ${why}`, `second: ${why}`];
const LIST = 'pl-00000000000000001';

describe('what was read and says neither yes nor no is left open', () => {
  it.each([
    {
      words: 'an attribute that AWS does not name',
      rule: 'stickiness',
      snapshot: withAws('targetGroupAttributes', () => ({}), TARGET_GROUP),
      unjudged: ['lm-a: AWS does not say stickiness.enabled'],
    },
    {
      words: 'a delay that AWS does not name',
      rule: 'deregistration-delay',
      snapshot: withAws('targetGroupAttributes', () => ({}), TARGET_GROUP),
      unjudged: ['lm-a: AWS does not say deregistration_delay.timeout_seconds'],
    },
    {
      words: 'cross-zone, of which the target group says nothing',
      rule: 'cross-zone',
      snapshot: withAws('targetGroupAttributes', () => ({}), TARGET_GROUP),
      unjudged: ['lm-a: AWS does not say load_balancing.cross_zone.enabled'],
    },
    {
      words: 'cross-zone, of which the load balancer says nothing',
      rule: 'cross-zone',
      snapshot: withAws('loadBalancerAttributes', () => ({})),
      unjudged: ['lm-a', 'lm-b'].map(
        (group) => `${group}: AWS does not say load_balancing.cross_zone.enabled`,
      ),
    },
    {
      words: 'a status that is not known yet',
      rule: 'status-checks',
      snapshot: withAws(
        'instanceHealth',
        (health) => ({ ...health, system: 'insufficient-data', instance: 'initializing' }),
        SECOND,
      ),
      unjudged: ['second: system status insufficient-data, instance status initializing'],
    },
    {
      words: 'a prefix list may let the partner in',
      rule: 'partner-port',
      snapshot: withPort(6973, [tcp(6973, { prefixLists: [LIST] })]),
      unjudged: [
        `first: second: whom prefix list ${LIST} lets in is not read`,
        `second: first: whom prefix list ${LIST} lets in is not read`,
      ],
    },
    {
      words: 'a prefix list may let the load balancer in',
      rule: 'health-port-open',
      snapshot: withPort(8444, [tcp(8444, { groups: [UNITS_GROUP], prefixLists: [LIST] })]),
      unjudged: forBoth(`lm: whom prefix list ${LIST} lets in is not read`),
    },
    {
      words: 'a part of each subnet is let in, and the load balancer’s addresses may be in it',
      rule: 'health-port-open',
      snapshot: withoutBalancerGroups(['10.0.1.17/32', '10.0.2.0/28']),
      unjudged: forBoth(
        'lm: only 10.0.1.17/32 of its network is let in, only 10.0.2.0/28 of its network is let in',
      ),
    },
    {
      words: 'the load balancer has no network of the family of the units’ addresses',
      rule: 'health-port-open',
      snapshot: withAws(
        'subnets',
        () => ({ cidrs: ['2001:db8::/64'] }),
        undefined,
        withoutBalancerGroups([]),
      ),
      unjudged: [
        'first: lm: its subnets have no network for 10.0.1.5',
        'second: lm: its subnets have no network for 10.0.2.5',
      ],
    },
    {
      words: 'a prefix list may let everybody in to the management interface',
      rule: 'management-not-public',
      snapshot: withPort(8443, [tcp(8443, { prefixLists: [LIST] })]),
      unjudged: forBoth(`whom prefix list ${LIST} lets in is not read`),
    },
    {
      words: 'a prefix list may let everybody in to SSH',
      rule: 'ssh-not-public',
      snapshot: withPort(22, [tcp(22, { prefixLists: [LIST] }), tcp(0, { prefixLists: [LIST] }, 1023)]),
      unjudged: forBoth(`whom prefix list ${LIST} lets in is not read`),
    },
  ])('$rule: $words', ({ rule, snapshot, unjudged }) => {
    expect(leftOpenBy(rule, snapshot)).toEqual(unjudged);
  });
});
