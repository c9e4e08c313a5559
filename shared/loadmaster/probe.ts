import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterClient, LoadMasterSession } from '#loadmaster/client.ts';
import { type AwsHaParams, getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import {
  getHaKind,
  getHostname,
  getSerialNumber,
  getVersion,
  type HaKind,
} from '#loadmaster/commands/identity.ts';
import { listCommands } from '#loadmaster/commands/settings.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import { defined } from '#loadmaster/defined.ts';
import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { HaStatus } from '#loadmaster/fields.ts';
import type { ApiName, UnitEndpoint } from '#loadmaster/transport.ts';

/** What a unit is and can do, as found by asking it once. */
export interface ProbedUnit {
  /** The API to speak to it: goes into its `UnitEndpoint`. */
  readonly api: ApiName;
  /** As the unit writes it, for example `7.2.54.12.22642.RELEASE`. */
  readonly version: string;
  readonly serialNumber: string;
  readonly hostname: string;
  readonly bootedAt?: EpochMs;
  readonly haKind: HaKind;
  readonly haStatus: HaStatus;
  /** Whether it has the HA parameters of units on AWS. */
  readonly platform: 'aws' | 'other';
  /** Absent on another platform. */
  readonly awsHa?: AwsHaParams;
  /** Whether its firmware knows a command. */
  has(command: string): boolean;
}

/**
 * Asks a unit what it is. Speaks v2; v1 where the unit refuses v2, as firmware before 7.2.52 and units without session
 * management do. Throws LoadMasterError; `requireAws` tells a unit on the wrong platform.
 */
export const probeUnit = async (
  client: LoadMasterClient,
  unit: Omit<UnitEndpoint, 'api'>,
  credentials: Credentials,
): Promise<ProbedUnit> => {
  try {
    return await probeBy('v2', client, unit, credentials);
  } catch (error) {
    if (!(error instanceof LoadMasterError) || !SPEAKS_V1_PERHAPS.has(error.code)) throw error;
    return probeBy('v1', client, unit, credentials);
  }
};

/**
 * How a unit may refuse v2 as a whole. Not `auth`: the same credentials would be refused again, and too often blocks
 * the user.
 */
const SPEAKS_V1_PERHAPS: ReadonlySet<LoadMasterErrorCode> = new Set([
  'api-disabled',
  'unknown-command',
  'permission',
  'garbage',
]);

/** The HA parameters of a unit on AWS. Throws LoadMasterError `wrong-platform` for one that is elsewhere. */
export const requireAws = ({ awsHa }: ProbedUnit): AwsHaParams => {
  if (awsHa === undefined) throw new LoadMasterError('wrong-platform', { command: 'getawshaparams' });
  return awsHa;
};

const probeBy = async (
  api: ApiName,
  client: LoadMasterClient,
  unit: UnitEndpoint,
  credentials: Credentials,
): Promise<ProbedUnit> => {
  const session = client.open({ ...unit, api }, credentials);
  try {
    const version = await getVersion(session);
    const commands = await listCommands(session);
    const serialNumber = await getSerialNumber(session);
    const hostname = await getHostname(session);
    const bootedAt = await getBootTime(session);
    const haKind = await getHaKind(session);
    const haStatus = await getHaStatus(session);
    const awsHa = await findAwsHaParams(session);
    return {
      ...defined({ api, version, serialNumber, hostname, bootedAt, haKind, haStatus, awsHa }),
      platform: awsHa === undefined ? 'other' : 'aws',
      has: (command) => commands.has(command.toLowerCase()),
    };
  } finally {
    session.close();
  }
};

/** How a unit on another platform answers is not published: without the parameters, or by not knowing the command. */
const findAwsHaParams = async (session: LoadMasterSession): Promise<AwsHaParams | undefined> => {
  try {
    return await getAwsHaParams(session);
  } catch (error) {
    const isElsewhere =
      error instanceof LoadMasterError &&
      ['wrong-platform', 'unknown-command', 'command'].includes(error.code);
    if (!isElsewhere) throw error;
    return undefined;
  }
};
