import type { DurationMs } from '#domain/time.ts';
import type { LoadMasterClient } from '#loadmaster/client.ts';
import type { CredentialSource, CredentialsMissingCode } from '#loadmaster/credentials.ts';
import { enrolUnit, type UnitProfile } from '#loadmaster/enrol-unit.ts';
import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import { isPrivateEndpoint } from '#loadmaster/private-endpoint.ts';
import { readCertificate, type UnitCertificate } from '#loadmaster/read-certificate.ts';
import { errorDetails, type FailureDetails } from '#loadmaster/unit-failure.ts';

/** Why a unit was not enrolled. */
export type EnrolmentFailureCode =
  | `loadmaster-${LoadMasterErrorCode}`
  | CredentialsMissingCode
  /** The endpoint is not `https://` and a private address. */
  | 'management-not-private';

export type CertificateRead =
  | { readonly kind: 'read'; readonly certificate: UnitCertificate }
  /** An EnrolmentFailureCode, or what stands between: `gateway-error`. */
  | { readonly kind: 'failed'; readonly code: string };

export interface EnrolmentRequest {
  /** Base URL with a private address, for example `https://10.0.1.5:8443`. */
  readonly management: string;
  /** The pin: as `readCertificate` gave it and a person found it to be the unit's. */
  readonly certificateSha256: string;
  /** Name of the Secrets Manager secret. */
  readonly credentials: string;
}

export type Enrolled =
  | { readonly kind: 'enrolled'; readonly profile: UnitProfile }
  | { readonly kind: 'failed'; readonly code: string };

/**
 * How a unit becomes known, in two steps: first its certificate without credentials, then itself with credentials that
 * only the holder of that certificate gets. Changes nothing on the unit. Neither throws for what the world does.
 */
export interface UnitEnrolment {
  readCertificate(management: string): Promise<CertificateRead>;
  enrol(request: EnrolmentRequest): Promise<Enrolled>;
}

/** One failure, as logged. */
export interface EnrolmentFailure extends FailureDetails {
  readonly management: string;
  readonly code: EnrolmentFailureCode;
}

export interface EnrolmentOptions {
  readonly client: LoadMasterClient;
  readonly credentials: CredentialSource;
  readonly connectMs: DurationMs;
  /** On a developer's machine, where simulated units listen on loopback. */
  readonly allowLoopback: boolean;
  readonly report: (failure: EnrolmentFailure) => void;
}

export const makeEnrolment = (options: EnrolmentOptions): UnitEnrolment => ({
  readCertificate: (management) =>
    guarded(options, management, async () => ({
      kind: 'read',
      certificate: await readCertificate(management, options.connectMs),
    })),
  enrol: (request) => guarded(options, request.management, () => enrol(options, request)),
});

interface Failed {
  readonly kind: 'failed';
  readonly code: string;
}

const failed = ({ report }: EnrolmentOptions, failure: EnrolmentFailure): Failed => {
  report(failure);
  return { kind: 'failed', code: failure.code };
};

const guarded = async <T>(
  options: EnrolmentOptions,
  management: string,
  work: () => Promise<T>,
): Promise<T | Failed> => {
  if (!isPrivateEndpoint(management, options.allowLoopback))
    return failed(options, { management, code: 'management-not-private' });
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    return failed(options, { management, code: `loadmaster-${error.code}`, ...errorDetails(error) });
  }
};

const enrol = async (options: EnrolmentOptions, request: EnrolmentRequest): Promise<Enrolled> => {
  const { management, certificateSha256, credentials } = request;
  const read = await options.credentials.read(credentials);
  if (read.kind === 'missing') return failed(options, { management, code: read.code });
  const endpoint = { management, certificateSha256 };
  try {
    return { kind: 'enrolled', profile: await enrolUnit(options.client, endpoint, read.credentials) };
  } catch (error) {
    const isRefused = error instanceof LoadMasterError && error.code === 'auth' && error.withheld !== true;
    if (isRefused) options.credentials.forget(credentials);
    throw error;
  }
};
