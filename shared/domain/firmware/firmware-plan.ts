import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** Everything that a plan for a pair's firmware is made from. */
export interface FirmwareRequest {
  readonly pair: Pair;
  /** As watching left it at this very look. */
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly firmware: FirmwareOfUnits;
  /** What the operator wants on both units, in his own spelling: `7.2.54.12`, or with its build. */
  readonly target: string;
  /** Why automatic actions are frozen in the region; absent when they are not. */
  readonly freezeWhy?: string;
  readonly now: EpochMs;
}

/** One order to a person. */
export interface PlanStep {
  /** The unit it is carried out on; absent where it is for the pair, or for whoever watches it. */
  readonly unit?: UnitName;
  readonly words: string;
}

/** How to bring both units to one firmware version, for people to carry out in this order. */
export interface FirmwarePlan {
  /** `repair`: the units run different versions now, which a pair in production never should. */
  readonly kind: 'upgrade' | 'downgrade' | 'repair';
  /** What each unit runs now, as it writes it. */
  readonly from: Readonly<Record<UnitName, string>>;
  readonly to: string;
  /** How often the active role moves while the steps are carried out. */
  readonly roleChanges: 0 | 1 | 2;
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly string[];
}

/** What can stand in the way of a plan, in the order in which it is told. */
export const PLAN_REFUSAL_CODES = [
  'unknown-version',
  'brick-floor',
  'verification-floor',
  'upgrade-path',
  'already-there',
  'firmware-unread',
  'loadmaster-unread',
  'not-steady',
  'held',
  'operation-under-way',
  'operation-halted',
  'region-frozen',
  'wrong-partner',
  'wrong-designation',
  'support-expired',
  'reboot-budget',
  'preference-unknown',
] as const;

/** What can stand in the way of an order besides, which a person who follows a plan sees for himself. */
const ORDER_REFUSAL_CODES = ['wrong-image', 'no-image', 'no-partner-secret', 'observe-mode'] as const;

export const REFUSAL_CODES = [...PLAN_REFUSAL_CODES, ...ORDER_REFUSAL_CODES] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** What was seen. */
  readonly words: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Either a plan, or everything that stands in its way: at least one refusal. */
export type FirmwareAnswer =
  | { readonly kind: 'plan'; readonly plan: FirmwarePlan }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };
