import { fixWhatIsAsked, HEALTH_CHECK_PROTOCOL } from '#domain/audit/health-check.ts';
import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const healthCheckProtocol: Rule = {
  id: 'health-check-protocol',
  side: 'aws',
  severity: 'high',
  title: 'The health check speaks HTTP',
  why: 'Active and standby differ only in what they answer. A check that just connects finds both healthy and sends half of the clients to a unit that serves nobody; the health check port does not speak TLS, so that HTTPS finds neither.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    { words: 'LoadMaster HA for AWS, section 4' },
    {
      words: 'Elastic Load Balancing API, ModifyTargetGroup (HealthCheckProtocol)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html',
    },
  ],
  remedy: 'set the health check protocol to HTTP (EC2 > Target groups > Health checks > Edit)',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ healthCheckProtocol: protocol }) =>
      protocol === HEALTH_CHECK_PROTOCOL
        ? undefined
        : { seen: `protocol ${protocol}`, expected: `protocol ${HEALTH_CHECK_PROTOCOL}` },
    ),
  fix: fixWhatIsAsked,
};
