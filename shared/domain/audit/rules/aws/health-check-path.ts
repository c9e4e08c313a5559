import { fixPart, HEALTH_CHECK_PATH } from '#domain/audit/health-check.ts';
import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const healthCheckPath: Rule = {
  id: 'health-check-path',
  side: 'aws',
  severity: 'high',
  title: 'The health check asks for the path /',
  why: 'What a unit answers to any other path is laid down nowhere. If the active unit is not healthy by it, the load balancer has nobody, and sends clients to both units.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing API, TargetGroup (HealthCheckPath)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html',
    },
  ],
  remedy: 'set the health check path to / (EC2 > Target groups > Health checks > Edit)',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ healthCheckPath: path }) =>
      // A protocol without paths is another rule's business.
      path === undefined || path === HEALTH_CHECK_PATH
        ? undefined
        : { seen: `path ${path}`, expected: `path ${HEALTH_CHECK_PATH}` },
    ),
  fix: (snapshot, fault) => fixPart(snapshot, fault, { path: HEALTH_CHECK_PATH }),
};
