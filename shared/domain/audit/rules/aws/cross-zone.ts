import { type Attributes, judgeAttributes, unsaid } from '#domain/audit/attributes.ts';
import { fixBy, fixTargetGroup } from '#domain/audit/fix.ts';
import { type Judged, whereRead } from '#domain/audit/judge.ts';
import { whereZonesRead } from '#domain/audit/judge-instances.ts';
import { loadBalancerName } from '#domain/audit/load-balancers.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

/** The same key at target groups and at load balancers. */
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
const INHERITED = 'use_load_balancer_configuration';

/** It is off: nobody minds as long as both units are in one zone. */
const judgeOff = (snapshot: PairSnapshot, seen: string): Judged =>
  whereZonesRead(snapshot, ({ first, second }) =>
    first === second ? undefined : { seen, expected: `on, with the units in ${first} and ${second}` },
  );

const judgeLoadBalancer = (snapshot: PairSnapshot, arn: string): Judged =>
  whereRead(snapshot.aws.loadBalancerAttributes[arn], ({ [CROSS_ZONE]: value }) => {
    if (value === undefined) return unsaid([CROSS_ZONE]);
    return value === 'true' ? undefined : judgeOff(snapshot, `off, as at ${loadBalancerName(arn)}`);
  });

/** As at its load balancers; one where it is off is enough. Without a load balancer there is nothing to cross. */
const judgeInherited = (snapshot: PairSnapshot, targetGroup: string): Judged =>
  whereRead(snapshot.aws.targetGroups[targetGroup], ({ loadBalancerArns }) => {
    const judged = loadBalancerArns.map((arn) => judgeLoadBalancer(snapshot, arn));
    const wrong = judged.find((each) => each !== undefined && 'seen' in each);
    return wrong ?? judged.find((each) => each !== undefined);
  });

const judge = (snapshot: PairSnapshot, { [CROSS_ZONE]: value }: Attributes, targetGroup: string): Judged => {
  if (value === undefined) return unsaid([CROSS_ZONE]);
  if (value === INHERITED) return judgeInherited(snapshot, targetGroup);
  return value === 'true' ? undefined : judgeOff(snapshot, 'off');
};

export const crossZone: Rule = {
  id: 'cross-zone',
  side: 'aws',
  severity: 'high',
  title: 'Cross-zone load balancing is on where the units are in different zones',
  why: 'Without it the zone of the standby has no healthy target, and its address leaves DNS. A failover is then a change in DNS: clients that remember the old answer fail until they ask again, which some never do.',
  citations: [
    {
      words: 'Elastic Load Balancing, Health checks for Network Load Balancer target groups',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
    },
    {
      words: 'Elastic Load Balancing, Edit target group attributes for your Network Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
    },
  ],
  remedy:
    'set cross-zone load balancing to on (EC2 > Target groups > Attributes > Edit); what then passes between zones is charged',
  check: (snapshot) =>
    judgeAttributes(snapshot, (attributes, targetGroup) => judge(snapshot, attributes, targetGroup)),
  // At the target group, not at the load balancer, which others may have a use for.
  fix: (snapshot, fault) =>
    fixTargetGroup(snapshot, snapshot.aws.targetGroupAttributes, fault, (targetGroup) =>
      fixBy({ kind: 'set-target-group-attributes', targetGroup, attributes: { [CROSS_ZONE]: 'true' } }),
    ),
};
