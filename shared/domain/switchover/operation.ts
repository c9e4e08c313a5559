import type { UnitName } from '#domain/estate/estate.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { EpochMs } from '#domain/time.ts';

/** A wish to make one unit the active one. */
export interface SwitchRequest {
  /** Identity for deduplication. */
  readonly id: string;
  readonly to: UnitName;
  /**
   * `policy`: the failback policy's own doing, which counts against flapping. `failback-now`: an operator asks for the
   * return; hold-down and windows still hold. `switchover`: an operator wants the roles changed, whatever the policy.
   * `firmware`, `geo`: part of another operation, which has the old unit rebooted whichever it is, and puts the
   * preference back itself.
   */
  readonly cause: 'policy' | 'failback-now' | 'switchover' | 'firmware' | 'geo';
  readonly requestedAt: EpochMs;
  /** Who asked and why, for the journal. */
  readonly why: string;
  /** An operator's confirm token: what policy asks to wait for is not waited for, and the new unit need not be proven. */
  readonly confirm?: string;
}

/**
 * Where a switchover stands:
 * `preparing` the units' preference is set so that neither takes the roles back half-way;
 * `handing-over` the active unit steps out of sight of the load balancer and the partner takes over (ADR 0005);
 * `stepping-down` the load balancer has the new unit; the old one is made a standby, then comes back into sight;
 * `settling` the roles are as asked; the preference is put back to what is declared;
 * `undoing` it did not work out: the old unit comes back into sight.
 */
export type SwitchPhase = 'preparing' | 'handing-over' | 'stepping-down' | 'settling' | 'undoing';

export interface SwitchOperation {
  readonly kind: 'switching';
  readonly to: UnitName;
  readonly request: SwitchRequest;
  readonly phase: SwitchPhase;
  readonly startedAt: EpochMs;
  readonly phaseSince: EpochMs;
  /** The old unit was asked to answer health checks on another port; it has to be moved back. */
  readonly healthPortMoved: boolean;
  /** When the old unit was told to reboot. Told again only if it is seen to be up as if nothing had been said. */
  readonly rebootedAt?: EpochMs;
  /** Its boot time by its own clock when it was told; a later one says that it has rebooted, whatever that clock shows. */
  readonly rebootedFrom?: EpochMs;
  /** When the old unit, still active in its own eyes, was brought back into sight to yield to the preferred one. */
  readonly exposedAt?: EpochMs;
  /** Set while undoing because something went wrong: the operation then ends halted with this reason, not idle. */
  readonly failed?: HaltReason;
}
