import { sameAddresses } from '#domain/geo/addresses.ts';
import type { GeoLists, GeoSeen } from '#domain/geo/geo-seen.ts';
import { addressesIn, refusedGeoAccess, TOO_MANY_ADDRESSES } from '#rehearsal/load-master/api/geo-access.ts';
import { UnitConfiguration } from '#rehearsal/load-master/config/unit-configuration.ts';
import type { LoadMasterPair } from '#rehearsal/load-master/pair.ts';
import { ConfigurationSync } from '#rehearsal/load-master/partner/configuration-sync.ts';
import { type Neighbour, Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/*
 * The GEO lists of virtual units, under the wire's rules. A unit's settings belong to its management API, which is on
 * the wire only, so they are kept here. Clusters and names of GEO, which nobody changes, a virtual unit has none of.
 */

const configurations = new WeakMap<LoadMasterUnit, UnitConfiguration>();

/** How a unit's synchronisation hears of a change. */
const listeners = new WeakMap<LoadMasterUnit, () => void>();

export const configurationOf = (unit: LoadMasterUnit): UnitConfiguration => {
  const known = configurations.get(unit);
  if (known !== undefined) return known;
  const configuration = new UnitConfiguration({
    address: unit.address,
    settings: {},
    now: () => 0,
    settingsChanged: () => undefined,
  });
  configurations.set(unit, configuration);
  return configuration;
};

const PARAMETER = { access: 'geoclients', partners: 'geopartners' } as const satisfies Record<
  keyof GeoLists,
  string
>;

const IN_ORDER = ['access', 'partners'] as const;

const listOf = (unit: LoadMasterUnit, list: keyof GeoLists): readonly string[] =>
  addressesIn(configurationOf(unit).settings.text(PARAMETER[list]));

export const listsOf = (unit: LoadMasterUnit): GeoLists => ({
  access: listOf(unit, 'access'),
  partners: listOf(unit, 'partners'),
});

export const geoOf = (unit: LoadMasterUnit): GeoSeen => {
  const lists = listsOf(unit);
  const partnerStatus = lists.partners.map((address) => ({ address, status: 'Unknown' }));
  return { enabled: true, ...lists, partnerStatus, clusters: [], mapped: [] };
};

/** Why a list was not set; those before it are. */
export interface GeoRefusal {
  readonly code: 'geo-list-too-long' | 'loadmaster-command' | 'loadmaster-permission';
  readonly failedAt: keyof GeoLists;
}

const refusalOf = (unit: LoadMasterUnit, list: keyof GeoLists, text: string): GeoRefusal | undefined => {
  if (unit.role() === 'standby' && unit.behaviour.standbyRejectsWrites === 403)
    return { code: 'loadmaster-permission', failedAt: list };
  const refusal = refusedGeoAccess(PARAMETER[list], text, unit);
  if (refusal === undefined) return undefined;
  const code = refusal === TOO_MANY_ADDRESSES ? 'geo-list-too-long' : 'loadmaster-command';
  return { code, failedAt: list };
};

/** Sets the lists that are given and differ, as the job does and as people do. Undefined when all are. */
export const setGeoLists = (unit: LoadMasterUnit, lists: Partial<GeoLists>): GeoRefusal | undefined => {
  for (const list of IN_ORDER) {
    const addresses = lists[list];
    if (addresses === undefined || sameAddresses(listOf(unit, list), addresses)) continue;
    const text = addresses.join(',');
    const refusal = refusalOf(unit, list, text);
    if (refusal !== undefined) return refusal;
    configurationOf(unit).settings.set(PARAMETER[list], text);
    listeners.get(unit)?.();
  }
  return undefined;
};

/** From now on the active unit sends its partner what it has, as units do that connect to one another. */
export const synchroniseConfiguration = ({ first, second }: LoadMasterPair, scheduler: Scheduler): void => {
  const neighbourhood = new Neighbourhood();
  for (const unit of [first, second]) {
    const neighbour: Neighbour = {
      unit,
      configuration: configurationOf(unit),
      syncPortOpen: () => true,
      // One secret between them, or none: what comes of two is on the wire only.
      partnerSecret: () => 'the same',
    };
    neighbourhood.join(neighbour);
    const synchronisation = new ConfigurationSync(neighbour, neighbourhood, scheduler);
    listeners.set(unit, () => synchronisation.changed());
  }
};
