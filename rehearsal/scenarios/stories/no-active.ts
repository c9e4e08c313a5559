import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isHealthy, isServedByOne, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, calledTo, fact, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { failedByPair } from '#rehearsal/scenarios/leaving-pairs.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { figuresOf, inSeconds } from '#rehearsal/scenarios/stopwatch.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

const HANG = 'both-hang';
const REBOOT = 'both-reboot';
const BLOCKED = 'checks-blocked';
const PAIRS = [HANG, REBOOT, BLOCKED] as const;

const TROUBLE_MS = 5 * MINUTE_MS;

const isUnseen = (stage: Stage, pairId: string): boolean =>
  UNIT_NAMES.every((unit) => !isHealthy(stage, pairId, unit));

/** New connections of every listener go to both units, whatever their health: the load balancer fails open. */
const isSentToBoth = (stage: Stage, pairId: string): boolean => {
  const { region, pair } = stage.find(pairId);
  return pair.pair.targetGroups.every((arn) => region.cloud.elb.routableTargets(arn).length === 2);
};

const isEveryPair = (stage: Stage, isSo: (stage: Stage, pairId: string) => boolean): boolean =>
  PAIRS.every((pairId) => isSo(stage, pairId));

/** Nobody's health checks reach the units any more: a security group was "tidied up". */
const letChecksIn = (stage: Stage, letIn: boolean): void => {
  const { region, pair } = stage.find(BLOCKED);
  for (const { address } of Object.values(pair.units)) {
    if (letIn) region.securityGroups.open(address, 'load-balancer');
    else region.securityGroups.close(address, 'load-balancer');
  }
};

const begin = (stage: Stage): void => {
  for (const unit of UNIT_NAMES) {
    stage.find(HANG).pair.units[unit].hang();
    stage.find(REBOOT).pair.units[unit].reboot();
  }
  letChecksIn(stage, false);
};

const end = (stage: Stage): void => {
  for (const unit of UNIT_NAMES) stage.find(HANG).pair.units[unit].resume();
  letChecksIn(stage, true);
  stage.note(`${HANG} goes on, and the checks of ${BLOCKED} are let in again`);
};

/** The settings that the units had before, whatever became of them since. */
const settingsOf = (stage: Stage): string =>
  JSON.stringify(
    PAIRS.map((pairId) => Object.values(stage.find(pairId).pair.units).map((unit) => unit.cloudHa())),
  );

const noteAlarms = (stage: Stage): void => {
  const { causedAt = 0, pages, facts } = stage;
  for (const pairId of PAIRS) {
    const page = pages.find((each) => each.pairId === pairId && each.to === 'no-active');
    if (page !== undefined) facts.set(`secondsToAlarm_${pairId}`, inSeconds(page.at - causedAt));
  }
};

const areAllSteady = async (stage: Stage): Promise<boolean> => {
  const states = await Promise.all(PAIRS.map((pairId) => rememberedState(stage, pairId)));
  return states.every((state) => state?.situation.kind === 'steady');
};

const firstCheckOf = (pairId: string, words: string, pattern: RegExp): Expectation =>
  calledTo(pairId, words, ({ to, checks }) => to === 'no-active' && pattern.test(checks[0] ?? ''));

/** Nothing can be handed over where nobody serves: people have to know at once, and what to look at. */
export const noActive: Scenario = {
  name: 'no-active',
  sentence: 'No unit of three pairs answers 200: both hang, both reboot, or the checks do not get through.',
  pairs: [
    { id: HANG, region: 'eu-west-1' },
    // A reboot "may take a few minutes".
    { id: REBOOT, region: 'us-east-1', behaviour: { rebootSeconds: 180 } },
    { id: BLOCKED, region: 'us-east-1' },
  ],
  safe: {
    words: 'new connections go to one unit, and it serves them',
    isSo: (stage, pairId) => stage.facts.get('none-active') === true && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const { facts } = stage;
    const settingsBefore = settingsOf(stage);
    const untouchedBefore = [HANG, BLOCKED].map((pairId) => whatCouldBeTouched(stage, pairId));
    await stage.cause(`both units of ${HANG} hang, both of ${REBOOT} reboot, ${BLOCKED} is cut off`, () =>
      begin(stage),
    );
    const began = stage.world.scheduler.now();
    facts.set(
      'none-active',
      await stage.until('no unit is healthy any more', () => isEveryPair(stage, isUnseen), MINUTE_MS),
    );
    facts.set(
      'fails-open',
      await stage.until('the load balancers fail open', () => isEveryPair(stage, isSentToBoth), MINUTE_MS),
    );
    await stage.wait(TROUBLE_MS - (stage.world.scheduler.now() - began));
    end(stage);
    noteAlarms(stage);
    await stage.until('one unit of each serves', () => isEveryPair(stage, isServedByOne), 4 * MINUTE_MS);
    if (stage.hasControlPlane)
      facts.set(
        'recovered',
        await stage.until('every pair is known to be steady', () => areAllSteady(stage), 3 * MINUTE_MS),
      );
    await stage.wait(10 * SECOND_MS);
    const untouchedAfter = [HANG, BLOCKED].map((pairId) => whatCouldBeTouched(stage, pairId));
    facts.set(
      'untouched',
      settingsOf(stage) === settingsBefore && untouchedAfter.join() === untouchedBefore.join(),
    );
  },
  measure: (stage) => ({ ...figuresOf(stage, 'secondsToAlarm'), ...failedByPair(stage) }),
  expected: {
    withControlPlane: [
      fact('fails-open', 'the load balancers send new connections to both units'),
      firstCheckOf(
        HANG,
        `${HANG}: somebody is called, and told first that the LoadMasters do not answer`,
        /^the LoadMaster of first was not read/,
      ),
      firstCheckOf(
        REBOOT,
        `${REBOOT}: somebody is called, and told the same`,
        /^the LoadMaster of first was not read/,
      ),
      firstCheckOf(
        BLOCKED,
        `${BLOCKED}: somebody is called, and told to look between load balancer and units`,
        /^check that the load balancer reaches the health check port/,
      ),
      nothingIsDone,
      fact('untouched', 'no setting, instance or registration of any unit has changed'),
      allSafe,
      fact('recovered', 'every pair is known to be steady again afterwards'),
    ],
    withoutControlPlane: [
      fact('fails-open', 'the load balancers send new connections to both units'),
      { words: 'nobody is told what to look at', held: ({ pages }) => pages.length === 0 },
      allSafe,
    ],
  },
};
