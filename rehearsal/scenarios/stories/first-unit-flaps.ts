import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy, isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact } from '#rehearsal/scenarios/expectations.ts';
import { loseFirst, repairFirst, untilReturned } from '#rehearsal/scenarios/first-fails.ts';
import { acknowledgeFlapping, askToExplain } from '#rehearsal/scenarios/operator.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { bothPrefer, isStandby } from '#rehearsal/scenarios/unit-conditions.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';

const PAIRS = ['native', 'gated'] as const;
const FLAP_LIMIT = 2;
const FLAPS = 4;
const HOLD_DOWN_MS = 30 * SECOND_MS;
/** Two turns of the schedule with the hold-down between them, and the switchover. */
const RETURN_WITHIN_MS = 200 * SECOND_MS;
/** A native pair that stands by for long is only asked how its units are set in every fifth minute. */
const RETURN_AT_LAST_WITHIN_MS = 9 * MINUTE_MS;
/** The failovers, and as many returns as are not too many. */
const MOST_CHANGES = 2 * FLAP_LIMIT + 1;

/** Dies and comes back; given time, it gets its role back, and the second unit stands by as if nothing had been. */
const flap = async (stage: Stage, pairId: string): Promise<void> => {
  await loseFirst(stage, pairId);
  await repairFirst(stage, pairId);
  if (!(await untilReturned(stage, pairId, RETURN_WITHIN_MS))) return;
  await stage.until(
    `${pairId}: the second unit stands by`,
    () => isStandby(stage, pairId, 'second'),
    MINUTE_MS,
  );
  await stage.wait(20 * SECOND_MS);
};

/** What the control plane does at the limit; without it nothing changes. */
const untilStopped = (stage: Stage, pairId: string): Promise<unknown> =>
  stage.until(
    `${pairId}: both units have No Preferred Host`,
    () => bothPrefer(stage, pairId, false),
    2 * MINUTE_MS,
  );

const flapOnAndOn = async (stage: Stage, pairId: string): Promise<void> => {
  for (let done = 0; done < FLAPS; done++) {
    if (done === FLAP_LIMIT && stage.hasControlPlane) await untilStopped(stage, pairId);
    await flap(stage, pairId);
  }
};

const acknowledge = async (stage: Stage, pairId: string): Promise<void> => {
  const one = stage.find(pairId);
  const { failback } = await askToExplain(one);
  stage.note(`${pairId} explain says: ${failback}`);
  const { status } = await acknowledgeFlapping(one, 'the power supply is replaced');
  stage.note(`${pairId}: acknowledging is answered ${status}`);
  await untilReturned(stage, pairId, RETURN_AT_LAST_WITHIN_MS);
};

const isCalledFor = ({ pages }: Stage, pairId: string): boolean =>
  pages.some((page) => page.pairId === pairId && page.reason === 'flap-stop');

const noteStop = (stage: Stage): void => {
  for (const pairId of PAIRS) stage.facts.set(`changes-${pairId}`, roleChanges(stage, pairId).length);
  stage.facts.set(
    'stopped',
    PAIRS.every((pairId) => isServedBy(stage, pairId, 'second') && bothPrefer(stage, pairId, false)),
  );
  stage.facts.set(
    'called',
    PAIRS.every((pairId) => isCalledFor(stage, pairId)),
  );
};

const changesBeforeAcknowledgement = (stage: Stage): Readonly<Record<string, number>> =>
  Object.fromEntries(
    PAIRS.map((pairId) => [
      `changesUntilStop_${pairId}`,
      Number(stage.facts.get(`changes-${pairId}`) ?? Number.NaN),
    ]),
  );

const ofEach = (words: string, name: string, is: (figure: number) => boolean): Expectation => ({
  words,
  held: ({ figures }) => PAIRS.every((pairId) => is(figures[`${name}_${pairId}`] ?? Number.NaN)),
});

export const firstUnitFlaps: Scenario = {
  name: 'first-unit-flaps',
  sentence: 'The first units of two pairs die and come back again and again.',
  pairs: PAIRS.map((id) => ({
    id,
    region: 'eu-west-1',
    preferred: 'first',
    healthCheckSeconds: 5,
    failback: { policy: id, holdDownMs: HOLD_DOWN_MS, flapLimit: FLAP_LIMIT },
  })),
  safe: {
    words: 'new connections go to one unit, and it serves them',
    isSo: isServedByOne,
  },
  play: async (stage) => {
    // Without the control plane there is no other way back than the units' own.
    if (!stage.hasControlPlane) for (const pairId of PAIRS) setPreferFirst(stage, pairId, true);
    await Promise.all(PAIRS.map((pairId) => flapOnAndOn(stage, pairId)));
    noteStop(stage);
    if (!stage.hasControlPlane) return;
    await Promise.all(PAIRS.map((pairId) => acknowledge(stage, pairId)));
    await stage.wait(MINUTE_MS);
    stage.facts.set('prefers-again', bothPrefer(stage, 'native', true) && bothPrefer(stage, 'gated', false));
  },
  measure: (stage) => ({ ...roleChangesByPair(stage), ...changesBeforeAcknowledgement(stage) }),
  expected: {
    withControlPlane: [
      allSafe,
      ofEach(
        `after ${FLAP_LIMIT} returns the roles change no more than ${MOST_CHANGES} times, however often the unit flaps`,
        'changesUntilStop',
        (count) => count === MOST_CHANGES,
      ),
      fact('stopped', 'both pairs stay on their second unit, with No Preferred Host on both units'),
      fact('called', 'somebody is called about either pair: flap-stop'),
      ofEach(
        'after the acknowledgement each pair returns, once',
        'roleChanges',
        (count) => count === MOST_CHANGES + 1,
      ),
      fact('prefers-again', 'and its units have their declared preferred host again'),
    ],
    withoutControlPlane: [
      allSafe,
      ofEach('the roles change twice with every flap', 'roleChanges', (count) => count === 2 * FLAPS),
    ],
  },
};
