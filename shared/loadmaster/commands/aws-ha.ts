import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { defined } from '#loadmaster/defined.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { type Designation, designation, flag, text, wholeNumber, within } from '#loadmaster/fields.ts';
import { holds, writeAndReadBack } from '#loadmaster/read-back.ts';

const AWS_HA_FIELDS = ['hamode', 'partner', 'port', 'haprefered'];

const AwsHaReply = z.pipe(
  z.pipe(
    within('awsha'),
    z.transform((fields) => ({ ...fields, isaws: AWS_HA_FIELDS.some((name) => name in fields) })),
  ),
  z.object({
    isaws: z.boolean(),
    hamode: designation,
    partner: text,
    port: wholeNumber,
    haprefered: flag,
    healthcheckallinterfaces: flag,
  }),
);

/** The page "AWS HA Parameters". @see LoadMaster HA for AWS, section 6.2 */
export interface AwsHaParams {
  readonly designation: Designation;
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

/** The command takes no parameters: a unit that refuses it all the same knows it, and has no use for it. */
const asWrongPlatform = (error: unknown): never => {
  if (!(error instanceof LoadMasterError) || error.code !== 'command') throw error;
  const { command, httpStatus, said } = error;
  throw new LoadMasterError('wrong-platform', defined({ command, httpStatus, said, cause: error }));
};

/** Throws LoadMasterError `wrong-platform` where the command is refused, or the answer has no AWS HA parameters in it. */
export const getAwsHaParams = async (session: LoadMasterSession): Promise<AwsHaParams> => {
  const reply = await session.read('getawshaparams', {}, AwsHaReply).catch(asWrongPlatform);
  if (!reply.isaws) throw new LoadMasterError('wrong-platform', { command: 'getawshaparams' });
  return defined({
    designation: reply.hamode,
    allInterfaces: reply.healthcheckallinterfaces ?? false,
    prefersFirst: reply.haprefered,
    partner: reply.partner,
    healthPort: reply.port,
  });
};

/** Sends only the fields to change, then reads them back. Throws LoadMasterError `not-taken` when one differs. */
export const changeAwsHaParams = async (session: LoadMasterSession, change: AwsHaChange): Promise<void> => {
  const { partner, healthPort, prefersFirst, allInterfaces } = change;
  const params = commandParams({ partner, hcp: healthPort, haprefered: prefersFirst, hcai: allInterfaces });
  await writeAndReadBack(session, 'awshaparam', params, {
    read: getAwsHaParams,
    hasTaken: (now) => holds(now, change),
  });
};

const MODE_SENT = { first: 'first', second: 'second', none: 'single' } as const;

/**
 * Sets the HA mode; `none` switches HA off. The setter's words are first and second, the getter's master and slave.
 * Throws LoadMasterError `not-taken` when another one is read back.
 */
export const setAwsHaMode = async (
  session: LoadMasterSession,
  mode: Exclude<Designation, 'unknown'>,
): Promise<void> => {
  await writeAndReadBack(
    session,
    'awshamode',
    { hamode: MODE_SENT[mode] },
    {
      read: getAwsHaParams,
      hasTaken: (now) => now.designation === mode,
    },
  );
};
