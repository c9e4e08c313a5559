import type { DrainIntent } from '#domain/drain/intent.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { type FailbackMemory, NO_RETURNS } from '#domain/failback/memory.ts';
import {
  type FirmwareMemory,
  type FirmwareOperation,
  NO_FIRMWARE_MEMORY,
} from '#domain/firmware/operation.ts';
import { type GeoMemory, type GeoOperation, NO_GEO_MEMORY } from '#domain/geo/operation.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** What a pair as a whole can be in. `situation.ts` says how each is recognised. */
export const SITUATIONS = [
  'steady',
  'switching',
  'degraded',
  'dual-active',
  'no-active',
  'unconnected',
  'unknown',
] as const;

export type Situation = (typeof SITUATIONS)[number];

export interface SituationRecord {
  readonly kind: Situation;
  readonly since: EpochMs;
  /** The unit that answers 200, when exactly one does. */
  readonly active?: UnitName;
  /** What was seen, in the observers' words, one line each; the journal's proof. */
  readonly evidence: readonly string[];
}

/** One pair never runs two operations: the operation in progress is part of the state. */
export type Operation =
  | { readonly kind: 'idle' }
  | DrainOperation
  | SwitchOperation
  | FirmwareOperation
  | GeoOperation
  | HaltedOperation;

/** An operator's stop sign. It wins over everything but recording. */
export interface Hold {
  readonly by: string;
  readonly why: string;
  readonly placedAt: EpochMs;
  /** When it ends, or ended: lifting a hold moves this to the moment it was lifted. */
  readonly until: EpochMs;
}

/**
 * All that is remembered of a pair. Written whole, by one conditional write at `version`: the claim.
 * Everything in it was either seen or asked for; nothing in it is hoped (docs/adr/0001).
 */
export interface PairState {
  readonly schemaVersion: 1;
  readonly pairId: string;
  /** Grows by one with every claim; 0 is a pair nobody has looked at yet, which has no stored item. */
  readonly version: number;
  readonly situation: SituationRecord;
  readonly operation: Operation;
  readonly hold?: Hold;
  /** Drains that are known of and not due, or wait for the operation in progress to end. */
  readonly waiting: readonly DrainIntent[];
  /** Ids of the intents already dealt with, newest last, bounded: what makes a duplicate event harmless. */
  readonly handled: readonly string[];
  /**
   * Units that a drain took out of service and that were not gone for good when it ended: stopped, say. The drain as
   * it ended. When such a unit runs again it is brought back.
   */
  readonly aside: Readonly<Partial<Record<UnitName, DrainOperation>>>;
  /** Boot times seen within the pacification window, per unit, oldest first. */
  readonly boots: Readonly<Record<UnitName, readonly EpochMs[]>>;
  /** The unit that was seen to serve alone last; kept while both serve or none does. */
  readonly lastActive?: UnitName;
  readonly failback: FailbackMemory;
  readonly firmware: FirmwareMemory;
  readonly geo: GeoMemory;
  /** When a split brain was last ended by taking a unit out: one that comes back soon is not repaired again. */
  readonly splitBrainAt?: EpochMs;
  /** Since when the observers have not been able to say anything about the pair. */
  readonly unseenSince?: EpochMs;
  /** The decision that made this version. */
  readonly lastDecision?: DecisionRecord;
  /** The last decision was claimed and its outcome is not recorded yet: a crash in between is visible here. */
  readonly pending: boolean;
}

export const IDLE: Operation = { kind: 'idle' };

/** A pair that was declared and not looked at yet. */
export const newPairState = (pairId: string, now: EpochMs): PairState => ({
  schemaVersion: 1,
  pairId,
  version: 0,
  situation: { kind: 'unknown', since: now, evidence: ['not looked at yet'] },
  operation: IDLE,
  waiting: [],
  handled: [],
  aside: {},
  boots: { first: [], second: [] },
  failback: NO_RETURNS,
  firmware: NO_FIRMWARE_MEMORY,
  geo: NO_GEO_MEMORY,
  pending: false,
});

/** The operation itself, also where it is halted. */
export const operationOf = ({ operation }: PairState): Exclude<Operation, HaltedOperation> =>
  operation.kind === 'halted' ? operation.operation : operation;
