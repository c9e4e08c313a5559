import { loadBalancersCalling, partnerOf } from '#domain/audit/callers.ts';
import { fixLetIn, judgeLetIn, type Needed } from '#domain/audit/let-in.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** The load balancers check a unit on this port, and its partner polls it there. @see LoadMaster HA for AWS, section 4 */
const NEEDED: Needed = {
  port: ({ pair }) => pair.healthCheck.port,
  callers: (snapshot, unit) => [...loadBalancersCalling(snapshot, unit), partnerOf(snapshot, unit)],
};

export const healthPortOpen: Rule = {
  id: 'health-port-open',
  side: 'aws',
  severity: 'critical',
  title: 'Each unit lets the load balancer and its partner in to the health check port',
  why: 'A load balancer that does not get in takes the unit for dead and sends nobody to it. A standby that does not get in to the active unit takes that for dead, and becomes active beside it: clients are split between two units.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing, Update the security groups for your Network Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
    },
  ],
  remedy:
    'let in to the health check port: the load balancer’s security group, or all its subnets if it has none, and the partner’s address (EC2 > Security groups > Inbound rules > Edit)',
  check: (snapshot) => judgeLetIn(snapshot, NEEDED),
  fix: (snapshot, fault) => fixLetIn(snapshot, fault, NEEDED),
  fixesSecurityGroups: true,
};
