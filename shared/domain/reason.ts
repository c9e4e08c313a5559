/** Why something can be decided, also when nothing is done. Closed: prose is derived from it (`explain/reason-words.ts`). */
export const REASONS = [
  // watching
  'nothing-changed',
  'first-look',
  'situation-changed',
  'active-unit-changed',
  'observers-silent',
  'observers-back',
  // draining
  'nothing-to-drain',
  'observe-only',
  'held',
  'region-frozen',
  'already-handled',
  'not-due-yet',
  'waiting-for-other-operation',
  'rebalance-ignored',
  'event-too-old',
  'refused-last-serving-unit',
  'refused-unknown',
  'refused-not-managed',
  'refused-token-mismatch',
  'handover-asked',
  'waiting-for-partner',
  'waiting-for-failing-health',
  'waiting-for-last-moment',
  'deregistering',
  'waiting-for-unused',
  'waiting-unknown',
  'releasing',
  'waiting-for-release',
  'drain-done',
  'drain-cancelled',
  'returning',
  'returned',
  'halted',
  // operators
  'hold-placed',
  'hold-lifted',
  'operation-resumed',
  'operation-aborted',
  // the edge
  'malformed-event',
] as const;

export type Reason = (typeof REASONS)[number];
