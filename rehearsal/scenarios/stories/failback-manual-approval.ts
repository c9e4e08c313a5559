import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact } from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { loseFirst, repairFirst, untilReturned } from '#rehearsal/scenarios/first-fails.ts';
import { approveReturn, askToExplain } from '#rehearsal/scenarios/operator.ts';
import { roleChanges } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';

const PAIR = 'pair-a';
const HOLD_DOWN_MS = 2 * MINUTE_MS;
/** The schedule's turn at which the unit is seen to be well, the hold-down, and two turns in which nothing may happen. */
const UNTIL_READY_MS = MINUTE_MS + HOLD_DOWN_MS + 2 * MINUTE_MS;
const ASK_EVERY_MS = 5 * SECOND_MS;
const NOT_READY = 'preferred-not-ready';

const isOnSecond = (stage: Stage): boolean =>
  isServedBy(stage, PAIR, 'second') && roleChanges(stage, PAIR).length === 1;

/** Approves as soon as that is possible: an approval is for a unit that is well. Returns the status of the last answer. */
const approve = async (stage: Stage, why: string): Promise<number> => {
  const until = stage.world.scheduler.now() + 3 * MINUTE_MS;
  for (;;) {
    const { status, code } = await approveReturn(stage.find(PAIR), why);
    if (code !== NOT_READY || stage.world.scheduler.now() > until) {
      stage.note(`approving the return is answered ${status}${code === undefined ? '' : ` ${code}`}`);
      return status;
    }
    await stage.wait(ASK_EVERY_MS);
  }
};

/** An approval that the next failure makes void: it was given for a unit that was well. */
const approveTooEarly = async (stage: Stage): Promise<void> => {
  const status = await approve(stage, 'the power supply is replaced');
  await loseFirst(stage, PAIR);
  await repairFirst(stage, PAIR);
  await stage.wait(UNTIL_READY_MS);
  stage.facts.set('lapsed', status === 200 && isOnSecond(stage));
};

const decide = async (stage: Stage): Promise<void> => {
  const { failback } = await askToExplain(stage.find(PAIR));
  stage.note(`explain says: ${failback}`);
  stage.facts.set('explains', failback.includes('the return waits for an approval'));
  stage.facts.set('decided-at', stage.world.scheduler.now());
  stage.facts.set('approved', (await approve(stage, 'it has run for a day')) === 200);
};

/** What people do whose units have No Preferred Host: they set Prefer First for as long as it takes. */
const decideByHand = (stage: Stage): void => {
  stage.facts.set('decided-at', stage.world.scheduler.now());
  stage.note('an operator sets Prefer First on both units');
  setPreferFirst(stage, PAIR, true);
};

const decidedAt = (stage: Stage): number => Number(stage.facts.get('decided-at'));

const measure = (stage: Stage): Readonly<Record<string, number>> => {
  const changes = roleChanges(stage, PAIR);
  const returned = changes.find(({ to }) => to === 'first')?.at ?? Number.NaN;
  return {
    roleChanges: changes.length,
    secondsFromDecision: Math.round((returned - decidedAt(stage)) / SECOND_MS),
    failedAtReturn: failedBetween(stage.find(PAIR), decidedAt(stage)),
  };
};

const oneReturn: Expectation = {
  words: 'the roles change twice: the failover, and one return after the decision',
  held: ({ figures }) => figures.roleChanges === 2 && (figures.secondsFromDecision ?? -1) >= 0,
};

export const failbackManualApproval: Scenario = {
  name: 'failback-manual-approval',
  sentence:
    'The first unit dies and comes back; the pair stays on the second until an operator approves the return.',
  pairs: [
    {
      id: PAIR,
      region: 'eu-west-1',
      preferred: 'first',
      failback: { policy: 'manual', holdDownMs: HOLD_DOWN_MS },
    },
  ],
  safe: {
    words: 'the first unit alone gets new connections again, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'first'),
  },
  play: async (stage) => {
    await loseFirst(stage, PAIR);
    await repairFirst(stage, PAIR);
    if (stage.hasControlPlane) {
      await approveTooEarly(stage);
      await decide(stage);
    } else decideByHand(stage);
    await untilReturned(stage, PAIR, 5 * MINUTE_MS);
    if (!stage.hasControlPlane) setPreferFirst(stage, PAIR, false);
    await stage.wait(2 * MINUTE_MS);
  },
  measure,
  expected: {
    withControlPlane: [
      allSafe,
      fact('lapsed', 'an approval from before the first unit failed again does not count'),
      fact('explains', 'explain says that the return waits for an approval'),
      fact('approved', 'the approval is taken'),
      oneReturn,
      { words: 'no new connection fails at the return', held: ({ figures }) => figures.failedAtReturn === 0 },
    ],
    withoutControlPlane: [
      allSafe,
      oneReturn,
      {
        words: 'new connections fail at the return',
        held: ({ figures }) => (figures.failedAtReturn ?? 0) > 0,
      },
    ],
  },
};
