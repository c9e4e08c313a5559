import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  instanceIdOf,
  instanceState,
  isLeaving,
  isOutOfService,
  rememberedState,
} from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { askToDrain } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const PAIR = 'pair-a';
const TERMINATE = { release: 'terminate', why: 'the pair is not needed any more' } as const;
const REFUSAL = 'refused-last-serving-unit';

const failedSoFar = (stage: Stage): number => stage.find(PAIR).traffic.tally.sum(stage.causedAt).failed;

const isGone = (stage: Stage, unit: 'first' | 'second') => () => isLeaving(instanceState(stage, PAIR, unit));

/** While it works on the one unit, a wish for the other is put off and not decided. */
const isIdle = async (stage: Stage): Promise<boolean> =>
  (await rememberedState(stage, PAIR))?.operation.kind === 'idle';

const askForBoth = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIR);
  await stage.cause('an operator asks to terminate the standby', async () => {
    stage.facts.set('standby-accepted', (await askToDrain(one, 'second', TERMINATE)).status === 202);
  });
  await stage.until('the standby is gone', isGone(stage, 'second'), 5 * MINUTE_MS);
  await stage.until('the standby is deregistered', () => isOutOfService(stage, PAIR, 'second'), MINUTE_MS);
  await stage.until('the drain of the standby is over', () => isIdle(stage), MINUTE_MS);
  const refusal = await askToDrain(one, 'first', TERMINATE);
  stage.note(`asking for the last serving unit is answered ${refusal.status} ${refusal.code}`);
  stage.facts.set('refused', refusal.status === 409 && refusal.code === REFUSAL);
  await stage.wait(30 * SECOND_MS);
  stage.facts.set('kept', !isGone(stage, 'first')() && failedSoFar(stage) === 0);
};

const force = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIR);
  const dryRun = await askToDrain(one, 'first', { ...TERMINATE, dryRun: true });
  const confirm = dryRun.forced?.confirm;
  stage.note(`a dry run gives the token ${confirm}`);
  const wrong = await askToDrain(one, 'first', { ...TERMINATE, confirm: `${confirm}0` });
  stage.facts.set('wrong-token-refused', wrong.status === 409);
  const forced = await askToDrain(one, 'first', {
    ...TERMINATE,
    ...(confirm === undefined ? {} : { confirm }),
  });
  stage.note(`asking with the token is answered ${forced.status}`);
  await stage.until('the last unit is gone', isGone(stage, 'first'), 5 * MINUTE_MS);
  stage.facts.set('forced', forced.status === 202 && isGone(stage, 'first')());
};

/** A person who terminates by instance id does not see which of them is the last. */
const terminateByHand = async (stage: Stage): Promise<void> => {
  const { ec2 } = stage.find(PAIR).region.cloud;
  await stage.cause('an operator terminates the one unit, and soon the other', async () => {
    for (const unit of ['second', 'first'] as const) {
      const instanceId = instanceIdOf(stage, PAIR, unit);
      ec2.setDisableApiTermination(instanceId, false);
      ec2.terminate([instanceId]);
      await stage.wait(30 * SECOND_MS);
    }
  });
  await stage.wait(30 * SECOND_MS);
};

export const bothUnitsTerminated: Scenario = {
  name: 'both-units-terminated',
  sentence: 'An operator terminates the standby and then wants the active unit gone as well.',
  pairs: [{ id: PAIR, region: 'eu-west-1', deregistrationDelaySeconds: 30 }],
  safe: {
    words: 'the standby is in no target group any more, and the active unit runs',
    isSo: (stage) => isOutOfService(stage, PAIR, 'second') && !isGone(stage, 'first')(),
  },
  play: async (stage) => {
    if (!stage.hasControlPlane) return terminateByHand(stage);
    await askForBoth(stage);
    await force(stage);
  },
  expected: {
    withControlPlane: [
      fact('standby-accepted', 'the standby may go'),
      allSafe,
      fact('refused', `the last serving unit may not: ${REFUSAL}`),
      fact('kept', 'it goes on serving, and no connection has failed'),
      fact('wrong-token-refused', 'another token does not help'),
      fact('forced', 'with the confirm token of a fresh dry run it goes'),
    ],
    withoutControlPlane: [someFailedConnections],
  },
};
