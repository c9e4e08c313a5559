import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const listeners: Rule = {
  id: 'listeners',
  side: 'aws',
  severity: 'high',
  title: 'A listener of a load balancer forwards to each target group',
  why: 'Without one nobody checks the health of the targets: both units stay unconnected, no client arrives by this target group, and a failover in it does nothing.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    { words: 'LoadMaster HA for AWS, section 8' },
    {
      words: 'Elastic Load Balancing, Listeners for your Network Load Balancers',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html',
    },
  ],
  remedy:
    'add a listener that forwards to the target group (EC2 > Load balancers > Listeners > Add listener), or take the target group out of the pair’s declaration',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ loadBalancerArns }) =>
      loadBalancerArns.length > 0
        ? undefined
        : { seen: 'no listener forwards to it', expected: 'a listener that forwards to it' },
    ),
};
