import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { newClusterFields } from '#rehearsal/load-master/api/commands/geo-clusters.ts';
import { type GeoCluster, withEntry } from '#rehearsal/load-master/config/geo.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { DEFAULT_PAIR } from '#rehearsal/world/estate-spec.ts';
import { setGeo } from '#rehearsal/world/unit-geo.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import type { WireStandalone } from '#rehearsal/world/wire-standalone.ts';

/*
 * GEO as a person leaves it who goes through the manual for every unit. It knows nothing of how the product works that
 * out, so that the two cannot share a mistake. @see LoadMaster HA for AWS, section 5
 */

interface Machine {
  readonly wired: WiredUnit;
  readonly region: string;
  readonly publicAddress: string | undefined;
}

/** A pair, the unit in Master HA Mode first, or a standalone. */
interface Site {
  readonly name: string;
  readonly cluster: string;
  readonly isPair: boolean;
  readonly machines: readonly Machine[];
}

const addressOf = ({ wired }: Machine): string => wired.unit.address;

/** Where somebody on the one machine finds the other. */
const addressFrom = (from: Machine, to: Machine): string =>
  from.region === to.region ? addressOf(to) : (to.publicAddress ?? addressOf(to));

const siteOfPair = ({ spec, wired }: WirePair): readonly Site[] => {
  const { id, region, geoCluster, geoMaster = 'first', publicAddresses } = spec;
  if (geoCluster === undefined) return [];
  const names = [...UNIT_NAMES].sort((a, b) => Number(b === geoMaster) - Number(a === geoMaster));
  const machines = names.map((unit) => ({
    wired: wired[unit],
    region,
    publicAddress: publicAddresses?.[unit],
  }));
  return [{ name: id, cluster: geoCluster, isPair: true, machines }];
};

const siteOfStandalone = ({ spec, wired }: WireStandalone): readonly Site[] => {
  const { id, region, geoCluster, publicAddress } = spec;
  if (geoCluster === undefined) return [];
  return [{ name: id, cluster: geoCluster, isPair: false, machines: [{ wired, region, publicAddress }] }];
};

/** For each pair of the cluster its master's address; on a machine of the pair itself that machine's own. */
const clustersOn = (machine: Machine, own: Site, sites: readonly Site[]): readonly GeoCluster[] =>
  sites
    .filter(({ isPair }) => isPair)
    .reduce<readonly GeoCluster[]>((clusters, site) => {
      const [master = machine] = site.machines;
      const address = site === own ? addressOf(machine) : addressFrom(machine, master);
      const fields = { ...newClusterFields(site.name), Type: 'remoteLM' };
      return withEntry(clusters, { address, fields });
    }, []);

/** What one LoadMaster is to have by the manual. */
export interface ByManual {
  /** Of its pair, or its own. */
  readonly id: string;
  readonly wired: WiredUnit;
  /** The other unit of a pair gets its partners and nothing else: its access list is never spoken of. */
  readonly access?: readonly string[];
  readonly partners: readonly string[];
  readonly clusters: readonly GeoCluster[];
}

const siteByManual = (own: Site, sites: readonly Site[]): readonly ByManual[] => {
  const others = sites.filter((site) => site !== own).flatMap(({ machines }) => machines);
  return own.machines.map((machine, at) => {
    const partners = others.map((other) => addressFrom(machine, other));
    return {
      id: own.name,
      wired: machine.wired,
      ...(at === 0 ? { access: [addressOf(machine), ...partners] } : {}),
      partners,
      clusters: clustersOn(machine, own, sites),
    };
  });
};

/** What every LoadMaster of these members is to have, if there were no others. */
export const geoByManual = (
  pairs: readonly WirePair[],
  standalones: readonly WireStandalone[],
): readonly ByManual[] => {
  const sites = [...pairs.flatMap(siteOfPair), ...standalones.flatMap(siteOfStandalone)];
  return sites.flatMap((site) =>
    siteByManual(
      site,
      sites.filter(({ cluster }) => cluster === site.cluster),
    ),
  );
};

/** Configures the members that are to have everything right when the rehearsal begins, among themselves. */
export const configureGeoAtStart = (
  pairs: readonly WirePair[],
  standalones: readonly WireStandalone[],
): void => {
  const isRight = ({ spec }: WirePair | WireStandalone): boolean =>
    (spec.geoAtStart ?? DEFAULT_PAIR.geoAtStart) === 'right';
  for (const { id: _, wired, ...lists } of geoByManual(pairs.filter(isRight), standalones.filter(isRight)))
    setGeo(wired, { enabled: true, ...lists });
};
