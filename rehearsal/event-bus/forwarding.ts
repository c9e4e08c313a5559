import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { RegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import { compilePattern } from '#rehearsal/event-bus/pattern.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** How events get from the own bus of one region to that of another. */
export interface ForwardingLink {
  /** Share of events that are lost, 0 to 1. */
  readonly drop: number;
  readonly delayMs: DurationMs;
  /**
   * Nothing gets through, and it is lost. EventBridge would go on trying for a day; nobody is to depend on that.
   * @see Amazon EventBridge User Guide, "How EventBridge retries delivering events"
   */
  readonly cut: boolean;
}

export interface Forwarding {
  set(change: { readonly from: string; readonly to: string } & Partial<ForwardingLink>): void;
  /** Nothing more is delivered. */
  stop(): void;
}

export interface ForwardingOptions {
  /** By region. */
  readonly buses: ReadonlyMap<string, RegionEventBus>;
  /** The pattern of the rules that a region has for its own bus. */
  readonly leaving: (region: string) => unknown;
  readonly scheduler: Scheduler;
  readonly random: () => number;
}

/** EventBridge's own word for its latency is half a second. */
const USUAL_LINK: ForwardingLink = { drop: 0, delayMs: SECOND_MS / 2, cut: false };

/**
 * The rules by which the own bus of each region sends events to those of the others. An event stays as it was put.
 * @see Amazon EventBridge User Guide, "Sending and receiving events between AWS Regions"
 */
export const startForwarding = ({ buses, leaving, scheduler, random }: ForwardingOptions): Forwarding => {
  const links = new Map<string, ForwardingLink>();
  const cancels = new Set<() => void>();
  const linkOf = (from: string, to: string): ForwardingLink => links.get(`${from} ${to}`) ?? USUAL_LINK;

  const forward = (from: string, to: string, bus: RegionEventBus, event: unknown): void => {
    const { drop, delayMs, cut } = linkOf(from, to);
    if (cut || random() < drop) return;
    const cancel = scheduler.after(delayMs, () => {
      cancels.delete(cancel);
      if (!linkOf(from, to).cut) bus.put('own', event);
    });
    cancels.add(cancel);
  };

  for (const [from, bus] of buses) {
    const leaves = compilePattern(leaving(from));
    bus.onEvent((name, event) => {
      if (name !== 'own' || !leaves(event)) return;
      for (const [to, other] of buses) if (to !== from) forward(from, to, other, event);
    });
  }
  return {
    set: ({ from, to, ...change }) => void links.set(`${from} ${to}`, { ...linkOf(from, to), ...change }),
    stop: () => {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
};
