import type { Explanation } from '#domain/explain/explain.ts';
import type { GateReason } from '#domain/failback/gate.ts';
import type { ApprovalRefusal } from '#domain/failback/operator-decisions.ts';
import type { Refusal } from '#domain/firmware/firmware-plan.ts';
import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { Reason } from '#domain/reason.ts';
import type { RolloutRefusal } from '#domain/rollout/refusal.ts';

/** The reasons by which a decision turns an operator's drain down. */
export const DRAIN_REFUSALS = [
  'held',
  'refused-last-serving-unit',
  'refused-unknown',
  'refused-not-managed',
  'refused-image-staged',
  'refused-token-mismatch',
] as const satisfies readonly Reason[];

/** The reasons by which a decision turns an operator's switchover down. */
export const SWITCHOVER_REFUSALS = [
  'held',
  'halted',
  'waiting-for-other-operation',
  'refused-already-active',
  'refused-not-steady',
  'refused-not-standby',
  'refused-unknown',
  'refused-reboot-budget',
  'refused-image-staged',
  'refused-token-mismatch',
  'wrong-partner',
  'wrong-designation',
] as const satisfies readonly Reason[];

/** The further reasons by which it turns down a return to the preferred unit. */
export const RETURN_REFUSALS = [
  'nothing-to-return',
  'preferred-is-active',
  'flapping',
  'preferred-not-ready',
  'in-hold-down',
  'outside-window',
] as const satisfies readonly GateReason[];

/** Why a request about GEO is not granted. */
export const GEO_REQUEST_REFUSALS = [
  /** Nobody knows who is in the clusters; the details say why. */
  'geo-incomplete',
  'unknown-cluster',
  'unknown-member',
  'not-in-geo-cluster',
  /** More members than one request looks at. */
  'cluster-needed',
  /** The home region alone does that. */
  'not-home-region',
  'no-turn',
  /** Whoever has the turn may be under way. */
  'turn-outstanding',
] as const;

/** Why a request about audits is not granted. */
export const AUDIT_REFUSALS = ['unknown-rule', 'unknown-waiver', 'invalid-waiver', 'no-snapshot'] as const;

/** A reason by which a decision turns an operator's request down. */
export type DecisionRefusal =
  | (typeof DRAIN_REFUSALS)[number]
  | (typeof SWITCHOVER_REFUSALS)[number]
  | (typeof RETURN_REFUSALS)[number];

/** Why an operator's request was not granted. */
export type RefusalCode =
  | DecisionRefusal
  | ApprovalRefusal
  | (typeof GEO_REQUEST_REFUSALS)[number]
  | (typeof AUDIT_REFUSALS)[number]
  /** It would begin and stop at once, for the operator to decide. */
  | 'would-halt'
  | 'unknown-pair'
  | 'unknown-drain'
  | 'nothing-to-resume'
  | 'nothing-to-abort'
  | 'invalid-hold'
  | 'not-held'
  | 'not-frozen'
  | 'not-approved'
  | 'not-flapping'
  /** Of a firmware plan; the details have every reason. */
  | 'firmware-refused'
  | 'unknown-rollout'
  /** The details have what is wrong with what was asked for. */
  | 'rollout-refused'
  /** Of an order to a rollout; the details say why. */
  | 'rollout-command-refused'
  /** The rollout is at home elsewhere. */
  | 'other-region'
  | 'rollout-not-ended'
  /** Others claimed the pair, the rollout or the item about GEO first, again and again. */
  | 'overtaken';

/** By what token a refused request is forced, and what that would do. */
export interface Forced {
  /** Good for the very version of the pair's state, or of the turn, that was looked at. */
  readonly confirm: string;
  readonly plan: readonly string[];
}

export interface RefusalDetails {
  readonly explanation?: Explanation;
  readonly forced?: Forced;
  /** What stands in the way of a firmware plan or of a rollout, or keeps the regions' declarations from making a whole. */
  readonly refusals?: readonly (Refusal | RolloutRefusal | GeoFinding)[];
}

/** An operator's request that is not granted. Nothing was changed, nothing was published. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal';
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
