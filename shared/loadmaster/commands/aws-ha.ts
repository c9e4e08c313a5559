import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { designation, flag, text, wholeNumber } from '#loadmaster/fields.ts';

const AwsHaReply = z.object({
  hamode: designation,
  partner: text,
  port: wholeNumber,
  haprefered: flag,
  healthcheckallinterfaces: flag,
});

/** The page "AWS HA Parameters". @see LoadMaster HA for AWS, section 6.2 */
export interface AwsHaParams {
  readonly designation: 'first' | 'second' | 'none' | 'unknown';
  /** Address or host name of the partner. */
  readonly partner?: string;
  /** Where the unit answers health checks (`hcp`). */
  readonly healthPort?: number;
  /** Prefer First, as against No Preferred Host; not given by a unit without HA. */
  readonly prefersFirst?: boolean;
  /** Health checks are answered on all interfaces, not on eth0 alone. */
  readonly allInterfaces: boolean;
}

/** What to change; fields left out keep their value. */
export type AwsHaChange = Partial<Omit<AwsHaParams, 'designation'>>;

export const getAwsHaParams = async (session: LoadMasterSession): Promise<AwsHaParams> => {
  const reply = await session.read('getawshaparams', {}, AwsHaReply);
  return {
    designation: reply.hamode,
    allInterfaces: reply.healthcheckallinterfaces ?? false,
    ...(reply.haprefered !== undefined && { prefersFirst: reply.haprefered }),
    ...(reply.partner !== undefined && { partner: reply.partner }),
    ...(reply.port !== undefined && { healthPort: reply.port }),
  };
};

/**
 * Sends only the fields to change, then reads them back: units have been seen to answer "ok" to what they did not do.
 * Throws LoadMasterError `not-taken` when a field reads back different.
 */
export const changeAwsHaParams = async (session: LoadMasterSession, change: AwsHaChange): Promise<void> => {
  await session.write('awshaparam', {
    ...(change.partner !== undefined && { partner: change.partner }),
    ...(change.healthPort !== undefined && { hcp: String(change.healthPort) }),
    ...(change.prefersFirst !== undefined && { haprefered: change.prefersFirst ? '1' : '0' }),
    ...(change.allInterfaces !== undefined && { hcai: change.allInterfaces ? '1' : '0' }),
  });
  const now = await getAwsHaParams(session);
  const hasTaken =
    (change.partner === undefined || change.partner.toLowerCase() === now.partner?.toLowerCase()) &&
    (change.healthPort === undefined || change.healthPort === now.healthPort) &&
    (change.prefersFirst === undefined || change.prefersFirst === now.prefersFirst) &&
    (change.allInterfaces === undefined || change.allInterfaces === now.allInterfaces);
  if (!hasTaken) throw new LoadMasterError('not-taken', { command: 'awshaparam' });
};
