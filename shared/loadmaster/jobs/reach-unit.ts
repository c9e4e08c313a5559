import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { UnitRef } from '#control/ports.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { LoadMasterClient, LoadMasterSession } from '#loadmaster/client.ts';
import type { CredentialSource } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { failed, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import { errorDetails } from '#loadmaster/unit-failure.ts';

/** By which a declared unit is reached. */
export interface Reach {
  readonly client: LoadMasterClient;
  /** The declared pair; undefined when there is none. May throw what a PairStore throws. */
  readonly resolve: (pairId: string) => Promise<Pair | undefined>;
  readonly credentials: CredentialSource;
}

/** How a job ends that the table does not answer; undefined for every other error. */
export const tableUnread = (error: unknown): JobFailed | undefined =>
  error instanceof StoreUnavailableError || error instanceof DamagedItemError
    ? failed('estate-unread')
    : undefined;

/** The declared pair, or the end of a job that needs one. */
export const findPair = async (
  { resolve }: Pick<Reach, 'resolve'>,
  { pairId }: UnitRef,
): Promise<Pair | JobEnd> => {
  try {
    return (await resolve(pairId)) ?? failed('unit-not-declared');
  } catch (error) {
    const end = tableUnread(error);
    if (end === undefined) throw error;
    return end;
  }
};

/** Does the work in a session with the unit; what the unit fails at is the job's end. */
export const withUnit = async (
  reach: Reach,
  unit: UnitRef,
  work: (session: LoadMasterSession) => Promise<JobEnd>,
): Promise<JobEnd> => {
  const pair = await findPair(reach, unit);
  return 'state' in pair ? pair : withUnitOf(reach, pair, unit, work);
};

/** As `withUnit`, once the pair is known. */
export const withUnitOf = async (
  { client, credentials }: Reach,
  pair: Pair,
  { unit }: UnitRef,
  work: (session: LoadMasterSession) => Promise<JobEnd>,
): Promise<JobEnd> => {
  const appliance = pair.units[unit];
  if (!URL.canParse(appliance.management)) return failed('estate-unread');
  const read = await credentials.read(appliance.credentials);
  if (read.kind === 'missing') return failed(read.code);
  const session = client.open(appliance, read.credentials);
  try {
    return await work(session);
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    if (error.code === 'auth' && error.withheld !== true) credentials.forget(appliance.credentials);
    return failed(`loadmaster-${error.code}`, errorDetails(error));
  } finally {
    session.close();
  }
};
