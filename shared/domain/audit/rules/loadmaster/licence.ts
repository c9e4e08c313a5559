import { judgeUnits } from '#domain/audit/judge.ts';
import { judgeExpiry } from '#domain/audit/judge-expiry.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const licence: Rule = {
  id: 'licence',
  side: 'loadmaster',
  severity: 'high',
  title: 'The licence of each unit is valid, and for some time to come',
  why: 'What a unit does when its licence has ended is not published: expect it to serve nobody, and both units of a pair to end together.',
  citations: [
    { words: 'High Availability (HA), Feature Description, section 7.1' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.3.5' },
  ],
  remedy:
    'renew the licence and update it on the unit (System Configuration > System Administration > License Management)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ licence: shown }) => {
      // Neither a pass nor a fault: a unit that shows none may be pay-per-use, or may have lost its own.
      if (shown === undefined) return { unknown: 'the unit shows no licence, as pay-per-use units may' };
      const { licensedUntil } = shown;
      return licensedUntil === undefined ? undefined : judgeExpiry('licence', licensedUntil, snapshot);
    }),
};
