import { describe, expect, it } from 'vitest';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import { AWS_RULES } from '#domain/audit/rules/aws-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws } from './broken.ts';
import { AUDITED_PAIR, CLEAN_SNAPSHOT, LOAD_BALANCER, SUBNETS, unread } from './clean-snapshot.ts';
import { OWN_GROUPS, withOwnGroups, withoutBalancerGroups } from './ingress-samples.ts';
import { leftOpenBy } from './left-open.ts';

const FIRST = AUDITED_PAIR.units.first.instanceId;
const SECOND = AUDITED_PAIR.units.second.instanceId;

/** One item of one part was not read. */
const without = (part: keyof AwsSeen, id: string, from: PairSnapshot = CLEAN_SNAPSHOT): PairSnapshot => ({
  ...from,
  aws: { ...from.aws, [part]: { ...from.aws[part], [id]: unread('throttled') } },
});

/** Which rules need which part of AWS: those, and no others, are left open where it was not read. */
const NEEDED_BY: Readonly<Record<keyof AwsSeen, readonly string[]>> = {
  targetGroups: [
    'load-balancer-type',
    'load-balancer-active',
    'listeners',
    'elastic-ips',
    'zones-enabled',
    'cross-zone',
    'health-check-protocol',
    'health-check-port',
    'health-check-path',
    'matcher',
    'health-check-timing',
    'target-type',
    'registered',
    'only-the-pair',
    'health-port-open',
  ],
  targets: ['registered', 'only-the-pair'],
  targetGroupAttributes: [
    'cross-zone',
    'fail-open',
    'stickiness',
    'deregistration-delay',
    'connection-termination',
  ],
  loadBalancers: [
    'load-balancer-type',
    'load-balancer-active',
    'elastic-ips',
    'zones-enabled',
    'health-port-open',
  ],
  loadBalancerAttributes: ['cross-zone'],
  instances: [
    'zones-enabled',
    'units-running',
    'termination-guard',
    'different-zones',
    'partner-port',
    'health-port-open',
    'management-not-public',
    'ssh-not-public',
  ],
  instanceHealth: ['status-checks', 'scheduled-events'],
  terminationProtection: ['termination-guard'],
  autoScaling: ['termination-guard'],
  securityGroups: ['partner-port', 'health-port-open', 'management-not-public', 'ssh-not-public'],
  // The load balancer has security groups: its subnets do not matter.
  subnets: [],
};

describe('what was not read is left open', () => {
  it.each(
    Object.entries(NEEDED_BY).flatMap(([part, rules]) =>
      (['one item', 'everything'] as const).map((much) => ({ part: part as keyof AwsSeen, rules, much })),
    ),
  )('$much of $part', ({ part, rules, much }) => {
    const [one, ...others] = Object.keys(CLEAN_SNAPSHOT.aws[part]);
    const missing = much === 'everything' ? [one, ...others] : [one];
    const snapshot = missing.reduce<PairSnapshot>(
      (from, id) => without(part, id ?? '', from),
      CLEAN_SNAPSHOT,
    );
    const open = AWS_RULES.filter((rule) => rule.check(snapshot).unjudged.length > 0);
    expect(open.map(({ id }) => id)).toEqual(rules);
    expect(AWS_RULES.flatMap((rule) => rule.check(snapshot).faults)).toEqual([]);
  });

  it.each([
    {
      words: 'the load balancers of a target group',
      rule: 'load-balancer-type',
      snapshot: without('targetGroups', TARGET_GROUP),
      unjudged: ['lm-a: its load balancers not read (throttled)'],
    },
    {
      words: 'a load balancer, which is named all the same',
      rule: 'elastic-ips',
      snapshot: without('loadBalancers', LOAD_BALANCER),
      unjudged: ['lm: not read (throttled)'],
    },
    {
      words: 'the zone of one unit',
      rule: 'different-zones',
      snapshot: without('instances', SECOND),
      unjudged: ['pair: zone of second not read (throttled)'],
    },
    {
      words: 'the zones of both units, of which the load balancer may have none',
      rule: 'zones-enabled',
      snapshot: without('instances', SECOND, without('instances', FIRST)),
      unjudged: ['lm: zone of first not read (throttled), zone of second not read (throttled)'],
    },
    {
      words: 'the zones, where cross-zone is off',
      rule: 'cross-zone',
      snapshot: without(
        'instances',
        SECOND,
        withAws('loadBalancerAttributes', () => ({ 'load_balancing.cross_zone.enabled': 'false' })),
      ),
      unjudged: ['lm-a: zone of second not read (throttled)', 'lm-b: zone of second not read (throttled)'],
    },
    {
      words: 'the type of a group in which a unit was not found',
      rule: 'registered',
      snapshot: without(
        'targetGroups',
        TARGET_GROUP,
        withAws('targets', () => [], TARGET_GROUP),
      ),
      unjudged: ['first: lm-a not read (throttled)', 'second: lm-a not read (throttled)'],
    },
    {
      words: 'the targets of one group',
      rule: 'registered',
      snapshot: without('targets', TARGET_GROUP),
      unjudged: [
        'first: targets of lm-a not read (throttled)',
        'second: targets of lm-a not read (throttled)',
      ],
    },
    {
      words: 'the partner, whose groups might be let in',
      rule: 'partner-port',
      snapshot: without('instances', SECOND),
      unjudged: ['first: second: instance of second not read (throttled)', 'second: not read (throttled)'],
    },
    {
      words: 'the own security groups',
      rule: 'partner-port',
      snapshot: without('securityGroups', OWN_GROUPS.first, withOwnGroups({})),
      unjudged: [`first: second: ${OWN_GROUPS.first} not read (throttled)`],
    },
    {
      words: 'the subnets of a load balancer without security groups',
      rule: 'health-port-open',
      snapshot: without('subnets', SUBNETS.second, withoutBalancerGroups(['10.0.0.0/16'])),
      unjudged: [
        `first: lm: ${SUBNETS.second} not read (throttled)`,
        `second: lm: ${SUBNETS.second} not read (throttled)`,
      ],
    },
  ])('$rule: $words', ({ rule, snapshot, unjudged }) => {
    expect(leftOpenBy(rule, snapshot)).toEqual(unjudged);
  });
});
