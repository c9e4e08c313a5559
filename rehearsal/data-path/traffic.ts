import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import { type Attempt, attemptConnection } from '#rehearsal/data-path/client.ts';
import { Tally } from '#rehearsal/data-path/tally.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** Clients that come one after the other, each with a new connection. */
export interface Traffic {
  readonly tally: Tally;
  /** No new client comes; resolves when the last one has been served or has failed. */
  stop(): Promise<void>;
}

export interface TrafficOptions {
  /** Listeners on 127.0.0.1, in turn. */
  readonly ports: readonly number[];
  readonly perSecond: number;
  /** After this long without the service's line a client gives up. */
  readonly timeoutMs: DurationMs;
  readonly scheduler: Scheduler;
}

export const startTraffic = ({ ports, perSecond, timeoutMs, scheduler }: TrafficOptions): Traffic => {
  const tally = new Tally();
  const pending = new Set<Promise<Attempt>>();
  let next = 0;
  let cancel: () => void = () => undefined;

  const connectOnce = async (): Promise<void> => {
    const port = ports[next++ % ports.length];
    if (port === undefined) return;
    const startedAt = scheduler.now();
    const attempt = attemptConnection(port, scheduler, timeoutMs);
    pending.add(attempt);
    tally.note(startedAt, await attempt);
    pending.delete(attempt);
  };
  const tick = (): void => {
    cancel = scheduler.after(SECOND_MS / perSecond, tick);
    void connectOnce();
  };
  tick();
  return {
    tally,
    stop: async () => {
      cancel();
      await Promise.all(pending);
    },
  };
};
