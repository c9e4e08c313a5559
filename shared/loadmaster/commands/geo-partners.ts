import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { getSetting, setAddresses } from '#loadmaster/commands/settings.ts';
import { listIn, text, words } from '#loadmaster/fields.ts';

/*
 * Which units may see this one's services, and whose DNS configuration is kept equal to its own.
 * @see LoadMaster HA for AWS, section 5
 */

/** `access`: "Remote GEO LoadMaster Access". `partners`: "GEO LoadMaster Partners". */
export type GeoList = 'access' | 'partners';

const PARAMETER: Readonly<Record<GeoList, string>> = { access: 'geoclients', partners: 'geopartners' };

export const getGeoList = (session: LoadMasterSession, list: GeoList): Promise<readonly string[]> =>
  getSetting(session, PARAMETER[list], words);

/** An empty list unsets it. Throws LoadMasterError `not-taken` when other addresses are read back. */
export const setGeoList = (
  session: LoadMasterSession,
  list: GeoList,
  addresses: readonly string[],
): Promise<void> => setAddresses(session, PARAMETER[list], addresses);

/** The fields of a partner are not published: the names that the commands use for an address and a state are read. */
const PartnerElement = z.object({ ip: text, ipaddress: text, address: text, status: text });

const PartnersReply = z.object({
  geopartners: listIn('partner', PartnerElement),
  partner: listIn('partner', PartnerElement),
});

export interface GeoPartner {
  readonly address: string;
  /** The unit's own word; `Unknown` where it does not know. */
  readonly status: string;
}

/** @see LoadMaster Interface Description, RESTful API, section 3.12.4.2 */
export const listGeoPartners = async (session: LoadMasterSession): Promise<readonly GeoPartner[]> => {
  const { geopartners, partner } = await session.read('getgeopartnerstatus', {}, PartnersReply);
  return [...geopartners, ...partner].flatMap(({ ip, ipaddress = ip, address = ipaddress, status }) =>
    address === undefined ? [] : [{ address, status: status ?? 'Unknown' }],
  );
};
