import { durationWords } from '#domain/explain/duration-words.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { decideRollout } from '#domain/rollout/decide-rollout.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { ROLLOUT_REASON_WORDS, type RolloutReason } from '#domain/rollout/rollout-words.ts';
import { soakEndsAt, unseenAfterSoak } from '#domain/rollout/soak.ts';
import { fleetOf, idsOf, isUnderWay, openWave, type PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

const named = (before: string, pairs: readonly PairNow[]): string =>
  pairs.length === 0 ? '' : `${before}${idsOf(pairs).join(', ')}`;

const silentRegions = (pairs: readonly PairNow[]): string =>
  `: ${[...new Set(pairs.map(({ pair }) => pair.region))].join(', ')}`;

const detailOf = (
  reason: RolloutReason,
  rollout: Rollout,
  fleet: readonly PairNow[],
  window: WindowNow,
  now: EpochMs,
): string => {
  switch (reason) {
    case 'waiting-for-pairs':
      return named(': ', fleet.filter(isUnderWay));
    case 'aborting':
    case 'paused':
    case 'halted':
      return named('; under way: ', fleet.filter(isUnderWay));
    case 'waiting-for-window':
      return window.kind === 'closed'
        ? `: ${window.opensWords}, in ${durationWords(window.opensAt - now)}`
        : '';
    case 'waiting-for-geo-cluster':
      return named(
        ': ',
        fleet.filter(({ standing }) => standing === 'halted'),
      );
    case 'waiting-for-report':
      return silentRegions(unseenAfterSoak(rollout, openWave(rollout, fleet), now));
    case 'soaking':
      return `: another ${durationWords((soakEndsAt(rollout) ?? now) - now)}`;
    default:
      return '';
  }
};

/** What a rollout waits for at this moment, in a sentence. */
export const waitingWords = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  window: WindowNow,
  now: EpochMs,
): string => {
  const { next, reason } = decideRollout(rollout, progress, window, now);
  return `${ROLLOUT_REASON_WORDS[reason]}${detailOf(reason, next, fleetOf(next, progress), window, now)}`;
};
