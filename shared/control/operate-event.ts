import type { Hands } from '#control/carry-out.ts';
import type { Asking, CommonInput } from '#control/concerns/pair-question.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Observers } from '#control/observe.ts';
import { type ReconcileSummary, reconcilePair } from '#control/reconcile-pair.ts';
import type { DurationMs } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';

/** How a function that acts works in one region. */
export interface OperatePlan {
  readonly region: string;
  /** For how long an invocation woken by an event keeps looking: longer than a spot notice. */
  readonly lookForMs: DurationMs;
  /** The same for an invocation woken by the schedule, which wakes the next a minute later. */
  readonly continueForMs: DurationMs;
}

const done = ({ pairId, reason, lastReason, looks }: ReconcileSummary): EventEnd => ({
  end: 'done',
  what: `${pairId}: ${reason}${lastReason === reason ? '' : `, at last ${lastReason}`} (looks: ${looks})`,
});

/** Works on the pair that an instance belongs to. A foreign instance ends before any AWS call. */
export const operateByInstance = async <Input>(
  hands: Hands,
  observers: Observers,
  plan: OperatePlan,
  instanceId: string,
  asking: Asking<Input>,
  input: Input,
): Promise<EventEnd> => {
  const pair = await hands.store.findPairByInstance(instanceId);
  if (pair === undefined) return skipped('foreign-instance');
  if (pair.region !== plan.region) return skipped('other-region');
  return done(await reconcilePair(hands, observers, pair, asking, input, plan.lookForMs));
};

/** Works on a pair of the region by its id. */
export const operateNamed = async <Input>(
  hands: Hands,
  observers: Observers,
  plan: OperatePlan,
  pairId: string,
  asking: Asking<Input>,
  input: Input,
  lookForMs: DurationMs = plan.lookForMs,
): Promise<EventEnd> => {
  const record = await hands.store.readPair(plan.region, pairId);
  if (record === undefined) return skipped('unknown-pair');
  return done(await reconcilePair(hands, observers, record.pair, asking, input, lookForMs));
};

/** What reaches every function that acts: the schedule's word that there is something to do, and operators' commands. */
export const operateOn = (
  hands: Hands,
  observers: Observers,
  plan: OperatePlan,
  asking: Asking<CommonInput>,
  trigger: Extract<Trigger, { readonly kind: 'continue' | 'operator-command' }>,
): Promise<EventEnd> => {
  const { pairId } = trigger;
  if (trigger.kind === 'operator-command') {
    const input = { kind: trigger.command, why: trigger.why };
    return operateNamed(hands, observers, plan, pairId, asking, input);
  }
  const look = { kind: 'look' } as const;
  if (trigger.concern !== asking(look).concern) return Promise.resolve(skipped('not-for-this-function'));
  return operateNamed(hands, observers, plan, pairId, asking, look, plan.continueForMs);
};
