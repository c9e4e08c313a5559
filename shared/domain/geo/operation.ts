import type { UnitName } from '#domain/estate/estate.ts';
import type { AskedJob } from '#domain/job/drive-job.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** A wish to bring the GEO lists of both units of a pair to what is declared. */
export interface GeoOrder {
  /** Identity for deduplication: the cluster and the number of its turn. */
  readonly id: string;
  readonly cluster: string;
  readonly master: UnitName;
  /** The master's access list; what the other unit has there is nobody's concern. */
  readonly access: readonly string[];
  /** Both units' partner list. */
  readonly partners: readonly string[];
  /** What has set nothing by then, and moved no role for it, is not begun any more. */
  readonly notAfter: EpochMs;
  readonly requestedAt: EpochMs;
  /** Who asked and why, for the journal. */
  readonly why: string;
}

/**
 * Where a change of the lists stands:
 * `setting` the lists go onto the unit whose turn it is, the master first: it has to be active for that;
 * `handing-over` the role moves to the unit whose turn is next, and the old one is rebooted (ADR 0013): no unit prefers
 * to be active from here on;
 * `settling` both units have their lists, or nothing was set: the preference goes back.
 */
export type GeoPhase = 'setting' | 'handing-over' | 'settling';

/** What was seen to be done to one unit. */
export interface GeoChange {
  /** It was set to Prefer First at the beginning. */
  readonly preferredFirst: boolean;
  readonly job?: AskedJob;
  /** Key of the backup from before its lists were set. */
  readonly backup?: string;
  /** When its lists were set last, by the record of who did it, and how often they had to be. */
  readonly setAt?: EpochMs;
  readonly timesSet: number;
}

/** Why a change that was begun ended with nothing set. */
export type GeoGivenUpReason = HaltReason | 'window-closed';

export interface GeoOperation {
  readonly kind: 'syncing-geo';
  readonly order: GeoOrder;
  readonly phase: GeoPhase;
  readonly startedAt: EpochMs;
  readonly phaseSince: EpochMs;
  /** The unit whose turn it is. */
  readonly unit?: UnitName;
  readonly units: Readonly<Record<UnitName, GeoChange>>;
  readonly handover?: SwitchOperation;
  /** Who was seen to serve last, and how often that has changed since the beginning. */
  readonly servedBy: UnitName;
  readonly roleChanges: number;
  /** Roles moved without being asked to. */
  readonly failovers: number;
  /** Why a unit's lists could not be set the last time, for example `second: partners, geo-list-too-long`. */
  readonly trouble?: string;
  /** Set while settling because something went wrong before anything was set. */
  readonly failed?: GeoGivenUpReason;
}

/** How a change of a pair's GEO lists ended. */
export interface GeoResult {
  readonly orderId: string;
  readonly cluster: string;
  /**
   * `done` both units have their lists; `refused` it was not begun; `given-up` it was begun and nothing was set;
   * `aborted` an operator ended it where it stood; `interrupted` an urgent drain did.
   */
  readonly end: 'done' | 'refused' | 'given-up' | 'aborted' | 'interrupted';
  /** Refusal codes, or the reason it was given up for; then where it stopped, if it was at a unit. */
  readonly because: readonly string[];
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly roleChanges: number;
  readonly failovers: number;
  /** The units whose lists were set, in that order. */
  readonly set: readonly UnitName[];
  readonly backups: Readonly<Partial<Record<UnitName, string>>>;
}

/** What is remembered of a pair's GEO lists beyond an operation. */
export interface GeoMemory {
  /** How the last change ended. */
  readonly last?: GeoResult;
}

export const NO_GEO_MEMORY: GeoMemory = {};
