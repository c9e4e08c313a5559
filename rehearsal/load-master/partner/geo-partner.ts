import { addressesIn } from '#rehearsal/load-master/api/geo-access.ts';
import type { Neighbour, Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { authorize } from '#rehearsal/load-master/partner/partner-link.ts';

/** "Unknown" is documented; the other words are what other lists of the unit say. */
export type GeoPartnerStatus = 'Up' | 'Down' | 'Unknown';

/** What a unit says of an address in its `geopartners`. Partners name each other and have the same secret. */
export const geoPartnerStatus = (
  own: Neighbour,
  address: string,
  neighbourhood: Neighbourhood | undefined,
): GeoPartnerStatus => {
  const partner = neighbourhood?.find(address, own);
  if (partner === undefined) return 'Unknown';
  const named = addressesIn(partner.configuration.settings.text('geopartners'));
  const namesUs = named.some((name) => neighbourhood?.find(name, partner) === own);
  return partner.unit.machine() === 'up' && namesUs && authorize(own, partner) ? 'Up' : 'Down';
};
