import { judgeLoadBalancers } from '#domain/audit/load-balancers.ts';
import type { Rule } from '#domain/audit/rule.ts';

const NETWORK = 'network';

export const loadBalancerType: Rule = {
  id: 'load-balancer-type',
  side: 'aws',
  severity: 'critical',
  title: 'The load balancer is a Network Load Balancer',
  why: 'Any other kind ends the clients’ connections itself or takes them elsewhere: the units do not see who their clients are, and persistence on the LoadMaster sends them to the wrong server.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 1' },
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing API, LoadBalancer (Type)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html',
    },
  ],
  remedy:
    'create a Network Load Balancer (EC2 > Load balancers > Create) with listeners that forward to target groups of the units, and let clients use its name',
  check: (snapshot) =>
    judgeLoadBalancers(snapshot, ({ type }) =>
      type === NETWORK ? undefined : { seen: `type ${type}`, expected: `type ${NETWORK}` },
    ),
};
