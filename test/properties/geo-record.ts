import type { UnitRef } from '#control/ports.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { LoadMasterPair } from '#rehearsal/load-master/pair.ts';
import type { Role } from '#rehearsal/load-master/types.ts';
import { listsOf } from '#rehearsal/virtual/unit-geo.ts';

/** A job as the model saw it: what the unit had before, and what after. */
export interface ListsSet {
  readonly unit: UnitName;
  readonly jobId: string;
  readonly role: Role;
  readonly before: GeoLists;
  readonly after: GeoLists;
  readonly end: JobSeen;
}

/** An order, and how the units were when it came. */
export interface GivenOrder {
  readonly order: GeoOrder;
  /** The master first. */
  readonly due: readonly UnitName[];
  readonly active: readonly UnitName[];
}

/** What really happened to the GEO lists of a pair, by the models. */
export interface GeoRecordOfWorld {
  /** Orders that have reached us, by id. */
  readonly given: Map<string, GivenOrder>;
  /** Ids of orders that were begun, and of those that have ended one way or the other. */
  readonly begun: Set<string>;
  readonly ended: Set<string>;
  /** Jobs that changed a list. */
  readonly set: ListsSet[];
  /** Ids of the jobs that were asked for. */
  readonly asked: Set<string>;
  /** Reboots for GEO that were asked for. */
  readonly reboots: { readonly unit: UnitName; readonly orderId: string }[];
  readonly onJob: (ref: UnitRef, jobId: string) => (end: JobSeen) => void;
}

const isSame = (one: GeoLists, other: GeoLists): boolean => JSON.stringify(one) === JSON.stringify(other);

export const makeGeoRecord = (units: LoadMasterPair): GeoRecordOfWorld => {
  const set: ListsSet[] = [];
  return {
    given: new Map(),
    begun: new Set(),
    ended: new Set(),
    asked: new Set(),
    reboots: [],
    set,
    onJob: ({ unit }, jobId) => {
      const before = listsOf(units[unit]);
      const role = units[unit].role();
      return (end) => {
        const after = listsOf(units[unit]);
        if (!isSame(before, after)) set.push({ unit, jobId, role, before, after, end });
      };
    },
  };
};
