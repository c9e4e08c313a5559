import type { ApplianceRef } from '#control/ports.ts';
import type { UnreadCode } from '#domain/pair/seen.ts';
import type { CredentialsMissingCode } from '#loadmaster/credentials.ts';
import type { LoadMasterError, LoadMasterErrorCode } from '#loadmaster/error.ts';

/** Why something could not be asked of a unit, or was not done by it. */
export type UnitFailureCode =
  | `loadmaster-${LoadMasterErrorCode}`
  | CredentialsMissingCode
  /** No such pair or standalone is declared in this region. */
  | 'unit-not-declared'
  /** The table could not say where the unit is: it did not answer, or the item cannot be read. */
  | 'estate-unread';

/** Of a failure, as logged: no credentials, no bytes of request or reply. */
export interface FailureDetails {
  readonly command?: string;
  readonly httpStatus?: number;
  readonly said?: string;
  readonly withheld?: boolean;
  /** The operating system's, TLS library's or HTTP parser's code, for example `ECONNREFUSED`. */
  readonly systemCode?: string;
}

/** One failure of a declared unit, as logged. */
export interface UnitFailure extends ApplianceRef, FailureDetails {
  readonly code: UnitFailureCode;
}

export const errorDetails = (error: LoadMasterError): FailureDetails => {
  const { command, httpStatus, said, withheld, cause } = error;
  return {
    ...(command !== undefined && { command }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(said !== undefined && { said }),
    ...(withheld !== undefined && { withheld }),
    ...(cause instanceof Error && 'code' in cause && { systemCode: String(cause.code) }),
  };
};

/** What an observer of the unit reports. Coarser than the failure: a look at a pair needs no more. */
export const UNREAD_BECAUSE: Readonly<Record<UnitFailureCode, UnreadCode>> = {
  'loadmaster-unreachable': 'loadmaster-unreachable',
  'loadmaster-timeout': 'loadmaster-unreachable',
  'loadmaster-auth': 'loadmaster-auth',
  'loadmaster-permission': 'loadmaster-permission',
  'loadmaster-api-disabled': 'loadmaster-api-disabled',
  'loadmaster-unknown-command': 'loadmaster-unknown-command',
  'loadmaster-wrong-platform': 'loadmaster-wrong-platform',
  'loadmaster-command': 'loadmaster-refused',
  'loadmaster-not-taken': 'loadmaster-refused',
  'loadmaster-certificate-changed': 'loadmaster-certificate-changed',
  'loadmaster-garbage': 'loadmaster-garbage',
  'loadmaster-too-large': 'loadmaster-garbage',
  'credentials-unavailable': 'gateway-error',
  'credentials-malformed': 'gateway-error',
  'unit-not-declared': 'gateway-error',
  'estate-unread': 'gateway-error',
};
