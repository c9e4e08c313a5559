import { DateTime } from 'luxon';
import { WEEKDAYS, type WeeklyWindow } from '#domain/estate/estate.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact } from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { loseFirst, repairFirst, untilReturned } from '#rehearsal/scenarios/first-fails.ts';
import { askToExplain, declareAnew } from '#rehearsal/scenarios/operator.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';

const WINDOWED = 'windowed';
const ANY_TIME = 'any-time';
const PAIRS = [WINDOWED, ANY_TIME] as const;

const HOLD_DOWN_MS = 2 * MINUTE_MS;
/** Later than both hold-downs are over, so that the window is what is waited for. */
const WINDOW_AHEAD_MS = 11 * MINUTE_MS;
/** Half an hour off the full hours of UTC, without summer time. */
const ZONE = 'Asia/Kolkata';

/** A window of an hour in local time that opens at this moment, a whole minute. */
const windowFrom = (opensAt: EpochMs): WeeklyWindow => {
  const from = DateTime.fromMillis(opensAt, { zone: ZONE });
  const day = WEEKDAYS[from.weekday - 1];
  if (day === undefined) throw new Error(`no weekday ${from.weekday}`);
  const clock = (time: DateTime): string => time.toFormat('HH:mm');
  return { days: [day], from: clock(from), to: clock(from.plus({ hours: 1 })), timeZone: ZONE };
};

/** With the control plane the window is declared; without it, units can only be set to return by themselves. */
const prepare = async (stage: Stage): Promise<void> => {
  const now = stage.world.scheduler.now();
  const opensAt = Math.ceil((now + WINDOW_AHEAD_MS) / MINUTE_MS) * MINUTE_MS;
  stage.facts.set('opens-at', opensAt);
  if (!stage.hasControlPlane) {
    for (const pairId of PAIRS) setPreferFirst(stage, pairId, true);
    return;
  }
  const one = stage.find(WINDOWED);
  const window = windowFrom(opensAt);
  await declareAnew(one, { failback: { ...one.pair.pair.failback, windows: [window] } });
  stage.note(`${WINDOWED}: a return is welcome ${window.days} ${window.from} to ${window.to} ${ZONE}`);
};

const explain = async (stage: Stage, pairId: string, expected: RegExp): Promise<boolean> => {
  const { failback } = await askToExplain(stage.find(pairId));
  stage.note(`${pairId} explain says: ${failback}`);
  return expected.test(failback);
};

const mark = (stage: Stage, name: string): void => void stage.facts.set(name, stage.world.scheduler.now());
const marked = (stage: Stage, name: string): EpochMs => Number(stage.facts.get(name));

/** Dies, comes back, and dies again before the hold-down is over. */
const failTwice = async (stage: Stage): Promise<void> => {
  await loseFirst(stage, ...PAIRS);
  mark(stage, 'repaired');
  await repairFirst(stage, ...PAIRS);
  if (!stage.hasControlPlane) for (const pairId of PAIRS) await untilReturned(stage, pairId, 4 * MINUTE_MS);
  else await stage.wait(70 * SECOND_MS);
  mark(stage, 'failed-again');
  await loseFirst(stage, ...PAIRS);
  mark(stage, 'repaired-again');
  await repairFirst(stage, ...PAIRS);
};

const waitForReturns = async (stage: Stage): Promise<void> => {
  await stage.wait(70 * SECOND_MS);
  stage.facts.set(
    'explains-hold-down',
    await explain(stage, WINDOWED, /healthy .* of the 2 m hold-down; the window opens/),
  );
  await untilReturned(stage, ANY_TIME, 8 * MINUTE_MS);
  stage.facts.set('window-waits', isServedBy(stage, WINDOWED, 'second'));
  stage.facts.set(
    'explains-window',
    await explain(stage, WINDOWED, /longer than the hold-down; the window opens .* Asia\/Kolkata/),
  );
  await untilReturned(stage, WINDOWED, 12 * MINUTE_MS);
};

/** From when the first unit last booted, or from another moment, until it became active. */
const secondsToActive = (stage: Stage, pairId: string, from: EpochMs): number => {
  const activeSince = unitOf(stage, pairId, 'first').activeSince() ?? Number.NaN;
  return Math.round((activeSince - from) / SECOND_MS);
};

/** While the first unit was well or coming back: what the failovers cost is not the policy's business. */
const failedAtReturns = (stage: Stage, pairId: string): number => {
  const one = stage.find(pairId);
  return (
    failedBetween(one, marked(stage, 'repaired'), marked(stage, 'failed-again')) +
    failedBetween(one, marked(stage, 'repaired-again'))
  );
};

const measure = (stage: Stage): Readonly<Record<string, number>> => ({
  ...roleChangesByPair(stage),
  secondsWellBeforeReturn: secondsToActive(stage, ANY_TIME, unitOf(stage, ANY_TIME, 'first').bootedAt()),
  secondsAfterWindowOpened: secondsToActive(stage, WINDOWED, marked(stage, 'opens-at')),
  ...Object.fromEntries(PAIRS.map((pairId) => [`failedAtReturns_${pairId}`, failedAtReturns(stage, pairId)])),
});

const changesOfEach = (count: number, words: string): Expectation => ({
  words,
  held: ({ figures }) => PAIRS.every((pairId) => figures[`roleChanges_${pairId}`] === count),
});

export const failbackGatedWindow: Scenario = {
  name: 'failback-gated-window',
  sentence:
    'The first unit dies, comes back and dies again within its hold-down; then it stays well, and a window opens.',
  pairs: PAIRS.map((id) => ({
    id,
    region: 'eu-west-1',
    preferred: 'first',
    failback: { policy: 'gated', holdDownMs: HOLD_DOWN_MS },
  })),
  safe: {
    words: 'the first unit alone gets new connections again, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'first') && roleChanges(stage, pairId).length > 1,
  },
  play: async (stage) => {
    await prepare(stage);
    await failTwice(stage);
    if (stage.hasControlPlane) await waitForReturns(stage);
    else for (const pairId of PAIRS) await untilReturned(stage, pairId, 4 * MINUTE_MS);
    await stage.wait(70 * SECOND_MS);
  },
  measure,
  expected: {
    withControlPlane: [
      allSafe,
      changesOfEach(2, 'the roles of each pair change twice: the failover, and one return'),
      {
        words: 'the hold-down begins again after the second failure: the first unit is well for 2 m before',
        held: ({ figures }) => (figures.secondsWellBeforeReturn ?? 0) >= HOLD_DOWN_MS / SECOND_MS,
      },
      fact('window-waits', 'with a window, a pair whose hold-down is over waits for the window'),
      {
        words: 'and returns when the window is open, not before',
        held: ({ figures }) => (figures.secondsAfterWindowOpened ?? -1) >= 0,
      },
      {
        words: 'no new connection fails at a return',
        held: ({ figures }) => PAIRS.every((pairId) => figures[`failedAtReturns_${pairId}`] === 0),
      },
      fact('explains-hold-down', 'explain says how much of the hold-down is over'),
      fact('explains-window', 'explain says when the window opens, in its own time zone'),
    ],
    withoutControlPlane: [
      changesOfEach(4, 'the roles of each pair change four times: every return is followed by a failure'),
      {
        words: 'the return comes before the window opens',
        held: ({ figures }) => (figures.secondsAfterWindowOpened ?? 0) < 0,
      },
      {
        words: 'new connections fail at the returns',
        held: ({ figures }) => PAIRS.every((pairId) => (figures[`failedAtReturns_${pairId}`] ?? 0) > 0),
      },
    ],
  },
};
