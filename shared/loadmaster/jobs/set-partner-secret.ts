import type { ApplianceRef } from '#control/ports.ts';
import { setCommSecret } from '#loadmaster/commands/comm-secret.ts';
import { DONE, failed, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import type { PartnerSecrets } from '#loadmaster/jobs/partner-secrets.ts';
import { withUnit } from '#loadmaster/jobs/reach-unit.ts';
import type { Reach } from '#loadmaster/with-session.ts';

/** Sets the secret that is declared for the pair. */
export const setPartnerSecret = async (
  parts: Reach & { readonly partnerSecrets: PartnerSecrets },
  unit: ApplianceRef,
): Promise<JobEnd> => {
  const end = await withUnit(parts, unit, async (session, { partnerSecret }) => {
    if (partnerSecret === undefined) return failed('no-partner-secret');
    const read = await parts.partnerSecrets.read(partnerSecret);
    if (read.kind === 'missing') return failed(read.code);
    await setCommSecret(session, read.secret);
    return DONE;
  });
  return end.state === 'failed' ? withoutWords(end) : end;
};

/** A unit may repeat the value that it refuses, in a spelling of its own. */
const withoutWords = ({ details: { said: _, ...details } = {}, ...end }: JobFailed): JobFailed => ({
  ...end,
  details,
});
