import type { WindowNow } from '#domain/failback/window.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { rolloutPlanText } from '#domain/rollout/rollout-plan-text.ts';
import { rolloutProgressText } from '#domain/rollout/rollout-progress-text.ts';
import { reportOf } from '#domain/rollout/rollout-report.ts';
import { rolloutReportText } from '#domain/rollout/rollout-report-text.ts';
import type { EpochMs } from '#domain/time.ts';

/** A rollout as it is read in a terminal: its plan before it starts, how far it is, and in the end its report. */
export const rolloutText = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  window: WindowNow,
  now: EpochMs,
): string => {
  switch (rollout.status) {
    case 'planned':
      return rolloutPlanText(rollout, progress, now);
    case 'aborted':
    case 'done':
      return rolloutReportText(reportOf(rollout, progress, now));
    case 'running':
    case 'paused':
    case 'halted':
    case 'aborting':
      return rolloutProgressText(rollout, progress, window, now);
    default:
      return rollout.status satisfies never;
  }
};
