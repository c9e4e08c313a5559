import type { UnitName, WeeklyWindow } from '#domain/estate/estate.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { FirmwareResult } from '#domain/firmware/operation.ts';
import type { Situation } from '#domain/pair/state.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/** A part of a rollout: its pairs, then a time in which they have to stay well before the next part begins. */
export interface Wave {
  readonly name: string;
  readonly soakMs: DurationMs;
}

/** What was asked for, with every default filled in. */
export interface RolloutSpec {
  /** A version as `parseVersion` reads it; for a roll back each pair has its own. */
  readonly target: string;
  /** Absent for a roll back: the units keep what they go back to. */
  readonly image?: FirmwareImage;
  /** In order; every pair is in one of them. */
  readonly waves: readonly Wave[];
  /** How many pairs of one region may be under way at a time. */
  readonly concurrency: number;
  /** When pairs may be begun; none means at any time. */
  readonly windows: readonly WeeklyWindow[];
  /** A wave in which more than this share of its pairs fails halts the rollout: 0 for any failure. */
  readonly maxFailureShare: number;
  /** Somebody other than its author has to approve it before it starts. */
  readonly needsApproval: boolean;
}

/** A pair of a rollout, as resolved when it was planned: a pair declared later is not in it. */
export interface RolloutPair {
  readonly pairId: string;
  readonly region: string;
  /** Index into the waves. */
  readonly wave: number;
  readonly geoCluster?: string;
  /** Where it is not the rollout's. */
  readonly target?: string;
}

export const ROLLOUT_STATUSES = [
  /** Every region checks its pairs; nothing begins before somebody starts it. */
  'planned',
  'running',
  /** An operator's: what is under way goes on to its end. */
  'paused',
  /** Too many failed. */
  'halted',
  /** No pair is begun any more; what is under way goes on to its end. */
  'aborting',
  'aborted',
  'done',
] as const;

export type RolloutStatus = (typeof ROLLOUT_STATUSES)[number];

/** Who did what to the rollout, or what it did by itself. */
export interface RolloutEvent {
  readonly at: EpochMs;
  /** An operator's name, or `understudy`. */
  readonly by: string;
  readonly what: string;
}

/** A rollout as its home region keeps it. Only that region's functions write it. */
export interface Rollout {
  readonly schemaVersion: 1;
  /** Begins with the time it was made, so that ids sort by age: `20261121-153000-4f2a`. */
  readonly id: string;
  /** Grows by one with every claim. */
  readonly version: number;
  readonly homeRegion: string;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  readonly why: string;
  readonly spec: RolloutSpec;
  readonly pairs: readonly RolloutPair[];
  readonly status: RolloutStatus;
  /** Why it is halted, or ended. */
  readonly because?: string;
  readonly approvedBy?: string;
  readonly startedAt?: EpochMs;
  readonly endedAt?: EpochMs;
  /** Index of the wave that is open. */
  readonly wave: number;
  /** When the last pair of the open wave ended: its soak began. */
  readonly soakSince?: EpochMs;
  /** Pairs that their regions may begin, and until when; what was begun stays here. */
  readonly released: readonly { readonly pairId: string; readonly notAfter?: EpochMs }[];
  /** Failures that somebody has resumed the rollout in spite of. */
  readonly forgiven: readonly string[];
  /** Oldest first, bounded. */
  readonly events: readonly RolloutEvent[];
  readonly rollbackOf?: string;
}

/** How far one pair is, as its own region saw it. */
export interface PairProgress {
  /**
   * `unchecked` nobody has looked at it for this rollout yet; `ready` nothing stood in the way when it was looked at;
   * `refused` something does; `running`, `halted` its firmware is being changed, or that has stopped for an operator;
   * `done`, `given-up`, `aborted` as in FirmwareResult; `gone` it is not declared any more.
   */
  readonly state:
    | 'unchecked'
    | 'ready'
    | 'refused'
    | 'running'
    | 'halted'
    | 'done'
    | 'given-up'
    | 'aborted'
    | 'gone';
  /** When it was found to be `ready` or `refused`. */
  readonly checkedAt?: EpochMs;
  readonly kind?: 'upgrade' | 'downgrade' | 'repair';
  readonly from?: Readonly<Record<UnitName, string>>;
  readonly roleChanges?: 0 | 1 | 2;
  readonly warnings?: readonly string[];
  /** What stands in the way, each with what to do about it. */
  readonly refusals?: readonly { readonly code: string; readonly words: string; readonly remedy: string }[];
  /** The operation in words, while it is under way or halted. */
  readonly operation?: string;
  readonly startedAt?: EpochMs;
  readonly situation?: Situation;
  readonly result?: FirmwareResult;
}

/** What one region has seen of its pairs of a rollout. Only that region's functions write it. */
export interface RegionProgress {
  readonly schemaVersion: 1;
  readonly rolloutId: string;
  readonly region: string;
  readonly version: number;
  readonly at: EpochMs;
  /** The image in the region's own bucket: why it is not the declared one, where it is not. */
  readonly image:
    | { readonly state: 'not-needed' | 'unchecked' | 'verified' }
    | { readonly state: 'failed'; readonly code: string };
  readonly pairs: Readonly<Record<string, PairProgress>>;
}
