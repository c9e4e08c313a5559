import { addressesIn } from '#rehearsal/load-master/api/geo-access.ts';
import type { GeoCluster, GeoConfiguration, GeoFqdn } from '#rehearsal/load-master/config/geo.ts';
import type { GeoPartnerStatus } from '#rehearsal/load-master/partner/geo-partner.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';

/** What a LoadMaster has of GEO, asked of the simulated unit itself. */
export interface UnitGeo {
  readonly enabled: boolean;
  /** "Remote GEO LoadMaster Access", in its order. */
  readonly access: readonly string[];
  /** "GEO LoadMaster Partners", in its order. */
  readonly partners: readonly string[];
  /** Of each partner by its address, what the unit says of it. */
  readonly partnerStatus: Readonly<Record<string, GeoPartnerStatus>>;
  readonly clusters: readonly GeoCluster[];
  readonly fqdns: readonly GeoFqdn[];
}

export const geoOf = ({ management }: Pick<WiredUnit, 'management'>): UnitGeo => {
  const { settings, configuration } = management;
  const partners = addressesIn(settings.text('geopartners'));
  return {
    ...configuration.geo.read(),
    access: addressesIn(settings.text('geoclients')),
    partners,
    partnerStatus: Object.fromEntries(
      partners.map((address) => [address, management.geoPartnerStatus(address)]),
    ),
  };
};

/** Changes what a unit has of GEO as a person at its console does; what is left out stays. */
export const setGeo = (
  { management }: Pick<WiredUnit, 'management'>,
  { access, partners, ...geo }: Partial<Pick<UnitGeo, 'access' | 'partners'> & GeoConfiguration>,
): void => {
  const { settings, configuration, scheduler } = management;
  if (access !== undefined) settings.set('geoclients', access.join(' '));
  if (partners !== undefined) settings.set('geopartners', partners.join(' '));
  if (Object.keys(geo).length > 0) configuration.geo.change(geo, scheduler.now());
};
