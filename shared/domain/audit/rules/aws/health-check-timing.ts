import { fixBy, fixTargetGroup } from '#domain/audit/fix.ts';
import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { SECOND_MS } from '#domain/time.ts';

/** In AWS's units. */
interface Timing {
  readonly intervalSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

const declaredTiming = ({ healthCheck }: Pair): Timing => ({
  intervalSeconds: healthCheck.intervalMs / SECOND_MS,
  healthyThreshold: healthCheck.healthyThreshold,
  unhealthyThreshold: healthCheck.unhealthyThreshold,
});

/** With how long it takes into service and out of it: interval × threshold. @see LoadMaster HA for AWS, section 2 */
const timingWords = ({ intervalSeconds, healthyThreshold, unhealthyThreshold }: Timing): string =>
  `every ${intervalSeconds} s, ${healthyThreshold} times to be healthy (${intervalSeconds * healthyThreshold} s), ${unhealthyThreshold} times to be unhealthy (${intervalSeconds * unhealthyThreshold} s)`;

export const healthCheckTiming: Rule = {
  id: 'health-check-timing',
  side: 'aws',
  severity: 'medium',
  title: 'The health check has the declared interval and thresholds',
  why: 'They decide for how long a failover leaves clients without a unit, and how long Understudy waits before it calls a change of roles a failure. Slower than declared, and clients wait longer than anybody planned for; faster, and a moment’s delay takes a sound unit out of service.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 2' },
    { words: 'LoadMaster HA for AWS, section 6.1 (healthy threshold 2, interval 10 seconds)' },
    {
      words: 'Elastic Load Balancing, Health checks for Network Load Balancer target groups',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
    },
  ],
  remedy:
    'set interval and thresholds of the health check as declared (EC2 > Target groups > Health checks > Edit > Advanced), or declare them as they are meant to be',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ healthCheckIntervalSeconds, healthyThreshold, unhealthyThreshold }) => {
      const seen = timingWords({
        intervalSeconds: healthCheckIntervalSeconds,
        healthyThreshold,
        unhealthyThreshold,
      });
      const expected = timingWords(declaredTiming(snapshot.pair));
      return seen === expected ? undefined : { seen, expected };
    }),
  fix: (snapshot, fault) =>
    fixTargetGroup(snapshot, snapshot.aws.targetGroups, fault, (targetGroup) =>
      fixBy({ kind: 'set-health-check', targetGroup, check: declaredTiming(snapshot.pair) }),
    ),
};
