import type { UnitName } from '#domain/estate/estate.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { AskedJob } from '#domain/job/drive-job.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/**
 * Where a change of firmware stands:
 * `backing-up` both units' backups are made and verified; nothing is touched;
 * `preparing` no unit prefers to be active, so that no role moves half-way;
 * `installing` the firmware goes onto the next unit, the standby first;
 * `rebooting` that unit starts it: the active one first hands over its role (ADR 0005);
 * `settling` both run the target, or nothing was changed: the preference goes back, the services are compared.
 */
export type FirmwarePhase = 'backing-up' | 'preparing' | 'installing' | 'rebooting' | 'settling';

/** What was done to one unit, as far as it was seen to be done. */
export interface UnitChange {
  /** What it ran at the beginning. */
  readonly from: string;
  /** It was set to Prefer First at the beginning. */
  readonly preferredFirst: boolean;
  /** Key of the verified backup. */
  readonly backup?: string;
  readonly job?: AskedJob;
  /** The firmware is on the unit, to be started by its next reboot. */
  readonly installedAt?: EpochMs;
  /** When it was told to reboot as a standby. Told again only if it is seen to be up as if nothing had been said. */
  readonly rebootedAt?: EpochMs;
  /**
   * Its boot time by its own clock when the firmware was asked for, and again when it was on it; a later one says that it
   * has started what it had.
   */
  readonly bootedBefore?: EpochMs;
  /** Seen to have started the target. */
  readonly backAt?: EpochMs;
  /** The partner secret was set on the new firmware. */
  readonly secretAt?: EpochMs;
}

/** Why a change that was begun ended with nothing changed. */
export type GivenUpReason = HaltReason | 'window-closed';

/** Something that the plan did not foresee, or that had to be done twice. */
export interface Incident {
  readonly at: EpochMs;
  readonly what:
    | 'failover'
    | 'job-repeated'
    | 'reboot-repeated'
    | 'resumed'
    | 'interrupted-by-drain'
    | 'mixed-too-long';
  readonly unit?: UnitName;
}

export interface FirmwareOperation {
  readonly kind: 'upgrading';
  readonly order: FirmwareOrder;
  readonly phase: FirmwarePhase;
  readonly startedAt: EpochMs;
  readonly phaseSince: EpochMs;
  /** The unit whose turn it is. */
  readonly unit?: UnitName;
  readonly units: Readonly<Record<UnitName, UnitChange>>;
  /** How many virtual services were up on the unit that served at the beginning. */
  readonly servicesUp: number;
  /** The active unit's handover of its role: a switchover of its own, whose reboot starts the new firmware. */
  readonly handover?: SwitchOperation;
  /** Who was seen to serve last, and how often that has changed since the beginning. */
  readonly servedBy: UnitName;
  readonly roleChanges: number;
  readonly incidents: readonly Incident[];
  /** Since when the units have run different firmware. */
  readonly mixedSince?: EpochMs;
  /** For how long they did, once they run the same again. */
  readonly mixedMs?: DurationMs;
  /** People were told that they have for too long. */
  readonly mixedTold?: true;
  /** Set while settling because something went wrong before anything was changed: the operation then ends given up. */
  readonly failed?: GivenUpReason;
}

/** How the change of a pair's firmware ended, as the rollout's report has it. */
export interface FirmwareResult {
  readonly orderId: string;
  readonly rolloutId: string;
  readonly target: string;
  /**
   * `done` both units run the target; `refused` it was not begun; `given-up` it was begun and nothing was changed;
   * `aborted` an operator ended it where it stood.
   */
  readonly end: 'done' | 'refused' | 'given-up' | 'aborted';
  /** Refusal codes, or the reason it was given up for. */
  readonly because: readonly string[];
  readonly from: Readonly<Record<UnitName, string>>;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly roleChanges: number;
  readonly mixedMs: DurationMs;
  readonly backups: Readonly<Partial<Record<UnitName, string>>>;
  readonly incidents: readonly Incident[];
}

/** Firmware that is on a unit and not started yet: any reboot starts it, whatever its cause. */
export interface StagedFirmware {
  readonly version: string;
  readonly at: EpochMs;
  /** The unit's boot time then, by its own clock. */
  readonly bootedBefore?: EpochMs;
}

/** What is remembered of a pair's firmware beyond an operation. */
export interface FirmwareMemory {
  /** How the last change ended. */
  readonly last?: FirmwareResult;
  /** A change that an urgent drain put an end to; when the drain is over, people decide. */
  readonly interrupted?: FirmwareOperation;
  /** Since when the units have run different firmware with nobody at work on it, until they are seen to run the same. */
  readonly mixedSince?: EpochMs;
  /** What an operation that ended half-way left on the units. */
  readonly staged?: Readonly<Partial<Record<UnitName, StagedFirmware>>>;
}

export const NO_FIRMWARE_MEMORY: FirmwareMemory = {};
