import type { BAL, UserSetup } from '#rehearsal/load-master/api/accounts.ts';
import type { Licence } from '#rehearsal/load-master/config/licence.ts';
import type { Neighbourhood, NetworkPlace } from '#rehearsal/load-master/partner/neighbourhood.ts';

export interface ManagementSetup {
  /** By user name; `bal` must be among them. */
  readonly users: Readonly<Record<typeof BAL, string> & Record<string, UserSetup>>;
  readonly serialNumber: string;
  /** Settings that differ from a fresh unit's, by parameter name: `hostname`, `apiport`, `enableapi` (`yes`/`no`) … */
  readonly settings?: Readonly<Record<string, string>>;
  /** What differs from a year that begins now. */
  readonly licence?: Partial<Licence>;
  /** As `setlmcommsecret` sets it; none where left out. */
  readonly partnerSecret?: string;
  /** The units it can synchronise with, and its GEO partners; nobody where left out. */
  readonly neighbourhood?: Neighbourhood;
  /** Where it is in it. */
  readonly place?: NetworkPlace;
}
