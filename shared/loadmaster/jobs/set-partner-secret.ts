import type { UnitRef } from '#control/ports.ts';
import { setCommSecret } from '#loadmaster/commands/comm-secret.ts';
import { DONE, failed, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import type { PartnerSecrets } from '#loadmaster/jobs/partner-secrets.ts';
import { findPair, type Reach, withUnitOf } from '#loadmaster/jobs/reach-unit.ts';

/** Sets the secret that is declared for the pair. */
export const setPartnerSecret = async (
  parts: Reach & { readonly partnerSecrets: PartnerSecrets },
  unit: UnitRef,
): Promise<JobEnd> => {
  const pair = await findPair(parts, unit);
  if ('state' in pair) return pair;
  if (pair.partnerSecret === undefined) return failed('no-partner-secret');
  const read = await parts.partnerSecrets.read(pair.partnerSecret);
  if (read.kind === 'missing') return failed(read.code);
  const end = await withUnitOf(parts, pair, unit, async (session) => {
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
