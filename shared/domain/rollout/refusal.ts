/** Why a rollout is not made, or a command to one is not carried out. Closed, in the order in which they are told. */
export const ROLLOUT_REFUSAL_CODES = [
  // making one
  'unknown-version',
  'wrong-image',
  'bad-checksum',
  'bad-limits',
  'nothing-selected',
  'selector-contradicts',
  'duplicate',
  'unknown-pair',
  'matches-nothing',
  'unknown-region',
  'bad-waves',
  // commands
  'ended',
  'wrong-status',
  'no-approval-needed',
  'already-approved',
  'needs-another-person',
  'not-approved',
  'not-checked',
  'checks-too-old',
  'pairs-refused',
  'nothing-left',
  'image-not-verified',
  'overlaps',
  // rolling back
  'still-running',
  'nothing-changed',
  'from-differs',
  'from-unknown',
] as const;

export type RolloutRefusalCode = (typeof ROLLOUT_REFUSAL_CODES)[number];

export interface RolloutRefusal {
  readonly code: RolloutRefusalCode;
  /** What was found. */
  readonly words: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const refusal = (code: RolloutRefusalCode, words: string, remedy: string): RolloutRefusal => ({
  code,
  words,
  remedy,
});
