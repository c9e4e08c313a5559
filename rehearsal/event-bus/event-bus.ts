import { randomUUID } from 'node:crypto';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What the bus does to the next deliveries; none of it is forbidden to EventBridge, which delivers at least once. */
export interface DeliveryFaults {
  /** Shares of deliveries, 0 to 1. */
  drop: number;
  duplicate: number;
  /** Every delivery comes this much later. */
  delayMs: DurationMs;
}

export interface BusDelivery {
  readonly functionName: string;
  readonly event: unknown;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Absent when the function succeeded. */
  readonly error?: unknown;
}

export interface RegionEventBus {
  readonly faults: DeliveryFaults;
  /** Sends an event to every function with a rule that matches it. */
  put(bus: 'default' | 'own', event: unknown): void;
  /** Told of every event that is put, whether or not a function is woken by it. */
  onEvent(listener: (bus: 'default' | 'own', event: unknown) => void): void;
  /** Starts the schedules. */
  start(): void;
  /** No further delivery begins; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface RegionEventBusOptions {
  readonly region: string;
  readonly accountId: string;
  readonly rules: readonly Rule[];
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** Runs a function with an event; rejects when the function fails. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** Told of every delivery when it has ended. */
  readonly onDelivered: (delivery: BusDelivery) => void;
}

/** Lambda repeats a failed asynchronous invocation after one minute and again after two. @see AWS Lambda Developer Guide, Error handling for asynchronous invocation */
const RETRY_AFTER_MS: readonly DurationMs[] = [MINUTE_MS, 2 * MINUTE_MS];

const scheduledEvent = ({ region, accountId }: RegionEventBusOptions, functionName: string, now: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: accountId,
  time: `${new Date(now).toISOString().slice(0, 19)}Z`,
  region,
  resources: [`arn:aws:events:${region}:${accountId}:rule/understudy-${functionName}`],
  detail: {},
});

/** EventBridge of one region with the rules of the project: default bus, own bus and schedules. */
export const makeRegionEventBus = (options: RegionEventBusOptions): RegionEventBus => {
  const { rules, scheduler, random, invoke, onDelivered } = options;
  const faults: DeliveryFaults = { drop: 0, duplicate: 0, delayMs: 0 };
  const underWay = new Set<Promise<void>>();
  const cancels = new Set<() => void>();
  const listeners = new Set<(bus: 'default' | 'own', event: unknown) => void>();
  let stopped = false;

  const later = (delayMs: DurationMs, task: () => void): void => {
    const cancel = scheduler.after(delayMs, () => {
      cancels.delete(cancel);
      task();
    });
    cancels.add(cancel);
  };
  const deliver = async (rule: Rule, event: unknown, attempt: number): Promise<void> => {
    const { functionName } = rule;
    try {
      await invoke(functionName, event);
      onDelivered({ functionName, event, attempt });
    } catch (error) {
      onDelivered({ functionName, event, attempt, error });
      const retryAfterMs = RETRY_AFTER_MS[attempt - 1];
      if (retryAfterMs !== undefined && attempt <= rule.retries && !stopped)
        later(retryAfterMs, () => begin(rule, event, attempt + 1));
    }
  };
  const begin = (rule: Rule, event: unknown, attempt = 1): void => {
    if (stopped) return;
    const delivery = deliver(rule, event, attempt).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  const send = (rule: Rule, event: unknown): void => {
    if (random() < faults.drop) return;
    const copies = random() < faults.duplicate ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) later(faults.delayMs, () => begin(rule, event));
  };
  const turn = (rule: Rule & { readonly everyMs: DurationMs }): void => {
    send(rule, scheduledEvent(options, rule.functionName, scheduler.now()));
    later(rule.everyMs, () => turn(rule));
  };

  return {
    faults,
    put: (bus, event) => {
      for (const listener of listeners) listener(bus, event);
      for (const rule of rules)
        if (rule.kind === 'pattern' && rule.bus === bus && rule.matches(event)) send(rule, event);
    },
    onEvent: (listener) => void listeners.add(listener),
    start: () => {
      for (const rule of rules) if (rule.kind === 'schedule') turn(rule);
    },
    stop: async () => {
      stopped = true;
      for (const cancel of cancels) cancel();
      await Promise.all(underWay);
    },
  };
};
