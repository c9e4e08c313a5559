import type { DrainIntent } from '#domain/drain/intent.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Where a drain stands:
 * `handing-over` the partner is to take over while the unit still serves;
 * `deregistering` the unit is to leave every target group and become `unused`;
 * `releasing` it is out of service and may go;
 * `returning` it is to come back: the drain was cancelled or aborted, or the unit was only rebooted.
 */
export type DrainPhase = 'handing-over' | 'deregistering' | 'releasing' | 'returning';

/** A step left out, and why. */
export interface SkippedStep {
  readonly step: 'handover' | 'wait-for-failing-health' | 'wait-for-unused';
  readonly because: 'no-time' | 'partner-cannot-take-over' | 'loadmaster-unread' | 'unit-leaving' | 'forced';
}

export interface DrainOperation {
  readonly kind: 'draining';
  readonly unit: UnitName;
  readonly intent: DrainIntent;
  readonly phase: DrainPhase;
  readonly startedAt: EpochMs;
  readonly phaseSince: EpochMs;
  readonly skipped: readonly SkippedStep[];
  /** The unit was asked to answer health checks on another port; it has to be moved back if it stays. */
  readonly healthPortMoved: boolean;
  /** Set while returning because something went wrong: the operation then ends halted with this reason, not idle. */
  readonly failed?: HaltReason;
  /** When the lifecycle hook was last asked to wait. */
  readonly heartbeatAt?: EpochMs;
  /** When the unit was told to reboot. Asked once: a repeated reboot is not harmless. */
  readonly rebootedAt?: EpochMs;
}
