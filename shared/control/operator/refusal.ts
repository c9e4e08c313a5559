import type { Explanation } from '#domain/explain/explain.ts';
import type { Reason } from '#domain/reason.ts';

/** The reasons by which a decision turns an operator's drain down. */
export const DRAIN_REFUSALS = [
  'held',
  'refused-last-serving-unit',
  'refused-unknown',
  'refused-not-managed',
  'refused-token-mismatch',
] as const satisfies readonly Reason[];

export type DrainRefusal = (typeof DRAIN_REFUSALS)[number];

/** Why an operator's request was not granted. */
export type RefusalCode =
  | DrainRefusal
  /** The drain would begin and stop at once, for the operator to decide. */
  | 'would-halt'
  | 'unknown-pair'
  | 'unknown-drain'
  | 'nothing-to-resume'
  | 'nothing-to-abort'
  | 'invalid-hold'
  | 'not-held'
  | 'not-frozen'
  /** Others claimed the pair first, again and again. */
  | 'overtaken';

/** By what token a refused drain is forced, and what that would do. */
export interface Forced {
  /** Good for the very version of the pair's state that was looked at. */
  readonly confirm: string;
  readonly plan: readonly string[];
}

export interface RefusalDetails {
  readonly explanation?: Explanation;
  readonly forced?: Forced;
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
