import type { RolloutStatus } from '#domain/rollout/rollout.ts';

/** Why a rollout is decided about as it is. */
export const ROLLOUT_REASONS = [
  // planned
  'waiting-for-checks',
  'waiting-for-approval',
  'waiting-for-start',
  // running
  'pairs-released',
  'waiting-for-pairs',
  'waiting-for-window',
  'waiting-for-geo-cluster',
  'soaking',
  'waiting-for-report',
  'too-many-failed',
  'not-steady-after-soak',
  'all-pairs-ended',
  // not running
  'paused',
  'halted',
  'aborting',
  'aborted',
  'ended',
] as const;

export type RolloutReason = (typeof ROLLOUT_REASONS)[number];

/** Each reason as a sentence. */
export const ROLLOUT_REASON_WORDS: Readonly<Record<RolloutReason, string>> = {
  'waiting-for-checks': 'the regions have not checked all the pairs and the image lately',
  'waiting-for-approval': 'somebody other than its author has to approve the rollout',
  'waiting-for-start': 'all is checked; an operator has to start the rollout',
  'pairs-released': 'pairs were released to their regions',
  'waiting-for-pairs': 'waiting for the pairs under way to end',
  'waiting-for-window': 'waiting for the window to open',
  'waiting-for-geo-cluster':
    'waiting for a pair of the same GEO cluster, which is under way or halted and may have different firmware on its units',
  soaking: 'all pairs of the wave have ended; they have to stay well for a while before the next begin',
  'waiting-for-report': 'the soak is over; waiting for the regions to say that their pairs are steady still',
  'too-many-failed': 'more pairs of the wave failed than may; nothing more is released',
  'not-steady-after-soak':
    'pairs were not steady any more at the end of the soak, and more failed than may; nothing more is released',
  'all-pairs-ended': 'all pairs have ended and the last soak is over',
  paused: 'an operator paused the rollout; what is under way goes on to its end',
  halted: 'too many pairs failed; an operator has to resume, abort or roll back',
  aborting: 'an operator aborted the rollout; what is under way goes on to its end',
  aborted: 'the rollout was aborted and nothing is under way any more',
  ended: 'the rollout has ended',
};

/** What a rollout is in, for a heading. */
export const STATUS_WORDS: Readonly<Record<RolloutStatus, string>> = {
  planned: 'planned',
  running: 'running',
  paused: 'paused',
  halted: 'halted',
  aborting: 'being aborted',
  aborted: 'aborted',
  done: 'done',
};
