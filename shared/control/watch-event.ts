import type { Hands } from '#control/carry-out.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import { noteMalformed, pairsOf } from '#control/malformed-event.ts';
import type { Observers } from '#control/observe.ts';
import { sweepRegion, type WatchPlan, type WatchSummary, watchNamed } from '#control/watch-region.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Trigger } from '#domain/trigger.ts';

const done = (summary: WatchSummary): EventEnd => ({
  end: 'done',
  what: `looked ${summary.looked}, wrote ${summary.written}, moving ${summary.moving}`,
});

/** The pairs registered in any of the target groups, each given as an ARN or as its tail `targetgroup/name/id`. */
const pairsIn = async (
  hands: Hands,
  region: string,
  targetGroups: readonly string[],
): Promise<readonly Pair[]> => {
  const { pairs } = await hands.store.readRegion(region);
  const named = (arn: string): boolean =>
    targetGroups.some((group) => arn === group || arn.endsWith(`:${group}`));
  return pairs.map(({ pair }) => pair).filter((pair) => pair.targetGroups.some(named));
};

const watchFound = async (
  hands: Hands,
  observers: Observers,
  plan: WatchPlan,
  pairs: readonly Pair[],
): Promise<EventEnd> =>
  pairs.length === 0 ? skipped('foreign-instance') : done(await watchNamed(hands, observers, plan, pairs));

/** What `watch` does about one trigger. Foreign instances end before any AWS call. */
export const watchEvent = async (
  hands: Hands,
  observers: Observers,
  plan: WatchPlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  const { region } = plan;
  switch (trigger.kind) {
    case 'sweep':
      return done(await sweepRegion(hands, observers, plan));
    case 'instance-state':
      return watchFound(hands, observers, plan, await pairsOf(hands, region, [trigger.instanceId]));
    case 'target-group-alarm':
      return watchFound(hands, observers, plan, await pairsIn(hands, region, trigger.targetGroups));
    case 'out-of-band-change': {
      const byInstance = await pairsOf(hands, region, trigger.instanceIds);
      const arn = trigger.targetGroupArn;
      const byGroup = byInstance.length > 0 || arn === undefined ? [] : await pairsIn(hands, region, [arn]);
      return watchFound(hands, observers, plan, [...byInstance, ...byGroup]);
    }
    case 'drain':
    case 'drain-cancelled':
    case 'operator-command':
    case 'switchover':
    case 'firmware-order':
    case 'geo-order':
    case 'geo-changed':
    case 'audit-request':
    case 'rollouts':
    case 'continue':
      return skipped('not-for-this-function');
    case 'ignored':
      return skipped('ignored');
    case 'malformed':
      return noteMalformed(hands, region, trigger.reason, trigger.instanceIds);
    default:
      return trigger satisfies never;
  }
};
