import { instantText } from '#contracts/api/views.ts';
import { EdgeError } from '#functions/api/edge-error.ts';
import { ok } from '#functions/api/reply.ts';
import type { RouteHandlers } from '#functions/api/request.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';
import { ERROR_MEANINGS } from '#observability/error-codes.ts';

type EnrolmentHandlers = Pick<RouteHandlers, 'readCertificate' | 'enrolUnit'>;

/** An endpoint that may not be reached is the request's fault; everything else the unit's, or of the way to it. */
const refusal = (failure: string): EdgeError => {
  const meanings: Readonly<Record<string, string>> = ERROR_MEANINGS;
  const message = meanings[failure] ?? failure;
  return failure === 'management-not-private'
    ? new EdgeError('invalid-body', message, { errors: [{ path: 'management', message }] })
    : new EdgeError('unit-failed', message, { failure });
};

/** What makes a unit known before it is declared. The YAML writer is loaded by who enrols one. */
export const makeEnrolmentHandlers = (enrolment: UnitEnrolment): EnrolmentHandlers => ({
  readCertificate: async ({ body: { management } }) => {
    const read = await enrolment.readCertificate(management);
    if (read.kind === 'failed') throw refusal(read.code);
    const { validFrom, validTo, ...certificate } = read.certificate;
    return ok({
      management,
      ...certificate,
      validFrom: instantText(validFrom),
      validTo: instantText(validTo),
    });
  },
  enrolUnit: async ({ body }) => {
    const { management, certificateSha256, credentials } = body;
    const enrolled = await enrolment.enrol({ management, certificateSha256, credentials });
    if (enrolled.kind === 'failed') throw refusal(enrolled.code);
    const { profile } = enrolled;
    const { estateFragment } = await import('#contracts/estate-fragment.ts');
    const estate = estateFragment(body, profile.designation);
    return ok({ management, certificateSha256, ...profile, estate });
  },
});
