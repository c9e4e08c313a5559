import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  isHealthy,
  isOutOfService,
  isServedByOne,
  rememberedState,
} from '#rehearsal/scenarios/conditions.ts';
import { calledTo, fact, hasDone, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { askForOperation } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { figuresOf, startStopwatch } from '#rehearsal/scenarios/stopwatch.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

const TWO_FIRSTS = 'two-firsts';
const OBSERVED = 'two-firsts-observed';
const LINK_CUT = 'link-cut';
const STAYS_CUT = 'link-stays-cut';

/** The load balancer takes both units for active, in every target group. */
const isDualActive = (stage: Stage, pairId: string): boolean =>
  UNIT_NAMES.every((unit) => isHealthy(stage, pairId, unit));

const setSecondToFirst = (stage: Stage, pairId: string): void =>
  stage.find(pairId).pair.units.second.configureHa({ mode: 'first' });

/** The second unit does not see the first any more, and takes over. */
const cutLink = (stage: Stage, pairId: string): void => {
  const { region, pair } = stage.find(pairId);
  region.securityGroups.close(pair.units.first.address, 'partner');
};

const mendLink = (stage: Stage, pairId: string): void => {
  const { region, pair } = stage.find(pairId);
  region.securityGroups.open(pair.units.first.address, 'partner');
};

/** Nobody but the first unit is sent anything, the second is registered nowhere, and an operator has to decide. */
const isKeptOut = async (stage: Stage, pairId: string): Promise<boolean> => {
  if (!isOutOfService(stage, pairId, 'second') || !isServedByOne(stage, pairId)) return false;
  const operation = (await rememberedState(stage, pairId))?.operation;
  return operation?.kind === 'halted' && operation.because === 'split-brain-fenced';
};

/** The second unit stands by again, as what it is, and the pair is known to be in order. */
const isMended = async (stage: Stage, pairId: string): Promise<boolean> => {
  const { first, second } = stage.find(pairId).pair.units;
  const rolesAreRight = first.role() === 'active' && second.role() === 'standby';
  if (!rolesAreRight || second.cloudHa().mode !== 'second' || !isServedByOne(stage, pairId)) return false;
  return (await rememberedState(stage, pairId))?.situation.kind === 'steady';
};

/** Each in turn; false as soon as one does not become as it should. */
const awaitRepairs = async (stage: Stage): Promise<boolean> => {
  const repairs = [
    ['mended', `${TWO_FIRSTS} is in order again`, () => isMended(stage, TWO_FIRSTS)],
    ['fenced', `${LINK_CUT}: the second unit is out, and stays out`, () => isKeptOut(stage, LINK_CUT)],
    [
      'fenced-again',
      `${STAYS_CUT}: was repaired, and is out now that it came back`,
      () => isKeptOut(stage, STAYS_CUT),
    ],
  ] as const;
  for (const [name, words, isSo] of repairs) {
    const became = await stage.until(words, isSo, 8 * MINUTE_MS);
    stage.facts.set(name, became);
    if (!became) return false;
  }
  return true;
};

const resume = async (stage: Stage): Promise<void> => {
  mendLink(stage, LINK_CUT);
  const answer = await askForOperation(stage.find(LINK_CUT), 'resume', 'the link is mended');
  stage.note(`the link of ${LINK_CUT} is mended; resuming the operation is answered ${answer.status}`);
  stage.facts.set(
    'resumed',
    await stage.until(`${LINK_CUT} is in order again`, () => isMended(stage, LINK_CUT), 6 * MINUTE_MS),
  );
};

/** Two units that are both active serve all the same, each on its own: that is what makes it hard to see. */
export const dualActive: Scenario = {
  name: 'dual-active',
  sentence:
    'Both units of four pairs are active: by a wrong setting, and because they do not see each other.',
  // Two in each region: three that turn bad together freeze it, and rightly.
  pairs: [
    { id: TWO_FIRSTS, region: 'eu-west-1' },
    { id: OBSERVED, region: 'us-east-1', mode: 'observe' },
    { id: LINK_CUT, region: 'us-east-1', preferred: 'none', splitBrain: 'keep-out' },
    { id: STAYS_CUT, region: 'eu-west-1', preferred: 'none' },
  ],
  safe: {
    words: 'one unit gets new connections and serves them; of the observed pair, somebody was called',
    isSo: (stage, pairId) =>
      pairId === OBSERVED
        ? stage.pages.some((page) => page.pairId === OBSERVED)
        : stage.facts.get('both-active') === true &&
          !isDualActive(stage, pairId) &&
          isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const { facts } = stage;
    startStopwatch(stage, 'secondsDualActive', isDualActive);
    await stage.cause('two second units are set to First; two pairs lose sight of each other', () => {
      for (const pairId of [TWO_FIRSTS, OBSERVED]) setSecondToFirst(stage, pairId);
      for (const pairId of [LINK_CUT, STAYS_CUT]) cutLink(stage, pairId);
    });
    const before = whatCouldBeTouched(stage, OBSERVED);
    facts.set(
      'both-active',
      await stage.until(
        'the load balancer takes both units of every pair for active',
        () => stage.pairs().every(({ pair }) => isDualActive(stage, pair.pair.id)),
        MINUTE_MS,
      ),
    );
    if (!stage.hasControlPlane) return stage.wait(10 * MINUTE_MS);
    if (await awaitRepairs(stage)) await resume(stage);
    await stage.wait(20 * SECOND_MS);
    facts.set('observed-untouched', whatCouldBeTouched(stage, OBSERVED) === before);
  },
  measure: (stage) => figuresOf(stage, 'secondsDualActive'),
  expected: {
    withControlPlane: [
      fact('both-active', 'both units of every pair are active, as the load balancer sees it'),
      fact('mended', `${TWO_FIRSTS}: the second unit is taken out, put right, rebooted and brought back`),
      hasDone('set-ha-mode', 'it gets its own HA mode back'),
      fact('fenced', `${LINK_CUT}: the second unit is taken out and stays out, because policy says so`),
      calledTo(LINK_CUT, `${LINK_CUT}: somebody is called`, ({ reason }) => reason === 'halted'),
      fact('resumed', 'it comes back when somebody has mended the link and resumes the operation'),
      fact('fenced-again', `${STAYS_CUT}: one that comes back after a repair is not repaired a second time`),
      fact('observed-untouched', `${OBSERVED}: nothing is done to either unit`),
      calledTo(OBSERVED, `${OBSERVED}: somebody is called`, ({ to }) => to === 'dual-active'),
      {
        words: 'the journal says what would have been done',
        held: ({ decisions }) =>
          decisions.some(
            ({ pairId, record }) =>
              pairId === OBSERVED && (record.would ?? []).some(({ kind }) => kind === 'set-health-port'),
          ),
      },
      {
        words: 'the last unit that serves is never taken out',
        held: ({ figures }) => figures.secondsWithoutHealthyTarget === 0,
      },
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('both-active', 'both units of every pair are active, as the load balancer sees it'),
      {
        words: 'every pair stays so',
        held: ({ figures }) => figures.pairsNotSafe === 4,
      },
    ],
  },
};
