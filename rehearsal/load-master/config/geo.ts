import type { EpochMs } from '#domain/time.ts';

/** Settings by the name they are read under; all text, as both interfaces write them. */
export type GeoFields = Readonly<Record<string, string>>;

export interface GeoCluster {
  /** Counts up from 1; `modmap` names a cluster by it. */
  readonly index: number;
  readonly address: string;
  readonly fields: GeoFields;
}

/** One address that a name leads to. */
export interface GeoMap {
  readonly index: number;
  readonly address: string;
  readonly fields: GeoFields;
}

export interface GeoFqdn {
  /** Without the dot at its end. */
  readonly name: string;
  readonly fields: GeoFields;
  readonly maps: readonly GeoMap[];
}

export interface GeoConfiguration {
  readonly enabled: boolean;
  readonly clusters: readonly GeoCluster[];
  readonly fqdns: readonly GeoFqdn[];
}

export const NO_GEO: GeoConfiguration = { enabled: false, clusters: [], fqdns: [] };

/** The GEO configuration of one unit: what its DNS answers from. Plain data, so that it can be stored and sent. */
export class Geo {
  #configuration: GeoConfiguration = NO_GEO;
  #changedAt: EpochMs | undefined;

  read(): GeoConfiguration {
    return this.#configuration;
  }

  /** Undefined on a unit nobody has configured yet. */
  changedAt(): EpochMs | undefined {
    return this.#changedAt;
  }

  change(change: Partial<GeoConfiguration>, now: EpochMs): void {
    this.#configuration = { ...this.#configuration, ...change };
    this.#changedAt = now;
  }
}

const nextIndex = (taken: readonly { readonly index: number }[]): number =>
  Math.max(0, ...taken.map(({ index }) => index)) + 1;

export const withEntry = <E extends { readonly index: number }>(
  entries: readonly E[],
  entry: Omit<E, 'index'>,
): readonly E[] => [...entries, { ...entry, index: nextIndex(entries) } as E];

/**
 * The same with every cluster and mapped address that is `from` turned into `to`: what synchronising does with the
 * units' own addresses. @see LoadMaster HA for AWS, section 4
 */
export const withAddress = (geo: GeoConfiguration, from: string, to: string): GeoConfiguration => {
  const moved = <E extends { readonly address: string }>(entry: E): E =>
    entry.address === from ? { ...entry, address: to } : entry;
  return {
    ...geo,
    clusters: geo.clusters.map(moved),
    fqdns: geo.fqdns.map((fqdn) => ({ ...fqdn, maps: fqdn.maps.map(moved) })),
  };
};
