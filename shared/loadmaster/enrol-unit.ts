import type { LoadMasterClient } from '#loadmaster/client.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import type { Designation, HaStatus } from '#loadmaster/fields.ts';
import { type ProbedUnit, probeUnit } from '#loadmaster/probe.ts';
import type { ApiName, UnitEndpoint } from '#loadmaster/transport.ts';

/** What an operator needs to know of a unit before declaring it. */
export interface UnitProfile {
  /** For example `7.2.61.1.24109.RELEASE`. */
  readonly firmware: string;
  readonly serialNumber: string;
  readonly hostName: string;
  /** v1 where the unit refuses v2. */
  readonly api: ApiName;
  readonly haStatus: HaStatus;
  /** `other`: it does not know HA on AWS, so it cannot be one of a pair. */
  readonly platform: ProbedUnit['platform'];
  /** What it is configured as; `none` where HA is off, or is not that of AWS. */
  readonly designation: Designation;
  /** Address or host name of the partner. */
  readonly partner?: string;
  readonly healthPort?: number;
  readonly prefersFirst?: boolean;
}

const profileOf = ({ version, serialNumber, hostname, api, haStatus, platform, awsHa }: ProbedUnit) => {
  const { partner, healthPort, prefersFirst } = awsHa ?? {};
  return {
    firmware: version,
    serialNumber,
    hostName: hostname,
    api,
    haStatus,
    platform,
    designation: awsHa?.designation ?? 'none',
    ...(partner !== undefined && { partner }),
    ...(healthPort !== undefined && { healthPort }),
    ...(prefersFirst !== undefined && { prefersFirst }),
  };
};

/** Asks a unit who and what it is; changes nothing. Throws LoadMasterError, `api-disabled` where its API is off. */
export const enrolUnit = async (
  client: LoadMasterClient,
  unit: UnitEndpoint,
  credentials: Credentials,
): Promise<UnitProfile> => profileOf(await probeUnit(client, unit, credentials));
