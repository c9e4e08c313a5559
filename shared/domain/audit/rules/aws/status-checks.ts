import type { Judged } from '#domain/audit/judge.ts';
import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** Said of an instance that does not run; that it does not is another rule's business. */
const NOT_APPLICABLE = 'not-applicable';

const judge = (statuses: readonly (readonly [check: string, status: string])[]): Judged => {
  const impaired = statuses.filter(([, status]) => status === 'impaired');
  if (impaired.length > 0)
    return {
      seen: impaired.map(([check]) => `${check} status impaired`).join(', '),
      expected: 'both status checks ok',
    };
  const doubts = statuses.filter(([, status]) => status !== 'ok' && status !== NOT_APPLICABLE);
  return doubts.length === 0
    ? undefined
    : { unknown: doubts.map(([check, status]) => `${check} status ${status}`).join(', ') };
};

export const statusChecks: Rule = {
  id: 'status-checks',
  side: 'aws',
  severity: 'high',
  title: 'EC2’s status checks of both instances pass',
  why: 'AWS itself does not reach the instance, or the host below it is broken. If it is the standby’s, nobody takes over at the next failover; if it is the active unit’s, that failover is near.',
  citations: [
    {
      words: 'Amazon EC2, Status checks for Amazon EC2 instances',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html',
    },
  ],
  remedy:
    'see that the unit is not active, then stop and start its instance, which moves it to another host; if it is the instance status alone, a reboot may do (EC2 > Instances > Status and alarms)',
  check: (snapshot) =>
    judgeInstances(snapshot, snapshot.aws.instanceHealth, ({ system, instance }) =>
      judge([
        ['system', system],
        ['instance', instance],
      ]),
    ),
};
