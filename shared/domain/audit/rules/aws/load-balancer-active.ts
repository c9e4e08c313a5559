import { judgeLoadBalancers } from '#domain/audit/load-balancers.ts';
import type { Rule } from '#domain/audit/rule.ts';

const ACTIVE = 'active';

export const loadBalancerActive: Rule = {
  id: 'load-balancer-active',
  side: 'aws',
  severity: 'high',
  title: 'The load balancer is active',
  why: 'One that failed or is still being set up lets no client in, and an impaired one cannot grow with them: however sound the units are, clients do not reach them, and it does not see a failover.',
  citations: [
    {
      words: 'Elastic Load Balancing API, LoadBalancerState',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html',
    },
  ],
  remedy:
    'look at its state and the reason (EC2 > Load balancers > Details); for active_impaired see that its subnets have free addresses, a failed one has to be created anew',
  check: (snapshot) =>
    judgeLoadBalancers(snapshot, ({ state }) =>
      state === ACTIVE ? undefined : { seen: `state ${state}`, expected: `state ${ACTIVE}` },
    ),
};
