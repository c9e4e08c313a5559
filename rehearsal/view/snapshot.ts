import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { InstanceState, TargetState } from '#domain/pair/seen.ts';
import type { StatusSquare } from '#domain/pair/status-square.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/* Everything the live view shows, as data. */

export interface UnitSnapshot {
  readonly instanceId: string;
  readonly square: StatusSquare;
  readonly instance: InstanceState;
  /** In the order of the pair's target groups. */
  readonly targets: readonly TargetState[];
  /** What the LoadMaster says of itself; `no answer` from one that is down. */
  readonly loadMaster: string;
}

export interface TrafficSnapshot {
  readonly perSecond: number;
  readonly failedPerSecond: number;
  /** Since the beginning. */
  readonly failed: number;
  readonly servedBy: readonly string[];
}

export interface PairSnapshot {
  readonly id: string;
  readonly mode: Pair['mode'];
  /** What its instances are that others are not: what some of the keys need. */
  readonly kind?: 'spot' | 'Auto Scaling';
  readonly situation: string;
  /** What is under way, such as `draining first: handing-over`; `idle`. */
  readonly operation: string;
  /** Until the unit is gone whatever is done. */
  readonly deadlineInMs?: DurationMs;
  readonly hold?: string;
  /** Absent before the first client. */
  readonly traffic?: TrafficSnapshot;
  readonly units: Readonly<Record<UnitName, UnitSnapshot>>;
}

export interface RegionSnapshot {
  readonly region: string;
  readonly apiUrl: string;
  readonly throttled: boolean;
  readonly frozen: boolean;
  readonly pairs: readonly PairSnapshot[];
}

export interface JournalLine {
  readonly at: EpochMs;
  readonly words: string;
}

export interface Snapshot {
  readonly at: EpochMs;
  readonly speed: number;
  readonly regions: readonly RegionSnapshot[];
  /** Oldest first. */
  readonly journal: readonly JournalLine[];
  readonly chosen: { readonly pairId: string; readonly unit: UnitName };
  /** What the last key did. */
  readonly message: string;
}
