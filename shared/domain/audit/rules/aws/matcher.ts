import { judgeTargetGroups, targetGroupOf } from '#domain/audit/judge.ts';
import { accepts } from '#domain/audit/matcher-codes.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** The answers of the active and of the standby unit. @see LoadMaster HA for AWS, section 4 */
const ACTIVE_ANSWERS = 200;
const STANDBY_ANSWERS = 503;

export const matcher: Rule = {
  id: 'matcher',
  side: 'aws',
  severity: 'critical',
  title: 'The health check takes 200 for healthy, and does not take 503',
  why: 'A standby answers 503. A load balancer that takes this for healthy sends half of the clients to a unit that serves nobody.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    {
      words: 'Elastic Load Balancing API, Matcher (a Network Load Balancer takes 200 to 599)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
    },
  ],
  remedy:
    'set the success codes of the health check to 200 (EC2 > Target groups > Health checks > Edit > Advanced)',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ matcher: codes }) => {
      // A protocol without codes is another rule's business.
      if (codes === undefined) return undefined;
      if (accepts(codes, ACTIVE_ANSWERS) && !accepts(codes, STANDBY_ANSWERS)) return undefined;
      return { seen: `success codes ${codes}`, expected: 'success codes 200, without 503' };
    }),
  fix: (snapshot, fault) => {
    const targetGroup = targetGroupOf(snapshot, fault);
    if (targetGroup === undefined) return { kind: 'not-now', why: 'the target group is not declared' };
    return {
      kind: 'action',
      action: { kind: 'set-health-check', targetGroup, check: { matcher: String(ACTIVE_ANSWERS) } },
    };
  },
};
