import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { ApplianceRef } from '#control/ports.ts';
import type { LoadMasterClient, LoadMasterSession } from '#loadmaster/client.ts';
import type { CredentialSource } from '#loadmaster/credentials.ts';
import type { Declared, Resolve } from '#loadmaster/declared.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { errorDetails, type FailureDetails, type UnitFailureCode } from '#loadmaster/unit-failure.ts';

/** By which a declared LoadMaster is reached. */
export interface Reach {
  readonly client: LoadMasterClient;
  readonly resolve: Resolve;
  readonly credentials: CredentialSource;
}

/** What came of work with a LoadMaster. */
export type Reached<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failure'; readonly code: UnitFailureCode; readonly details?: FailureDetails };

/** Whether the table did not say what is declared. */
export const isEstateUnread = (error: unknown): boolean =>
  error instanceof StoreUnavailableError || error instanceof DamagedItemError;

/** Does the work in a session with the declared LoadMaster. Throws what is nobody's failure but ours. */
export const withSession = async <T>(
  { client, resolve, credentials }: Reach,
  ref: ApplianceRef,
  work: (session: LoadMasterSession, declared: Declared) => Promise<T>,
): Promise<Reached<T>> => {
  const declared = await find(resolve, ref);
  if (typeof declared === 'string') return { kind: 'failure', code: declared };
  const { appliance } = declared;
  const read = await credentials.read(appliance.credentials);
  if (read.kind === 'missing') return { kind: 'failure', code: read.code };
  const session = client.open(appliance, read.credentials);
  try {
    return { kind: 'answer', value: await work(session, declared) };
  } catch (error) {
    if (!(error instanceof LoadMasterError)) throw error;
    if (error.code === 'auth' && error.withheld !== true) credentials.forget(appliance.credentials);
    return { kind: 'failure', code: `loadmaster-${error.code}`, details: errorDetails(error) };
  } finally {
    session.close();
  }
};

const find = async (
  resolve: Resolve,
  ref: ApplianceRef,
): Promise<Declared | 'unit-not-declared' | 'estate-unread'> => {
  try {
    const declared = await resolve(ref);
    if (declared === undefined) return 'unit-not-declared';
    return URL.canParse(declared.appliance.management) ? declared : 'estate-unread';
  } catch (error) {
    if (isEstateUnread(error)) return 'estate-unread';
    throw error;
  }
};
