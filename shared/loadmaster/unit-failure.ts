import type { UnitRef } from '#control/ports.ts';
import type { UnreadCode } from '#domain/pair/seen.ts';
import type { CredentialsMissingCode } from '#loadmaster/credentials.ts';
import type { LoadMasterError, LoadMasterErrorCode } from '#loadmaster/error.ts';

/** Why something could not be asked of a unit, or was not done by it. */
export type UnitFailureCode =
  | `loadmaster-${LoadMasterErrorCode}`
  | CredentialsMissingCode
  /** No such pair is declared in this region. */
  | 'unit-not-declared'
  /** The table could not say where the unit is: it did not answer, or the pair's item cannot be read. */
  | 'estate-unread';

/** One failure, as logged: no credentials, no bytes of request or reply. */
export interface UnitFailure extends UnitRef {
  readonly code: UnitFailureCode;
  readonly command?: string;
  readonly httpStatus?: number;
  readonly said?: string;
  readonly withheld?: boolean;
  /** The operating system's, TLS library's or HTTP parser's code, for example `ECONNREFUSED`. */
  readonly systemCode?: string;
}

export const unitFailure = (unit: UnitRef, error: LoadMasterError): UnitFailure => {
  const { code, command, httpStatus, said, withheld, cause } = error;
  return {
    pairId: unit.pairId,
    unit: unit.unit,
    code: `loadmaster-${code}`,
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
  'loadmaster-auth': 'loadmaster-refused',
  'loadmaster-permission': 'loadmaster-refused',
  'loadmaster-api-disabled': 'loadmaster-refused',
  'loadmaster-unknown-command': 'loadmaster-refused',
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
