import type { JobSeen } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** The two lists of a unit's page "Remote Access". Their order means nothing. @see LoadMaster HA for AWS, section 5 */
export interface GeoLists {
  /** "Remote GEO LoadMaster Access": who may fetch the state of this unit's services. */
  readonly access: readonly string[];
  /** "GEO LoadMaster Partners": whose DNS configuration is kept equal to this unit's. */
  readonly partners: readonly string[];
}

/** A place that serves addresses, as the unit has it. */
export interface GeoClusterSeen {
  readonly address: string;
  readonly name?: string;
  readonly type: 'default' | 'remoteLM' | 'localLM';
}

/** What a unit says of its GEO configuration. */
export interface GeoSeen extends GeoLists {
  readonly enabled: boolean;
  /** Of each of its partners, the unit's own word: `Up`, `Down`, `Unknown`. */
  readonly partnerStatus: readonly { readonly address: string; readonly status: string }[];
  readonly clusters: readonly GeoClusterSeen[];
  /** The addresses that its names (FQDNs) lead to, each once. */
  readonly mapped: readonly string[];
}

/** What a change of a unit's GEO lists goes by. */
export interface UnitGeoSeen {
  readonly geo: Reading<GeoSeen>;
  /** The last record of the unit's jobs. */
  readonly job: Reading<JobSeen | 'none'>;
}
