import { fixWanted, judgeAttributes, judgeWanted, type Wanted } from '#domain/audit/attributes.ts';
import type { Rule } from '#domain/audit/rule.ts';

const WANTED: readonly Wanted[] = [{ key: 'stickiness.enabled', words: 'stickiness', values: ['false'] }];

export const stickiness: Rule = {
  id: 'stickiness',
  side: 'aws',
  severity: 'medium',
  title: 'The load balancer does not keep clients with a target',
  why: 'Only the active unit is to have clients, and which server a client stays with is the LoadMaster’s own business. With stickiness the load balancer no longer notices a dead unit by connections that fail, so that a failover takes longer, and clients hold on to the unit that was active before.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 1' },
    {
      words:
        'Elastic Load Balancing, Health checks for Network Load Balancer target groups (passive health checks)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
    },
  ],
  remedy:
    'switch stickiness off (EC2 > Target groups > Attributes > Edit); use persistence on the virtual service instead',
  check: (snapshot) => judgeAttributes(snapshot, (attributes) => judgeWanted(attributes, WANTED)),
  fix: (snapshot, fault) => fixWanted(snapshot, fault, WANTED),
};
