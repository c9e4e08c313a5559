import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { SECOND_MS } from '#domain/time.ts';

export const clock: Rule = {
  id: 'clock',
  side: 'loadmaster',
  severity: 'medium',
  title: 'The clock of each unit is right',
  why: 'Its log lines cannot be put beside the other unit’s and AWS’s, certificates seem expired or not yet valid, and its boot time misleads.',
  citations: [
    { words: 'High Availability (HA), Feature Description, sections 3 and 9.1' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.19.6' },
  ],
  remedy:
    'see that the unit reaches its NTP hosts (UDP 123), and set the time once by hand if it is far off (System Configuration > System Administration > Date/Time)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ clock: read }) => {
      if (read === undefined) return { unknown: 'the unit does not say what time it is' };
      const { clockWithinMs } = auditPolicyOf(snapshot.pair);
      const aheadMs = read.said - read.askedAt;
      const offMs = Math.abs(aheadMs);
      if (offMs <= clockWithinMs) return undefined;
      // Up to the next second, as the unit says whole ones: what is too much never reads like what is allowed.
      const off = durationWords(Math.ceil(offMs / SECOND_MS) * SECOND_MS);
      return {
        seen: `clock ${off} ${aheadMs > 0 ? 'ahead' : 'behind'}`,
        expected: `within ${durationWords(clockWithinMs)}`,
      };
    }),
};
