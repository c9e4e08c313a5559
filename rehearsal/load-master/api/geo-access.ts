import { isIP } from 'node:net';
import { type Reply, refused } from '#rehearsal/load-master/api/reply.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/** Of GEO units that may ask, of partners, and behind one name. */
export const MOST_ADDRESSES = 64;

/** @see RESTful API interface description, 3.12.4 */
export const TOO_MANY_ADDRESSES = refused('Too many IP addresses already specified');

/** Commas are what the vendor's own client sends, spaces what the manual prints: a unit takes both here. */
export const addressesIn = (text: string): readonly string[] =>
  text.split(/[\s,]+/).filter((address) => address !== '');

/** The settings of the page "Remote Access" that are about other GEO units. */
const GEO_ACCESS: ReadonlySet<string> = new Set(['geoclients', 'geopartners', 'geosshport', 'geo_ssh_iface']);

/**
 * Why a unit would not change this setting; undefined where it would, or where the setting is another. A standby has
 * nothing but "Local Administration". @see LoadMaster HA for AWS, section 6.2
 */
export const refusedGeoAccess = (name: string, value: string, unit: LoadMasterUnit): Reply | undefined => {
  if (!GEO_ACCESS.has(name)) return undefined;
  if (unit.role() === 'standby') return refused('Command not allowed on a standby unit');
  if (!isAddressList(name)) return undefined;
  const addresses = addressesIn(value);
  if (addresses.some((address) => isIP(address) === 0)) return refused('Invalid address');
  return addresses.length > MOST_ADDRESSES ? TOO_MANY_ADDRESSES : undefined;
};

/** Empty where it is not set, and then not among the settings a unit lists. */
export const isAddressList = (name: string): boolean => name === 'geoclients' || name === 'geopartners';

/** As the unit shows a stored list. */
export const shownAddresses = (stored: string, { behaviour }: LoadMasterUnit): string =>
  addressesIn(stored).join(behaviour.partnerListSeparator === 'comma' ? ',' : ' ');
