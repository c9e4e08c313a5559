import { fixWanted, judgeAttributes, judgeWanted, type Wanted } from '#domain/audit/attributes.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** Only one unit of a pair is ever healthy: whatever asks for more than one is never content. */
const WANTED: readonly Wanted[] = [
  {
    key: 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
    words: 'routing failover below',
    values: ['1'],
  },
  {
    key: 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
    words: 'routing failover percentage',
    values: ['off'],
  },
  {
    key: 'target_group_health.dns_failover.minimum_healthy_targets.count',
    words: 'DNS failover below',
    values: ['1', 'off'],
  },
  {
    key: 'target_group_health.dns_failover.minimum_healthy_targets.percentage',
    words: 'DNS failover percentage',
    values: ['off'],
  },
];

export const failOpen: Rule = {
  id: 'fail-open',
  side: 'aws',
  severity: 'medium',
  title: 'One healthy target is enough for the load balancer',
  why: 'Of a pair only one unit is healthy at any time. A load balancer that wants more takes that for a failure: it sends clients to the standby as well, which serves nobody, or takes its own address out of DNS for good.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 2' },
    {
      words: 'Elastic Load Balancing, Target group health (DNS failover, routing failover)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health.html',
    },
  ],
  remedy:
    'set both minimum healthy target counts to 1 and their percentages to off (EC2 > Target groups > Attributes > Edit > Target group health requirements)',
  check: (snapshot) => judgeAttributes(snapshot, (attributes) => judgeWanted(attributes, WANTED)),
  fix: (snapshot, fault) => fixWanted(snapshot, fault, WANTED),
};
