import { judgeUnits } from '#domain/audit/judge.ts';
import { judgeExpiry } from '#domain/audit/judge-expiry.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const certificateExpiry: Rule = {
  id: 'certificate-expiry',
  side: 'loadmaster',
  severity: 'medium',
  title: 'The certificate of each management interface is valid, and for some time to come',
  why: 'Understudy goes by the pin and talks on, browsers and other tools do not; one that is replaced in a hurry leaves the new pin undeclared, and then Understudy does not talk to the unit either.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4 (administrative certificate settings are each unit’s own)' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.12.1' },
  ],
  remedy:
    'install a new certificate on the unit and choose it (Certificates & Security > SSL Certificates, Administrative Certificates), then declare its SHA-256, which POST /units/certificate reads, in the estate file',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ certificateExpiresAt }) =>
      certificateExpiresAt === undefined
        ? { unknown: 'when the certificate expires was not read' }
        : judgeExpiry('certificate', certificateExpiresAt, snapshot),
    ),
};
