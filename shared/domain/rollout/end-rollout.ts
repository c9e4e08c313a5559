import { BY_ITSELF, noteEvent } from '#domain/rollout/note-event.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';
import type { PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

const STANDINGS = ['done', 'failed', 'halted', 'under-way', 'waiting'] as const;

const STANDING_WORDS: Readonly<Record<PairNow['standing'], string>> = {
  done: 'done',
  failed: 'failed',
  halted: 'halted still',
  'under-way': 'under way',
  waiting: 'not begun',
};

/** `7 done, 1 failed, 2 not begun`. */
export const standingsWords = (fleet: readonly PairNow[]): string =>
  STANDINGS.flatMap((standing) => {
    const count = fleet.filter((one) => one.standing === standing).length;
    return count === 0 ? [] : [`${count} ${STANDING_WORDS[standing]}`];
  }).join(', ');

/** The end, with its reason. */
export const endRollout = (
  rollout: Rollout,
  status: 'done' | 'aborted',
  because: string,
  now: EpochMs,
): Rollout =>
  noteEvent({ ...rollout, status, because, endedAt: now }, BY_ITSELF, `${status}: ${because}`, now);
