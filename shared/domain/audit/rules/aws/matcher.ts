import { notNow } from '#domain/audit/fix.ts';
import { ACTIVE_ALONE, fixPart, rolesUnclear, tellsActiveFromStandby } from '#domain/audit/health-check.ts';
import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

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
      if (codes === undefined || tellsActiveFromStandby(codes)) return undefined;
      return { seen: `success codes ${codes}`, expected: 'success codes 200, without 503' };
    }),
  // With two standbys, say, the right codes would leave clients nobody who is healthy; with the wrong ones somebody may serve.
  fix: (snapshot, fault) => {
    const why = rolesUnclear(snapshot);
    return why === undefined ? fixPart(snapshot, fault, { matcher: ACTIVE_ALONE }) : notNow(why);
  },
};
