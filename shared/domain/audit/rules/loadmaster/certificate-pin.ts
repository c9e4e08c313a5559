import { judgeEachUnit, whereRead } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** Whoever shows another certificate is asked nothing: of that unit every other rule is left unjudged. */
export const certificatePin: Rule = {
  id: 'certificate-pin',
  side: 'loadmaster',
  severity: 'critical',
  title: 'The management interface of each unit shows the certificate that is pinned',
  why: 'Either somebody else answers in the place of the unit, or its certificate was changed and nobody declared it: until that is known nothing is sent to it, and it is neither switched, drained nor updated.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4 (administrative certificate settings are each unit’s own)' },
    { words: 'LoadMaster Interface Description, RESTful API, section 2.3' },
  ],
  remedy:
    'find out who changed the certificate (Certificates & Security > SSL Certificates, Administrative Certificates); if the change is yours, declare the new SHA-256, which POST /units/certificate reads, in the estate file',
  check: ({ units }) =>
    judgeEachUnit((unit) => {
      const { loadMaster } = units[unit];
      if (loadMaster.kind === 'unread' && loadMaster.code === 'loadmaster-certificate-changed')
        return { seen: 'another certificate', expected: 'the pinned certificate' };
      return whereRead(loadMaster, () => undefined);
    }),
};
