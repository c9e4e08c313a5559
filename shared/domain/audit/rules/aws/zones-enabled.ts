import { whereZonesRead } from '#domain/audit/judge-instances.ts';
import { judgeLoadBalancers } from '#domain/audit/load-balancers.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';

export const zonesEnabled: Rule = {
  id: 'zones-enabled',
  side: 'aws',
  severity: 'high',
  title: 'The zones of both units are enabled on the load balancer',
  why: 'A target in a zone that is not enabled is not used, however healthy: when that unit takes over, clients reach nobody.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing API, TargetHealth (Target.NotInUse)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html',
    },
  ],
  remedy: 'enable the zone with a subnet in it (EC2 > Load balancers > Network mapping > Edit subnets)',
  check: (snapshot) =>
    judgeLoadBalancers(snapshot, ({ zones }) =>
      whereZonesRead(snapshot, (zoneOf) => {
        const enabled = zones.map(({ zone }) => zone);
        const missing = UNIT_NAMES.filter((unit) => !enabled.includes(zoneOf[unit]));
        if (missing.length === 0) return undefined;
        const words = missing.map((unit) => `${zoneOf[unit]} (${unit})`).join(' and ');
        return { seen: `not enabled: ${words}`, expected: 'the zones of both units enabled' };
      }),
    ),
};
