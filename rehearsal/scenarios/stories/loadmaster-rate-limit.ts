import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { UNIT_CALLS_PER_WINDOW, UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';
import { type AccessLogEntry, peakOf } from '#rehearsal/load-master/wire/access-log.ts';
import { isServedBy, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, decided, neverIn, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { askToSwitchOver } from '#rehearsal/scenarios/operator.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { figuresOf } from '#rehearsal/scenarios/stopwatch.ts';
import { isStandby } from '#rehearsal/scenarios/unit-conditions.ts';

/** Two pairs return by policy, two are switched over by an operator; half of the units reset connections, half hang. */
const PAIRS = ['resets-return', 'hangs-return', 'resets-switch', 'hangs-switch'] as const;
const SWITCHED = PAIRS.filter((id) => id.endsWith('-switch'));

/** Where all of them go; the second unit is active when it begins. */
const GOAL = (id: string): UnitName => (id.endsWith('-switch') ? 'second' : 'first');

/** The others come in bursts that use up all that a unit takes: it is deaf for three of every eight seconds. */
const OTHERS_EVERY_MS: DurationMs = 8 * SECOND_MS;

/** Our own promise, see `rate-limit.ts`: five of the thirty are left to others. */
const MOST_OF_OURS = 25;

/** Calls of others only use up the rate: they are counted by the units and need no wire. Ends with the returned call. */
const letOthersCall = (stage: Stage): (() => void) => {
  let stopped = false;
  const burst = (): void => {
    if (stopped) return;
    for (const { pair } of stage.pairs())
      for (const unit of UNIT_NAMES)
        for (let call = 0; call < UNIT_CALLS_PER_WINDOW; call += 1) pair.wired[unit].management.admit();
    stage.world.scheduler.after(OTHERS_EVERY_MS, burst);
  };
  burst();
  return () => {
    stopped = true;
  };
};

/** What reached the units over the wire is ours alone. */
const ourCalls = (stage: Stage): readonly (readonly AccessLogEntry[])[] =>
  stage
    .pairs()
    .flatMap(({ pair }) => UNIT_NAMES.map((unit) => pair.wired[unit].accessLog.entries(stage.causedAt)));

const isDone = (stage: Stage, pairId: string): boolean =>
  isServedBy(stage, pairId, GOAL(pairId)) && isStandby(stage, pairId, otherUnit(GOAL(pairId)));

/** How long a person waits before looking whether what was asked for is being done. */
const PATIENCE_MS: DurationMs = 20 * SECOND_MS;

/**
 * What is accepted is decided again by who acts, on a look of its own. Where a unit does not answer that one the request
 * is turned down after all: the journal says so, and a person asks again.
 */
const askUntilBegun = async (stage: Stage, pairId: string): Promise<void> => {
  let asked = 0;
  const isBegun = async (): Promise<boolean> => {
    const state = await rememberedState(stage, pairId);
    if (state?.operation.kind === 'switching' || isDone(stage, pairId)) return true;
    asked += 1;
    const { status } = await askToSwitchOver(stage.find(pairId), {
      to: GOAL(pairId),
      why: 'patch the second',
    });
    stage.note(`${pairId}: a switchover is asked for, and answered ${status}`);
    await stage.wait(PATIENCE_MS);
    return false;
  };
  await stage.until(`the switchover of ${pairId} has begun`, isBegun, 8 * MINUTE_MS);
  stage.facts.set(`timesAsked_${pairId}`, asked);
};

const HABIT = { resets: 'reset', hangs: 'hang' } as const;

/** A unit drops the connections of everybody who calls while it is called too often, and does not say whose fault it is. */
export const loadmasterRateLimit: Scenario = {
  name: 'loadmaster-rate-limit',
  sentence: 'Others call the units so often that they drop connections, while four pairs change their roles.',
  // A unit that hangs is waited for in real time, which at the usual speed is twice what it is on AWS.
  speed: 10,
  pairs: PAIRS.map((id, index) => ({
    id,
    region: index % 2 === 0 ? 'eu-west-1' : 'us-east-1',
    behaviour: { rateLimitAction: id.startsWith('resets') ? HABIT.resets : HABIT.hangs },
    activeAtStart: otherUnit(GOAL(id)),
    ...(id.endsWith('-switch')
      ? { preferred: 'none' }
      : { failback: { policy: 'gated', holdDownMs: 30 * SECOND_MS } }),
  })),
  safe: {
    words: 'the unit that was to be active alone gets new connections, and the other stands by',
    isSo: isDone,
  },
  play: async (stage) => {
    let end: () => void = () => undefined;
    await stage.cause('others begin to call every unit far too often', () => {
      end = letOthersCall(stage);
    });
    if (stage.hasControlPlane) await Promise.all(SWITCHED.map((id) => askUntilBegun(stage, id)));
    await stage.until(
      'every change of roles is done',
      () => PAIRS.every((id) => isDone(stage, id)),
      10 * MINUTE_MS,
    );
    end();
    await stage.wait(20 * SECOND_MS);
  },
  measure: (stage) => ({
    ourPeakCallsIn3s: Math.max(...ourCalls(stage).map((calls) => peakOf(calls, UNIT_WINDOW_MS))),
    ourCalls: ourCalls(stage).flat().length,
    droppedConnections: ourCalls(stage)
      .flat()
      .filter(({ status }) => status === 'dropped').length,
    ...figuresOf(stage, 'timesAsked'),
    ...roleChangesByPair(stage),
  }),
  expected: {
    withControlPlane: [
      allSafe,
      {
        words: 'the units did drop connections of ours',
        held: ({ figures }) => (figures.droppedConnections ?? 0) > 0,
      },
      {
        words: `no unit gets more than ${MOST_OF_OURS} calls from us in three seconds, by its own count`,
        held: ({ figures }) => (figures.ourPeakCallsIn3s ?? 0) <= MOST_OF_OURS,
      },
      {
        words: 'every pair changes its roles once, and not back and forth',
        held: ({ figures }) => PAIRS.every((id) => figures[`roleChanges_${id}`] === 1),
      },
      {
        words: 'nothing is halted',
        held: (played) => decided(played, ({ reason }) => reason === 'halted').length === 0,
      },
      neverIn(['no-active', 'dual-active'], 'no pair is ever without, or with two, active units'),
      noFailedConnections,
    ],
    withoutControlPlane: [
      { words: 'nobody changes the roles', held: ({ figures }) => figures.pairsNotSafe === PAIRS.length },
      noFailedConnections,
    ],
  },
};
