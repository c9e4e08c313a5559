import type { WindowNow } from '#domain/failback/window.ts';
import { endRollout, standingsWords } from '#domain/rollout/end-rollout.ts';
import { failuresOf, failuresWords, isTooMuch } from '#domain/rollout/failures.ts';
import { BY_ITSELF, noteEvent } from '#domain/rollout/note-event.ts';
import { plannedReason } from '#domain/rollout/readiness.ts';
import { lapsedReleases, nextReleases, openingAt } from '#domain/rollout/release.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import type { RolloutReason } from '#domain/rollout/rollout-words.ts';
import { soakEndsAt, unseenAfterSoak, unsteadyAfterSoak } from '#domain/rollout/soak.ts';
import { fleetOf, isSettled, isUnderWay, openWave, type PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

export interface RolloutDecision {
  /** The same object where nothing changes. Its version is left to whoever claims it. */
  readonly next: Rollout;
  readonly reason: RolloutReason;
  /** People should hear of it: the rollout has halted, or ended. */
  readonly tell: boolean;
}

/** What a decision rests on. */
interface Moment {
  readonly progress: readonly RegionProgress[];
  readonly window: WindowNow;
  /** GEO clusters in which a pair's lists are being set. */
  readonly occupied: ReadonlySet<string>;
  readonly now: EpochMs;
}

const decided = (next: Rollout, reason: RolloutReason): RolloutDecision => ({ next, reason, tell: false });
const told = (next: Rollout, reason: RolloutReason): RolloutDecision => ({ next, reason, tell: true });

const takeBackLapsed = (rollout: Rollout, { progress, now }: Moment): Rollout => {
  const lapsed = lapsedReleases(rollout, fleetOf(rollout, progress), now);
  if (lapsed.length === 0) return rollout;
  const released = rollout.released.filter(({ pairId }) => !lapsed.includes(pairId));
  return noteEvent({ ...rollout, released }, BY_ITSELF, `not begun in time: ${lapsed.join(', ')}`, now);
};

const waveName = ({ spec, wave }: Rollout): string => spec.waves[wave]?.name ?? `wave ${wave + 1}`;

const halt = (
  rollout: Rollout,
  reason: RolloutReason,
  failures: readonly PairNow[],
  inWave: readonly PairNow[],
  now: EpochMs,
): RolloutDecision => {
  const because = `${failures.length} of ${inWave.length} pairs of ${waveName(rollout)} failed: ${failuresWords(failures)}`;
  const halted: Rollout = { ...rollout, status: 'halted', because };
  return told(noteEvent(halted, BY_ITSELF, `halted: ${because}`, now), reason);
};

/** Pairs may be released, or there is a reason why none is. */
const release = (
  rollout: Rollout,
  fleet: readonly PairNow[],
  { window, occupied, now }: Moment,
): RolloutDecision => {
  const inWave = openWave(rollout, fleet);
  if (!inWave.some(({ standing }) => standing === 'waiting')) return decided(rollout, 'waiting-for-pairs');
  const opening = openingAt(window, now);
  if (opening === undefined) return decided(rollout, 'waiting-for-window');
  const next = nextReleases(rollout, fleet, occupied);
  if (next.length > 0) {
    const released = [...rollout.released, ...next.map((pairId) => ({ pairId, ...opening }))];
    return decided({ ...rollout, released }, 'pairs-released');
  }
  return decided(rollout, fleet.some(isUnderWay) ? 'waiting-for-pairs' : 'waiting-for-geo-cluster');
};

const withoutSoak = (rollout: Rollout): Rollout => {
  const { soakSince, ...rest } = rollout;
  return soakSince === undefined ? rollout : rest;
};

const nextWave = (rollout: Rollout, fleet: readonly PairNow[], moment: Moment): RolloutDecision => {
  const { now } = moment;
  if (rollout.wave + 1 >= rollout.spec.waves.length) {
    // A halted pair of an earlier wave may have been resumed.
    if (fleet.some(isUnderWay)) return decided(rollout, 'waiting-for-pairs');
    const because = `all pairs have ended: ${standingsWords(fleet)}`;
    return told(endRollout(rollout, 'done', because, now), 'all-pairs-ended');
  }
  const opened = { ...withoutSoak(rollout), wave: rollout.wave + 1 };
  return decideWave(noteEvent(opened, BY_ITSELF, `${waveName(opened)} begins`, now), moment);
};

/** All pairs of the open wave have ended: it soaks, is judged by how its pairs are at the end, and makes room. */
const soak = (before: Rollout, fleet: readonly PairNow[], moment: Moment): RolloutDecision => {
  const { now } = moment;
  const rollout = before.soakSince === undefined ? { ...before, soakSince: now } : before;
  const inWave = openWave(rollout, fleet);
  if (now < (soakEndsAt(rollout) ?? now) && inWave.length > 0) return decided(rollout, 'soaking');
  if (unseenAfterSoak(rollout, inWave, now).length > 0) return decided(rollout, 'waiting-for-report');
  return nextWave(rollout, fleet, moment);
};

const decideWave = (rollout: Rollout, moment: Moment): RolloutDecision => {
  const fleet = fleetOf(rollout, moment.progress);
  const inWave = openWave(rollout, fleet);
  const failures = failuresOf(rollout, inWave, moment.now);
  if (isTooMuch(rollout, failures, inWave)) {
    const isUnsteady = unsteadyAfterSoak(rollout, inWave, moment.now).some((one) => failures.includes(one));
    return halt(
      rollout,
      isUnsteady ? 'not-steady-after-soak' : 'too-many-failed',
      failures,
      inWave,
      moment.now,
    );
  }
  return inWave.every(isSettled)
    ? soak(rollout, fleet, moment)
    : release(withoutSoak(rollout), fleet, moment);
};

const decideRunning = (rollout: Rollout, moment: Moment): RolloutDecision =>
  decideWave(takeBackLapsed(rollout, moment), moment);

const decideAborting = (before: Rollout, moment: Moment): RolloutDecision => {
  const rollout = takeBackLapsed(before, moment);
  const fleet = fleetOf(rollout, moment.progress);
  if (fleet.some(isUnderWay)) return decided(rollout, 'aborting');
  const because = [rollout.because, standingsWords(fleet)].filter((words) => words !== undefined).join('; ');
  return told(endRollout(rollout, 'aborted', because, moment.now), 'aborted');
};

const NOT_OCCUPIED: ReadonlySet<string> = new Set();

/**
 * What becomes of a rollout at this moment: which pairs are released, whether its wave is over, whether it halts or ends.
 * Deciding again on the same changes nothing. Pairs are released only while it runs and the window is open; what was
 * released goes on to its end whatever becomes of the rollout.
 */
export const decideRollout = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  window: WindowNow,
  now: EpochMs,
  occupied: ReadonlySet<string> = NOT_OCCUPIED,
): RolloutDecision => {
  const moment: Moment = { progress, window, occupied, now };
  switch (rollout.status) {
    case 'planned':
      return decided(rollout, plannedReason(rollout, progress, now));
    case 'running':
      return decideRunning(rollout, moment);
    case 'paused':
      return decided(rollout, 'paused');
    case 'halted':
      return decided(rollout, 'halted');
    case 'aborting':
      return decideAborting(rollout, moment);
    case 'aborted':
    case 'done':
      return decided(rollout, 'ended');
    default:
      return rollout.status satisfies never;
  }
};
