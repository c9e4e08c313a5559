import { judgeUnits } from '#domain/audit/judge.ts';
import { judgeExpiry } from '#domain/audit/judge-expiry.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const support: Rule = {
  id: 'support',
  side: 'loadmaster',
  severity: 'low',
  title: 'The support contract of each unit runs, and for some time to come',
  why: 'A unit without support may refuse firmware that is released after its end: a security fix cannot be installed on the day it comes out.',
  citations: [{ words: 'LoadMaster Interface Description, RESTful API, section 3.3.5 (SupportUntil)' }],
  remedy:
    'renew the subscription and update the licence on the unit (System Configuration > System Administration > License Management)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ licence }) => {
      if (licence === undefined) return { unknown: 'the unit shows no licence, as pay-per-use units may' };
      const { supportedUntil } = licence;
      if (supportedUntil === undefined) return { unknown: 'the unit does not say how long it has support' };
      return judgeExpiry('support', supportedUntil, snapshot);
    }),
};
