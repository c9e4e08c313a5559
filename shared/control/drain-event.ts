import type { Hands } from '#control/carry-out.ts';
import { type DrainSummary, drainPair } from '#control/drain-pair.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import { noteMalformed } from '#control/malformed-event.ts';
import type { Observers } from '#control/observe.ts';
import type { DrainInput } from '#domain/drain/decide-drain.ts';
import type { DurationMs } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';

/** How draining is done in one region. */
export interface DrainPlan {
  readonly region: string;
  /** For how long an invocation woken by an event keeps looking: longer than a spot notice. */
  readonly lookForMs: DurationMs;
  /** The same for an invocation woken by the schedule, which wakes the next a minute later. */
  readonly continueForMs: DurationMs;
}

const done = ({ pairId, reason, lastReason, looks }: DrainSummary): EventEnd => ({
  end: 'done',
  what: `${pairId}: ${reason}${lastReason === reason ? '' : `, at last ${lastReason}`} (looks: ${looks})`,
});

const drainByInstance = async (
  hands: Hands,
  observers: Observers,
  plan: DrainPlan,
  instanceId: string,
  input: DrainInput,
): Promise<EventEnd> => {
  const pair = await hands.store.findPairByInstance(instanceId);
  if (pair === undefined) return skipped('foreign-instance');
  if (pair.region !== plan.region) return skipped('other-region');
  return done(await drainPair(hands, observers, pair, input, plan.lookForMs));
};

const drainNamed = async (
  hands: Hands,
  observers: Observers,
  plan: DrainPlan,
  pairId: string,
  input: DrainInput,
  lookForMs: DurationMs,
): Promise<EventEnd> => {
  const record = await hands.store.readPair(plan.region, pairId);
  if (record === undefined) return skipped('unknown-pair');
  return done(await drainPair(hands, observers, record.pair, input, lookForMs));
};

/** What `drain` does about one trigger. Foreign instances end before any AWS call. */
export const drainEvent = async (
  hands: Hands,
  observers: Observers,
  plan: DrainPlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'drain': {
      const { intent } = trigger;
      return drainByInstance(hands, observers, plan, intent.instanceId, { kind: 'intent', intent });
    }
    case 'drain-cancelled': {
      const { kind: _, instanceId, ...cancel } = trigger;
      return drainByInstance(hands, observers, plan, instanceId, { kind: 'cancel', ...cancel });
    }
    case 'continue':
      return drainNamed(hands, observers, plan, trigger.pairId, { kind: 'look' }, plan.continueForMs);
    case 'operator-command': {
      const { pairId, command, why } = trigger;
      return drainNamed(hands, observers, plan, pairId, { kind: command, why }, plan.lookForMs);
    }
    case 'sweep':
    case 'instance-state':
    case 'target-group-alarm':
    case 'out-of-band-change':
      return skipped('not-for-this-function');
    case 'ignored':
      return skipped('ignored');
    case 'malformed':
      return noteMalformed(hands, plan.region, trigger.reason, trigger.instanceIds);
    default:
      return trigger satisfies never;
  }
};
