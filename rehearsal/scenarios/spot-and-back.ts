import { MINUTE_MS } from '#domain/time.ts';
import { instanceIdOf, instanceState, isServedBy } from '#rehearsal/scenarios/conditions.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isBack } from '#rehearsal/scenarios/unit-conditions.ts';

const NOTICE_AND_END_MS = 5 * MINUTE_MS;

/** For how long AWS has no capacity. */
const AWAY_FOR_MS = 2 * MINUTE_MS;

/**
 * The first unit, which is active and of a persistent spot request, is warned, stopped when its time is over, and started
 * again when there is capacity. Notes as `safe-in-time_<pair>` whether the partner served alone before it went.
 */
export const interruptAndReturn = async (stage: Stage, pairId: string): Promise<void> => {
  const { cloud } = stage.find(pairId).region;
  const instanceId = instanceIdOf(stage, pairId, 'first');
  stage.note(`${pairId}: first, the active unit, gets its spot interruption warning`);
  cloud.ec2.interruptSpot(instanceId, 'stop');
  const isStopping = () => instanceState(stage, pairId, 'first') !== 'running';
  await stage.until(`${pairId}: the instance is taken away`, isStopping, NOTICE_AND_END_MS);
  stage.facts.set(`safe-in-time_${pairId}`, isServedBy(stage, pairId, 'second'));
  await stage.until(
    `${pairId}: it is stopped`,
    () => instanceState(stage, pairId, 'first') === 'stopped',
    NOTICE_AND_END_MS,
  );
  await stage.wait(AWAY_FOR_MS);
  stage.note(`${pairId}: there is capacity again, and the instance starts`);
  cloud.ec2.start([instanceId]);
  await stage.until(`${pairId}: first is back`, () => isBack(stage, pairId, 'first'), NOTICE_AND_END_MS);
};
