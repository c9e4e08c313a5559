import { fixWhatIsAsked } from '#domain/audit/health-check.ts';
import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** The port by which clients come, whichever that is. @see Elastic Load Balancing API, TargetGroup, HealthCheckPort */
const TRAFFIC_PORT = 'traffic-port';

export const healthCheckPort: Rule = {
  id: 'health-check-port',
  side: 'aws',
  severity: 'critical',
  title: 'The health check asks on the declared health check port',
  why: 'Only there do the units say which of them is active. On a port that serves clients, a virtual service answers instead: the load balancer then follows some web server’s health, finds both units healthy or none, and clients go to the wrong one.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    { words: 'LoadMaster HA for AWS, section 6.2' },
    {
      words: 'Elastic Load Balancing API, TargetGroup (HealthCheckPort)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html',
    },
  ],
  remedy:
    'override the health check port with the one that is set on both units (EC2 > Target groups > Health checks > Edit > Advanced)',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ healthCheckPort: port, port: ofTargets }) => {
      const declared = String(snapshot.pair.healthCheck.port);
      if (port === declared) return undefined;
      // By chance it may be the same one now; with the next target that names a port of its own it is not.
      const asNow = port === TRAFFIC_PORT && ofTargets !== undefined ? ` (${ofTargets})` : '';
      return { seen: `port ${port}${asNow}`, expected: `port ${declared}` };
    }),
  fix: fixWhatIsAsked,
};
