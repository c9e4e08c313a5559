import { judgeLoadBalancers } from '#domain/audit/load-balancers.ts';
import type { Rule } from '#domain/audit/rule.ts';

const INTERNET_FACING = 'internet-facing';

export const elasticIps: Rule = {
  id: 'elastic-ips',
  side: 'aws',
  severity: 'medium',
  title: 'A load balancer that faces the internet has an Elastic IP in each zone',
  why: 'Addresses that AWS picked are gone for good with the load balancer: when it has to be created anew, everybody who has them in a firewall or in an address record of DNS is cut off until they change it.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing, Update the Availability Zones for your Network Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html',
    },
  ],
  remedy:
    'an Elastic IP is chosen where a zone is enabled (EC2 > Load balancers > Network mapping > Edit subnets): add the zone with one, or create the load balancer anew with one in each zone',
  check: (snapshot) =>
    judgeLoadBalancers(snapshot, ({ scheme, zones }) => {
      const without = zones.filter(({ elasticIp }) => !elasticIp).map(({ zone }) => zone);
      if (scheme !== INTERNET_FACING || without.length === 0) return undefined;
      return { seen: `none in ${without.join(', ')}`, expected: 'an Elastic IP in each zone' };
    }),
};
