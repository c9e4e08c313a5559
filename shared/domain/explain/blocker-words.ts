import type { Pair } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { Hold } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** Who holds the pair, for how long still, and why. */
export const holdWords = ({ by, until, why }: Hold, now: EpochMs): string =>
  `held by ${by} for another ${durationWords(until - now)}: ${why}`;

export const freezeWords = ({ region }: Pair, why: string): string =>
  `automatic actions are frozen in ${region}: ${why}`;
