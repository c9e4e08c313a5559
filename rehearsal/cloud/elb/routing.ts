import type { DurationMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Routing } from '#rehearsal/cloud/elb/types.ts';

/** One registration of a target as the data path of the load balancer knows it: later than the API does. */
export interface Route {
  /** The target's health changed; new connections follow after `healthToRoutingMs`. */
  setHealthy(healthy: boolean): void;
  /** New connections end after `afterMs`. */
  close(afterMs: DurationMs): void;
}

/** Where new connections to one target group go. */
export class RouteTable {
  readonly #context: Pick<CloudContext, 'scheduler' | 'timing'>;
  readonly #targetGroupArn: string;
  readonly #minimumHealthy: (total: number) => number;
  readonly #onChange: (routing: Routing) => void;
  readonly #entries = new Set<Entry>();
  #current: Routing;

  /** `minimumHealthy`: below so many healthy targets of `total`, all are used. */
  constructor(
    context: Pick<CloudContext, 'scheduler' | 'timing'>,
    targetGroupArn: string,
    minimumHealthy: (total: number) => number,
    onChange: (routing: Routing) => void,
  ) {
    this.#context = context;
    this.#targetGroupArn = targetGroupArn;
    this.#minimumHealthy = minimumHealthy;
    this.#onChange = onChange;
    this.#current = {
      targetGroupArn,
      at: context.scheduler.now(),
      routable: [],
      healthy: 0,
      failOpen: false,
    };
  }

  get current(): Routing {
    return this.#current;
  }

  /** A registered target, so far not healthy: used when all are. */
  open(instanceId: string): Route {
    const { scheduler, timing } = this.#context;
    const entry: Entry = { instanceId, healthy: false };
    this.#entries.add(entry);
    this.refresh();
    return {
      setHealthy: (healthy) => {
        scheduler.after(timing.healthToRoutingMs, () => {
          if (entry.healthy === healthy) return;
          entry.healthy = healthy;
          this.refresh();
        });
      },
      close: (afterMs) => {
        const close = (): void => {
          if (this.#entries.delete(entry)) this.refresh();
        };
        if (afterMs === 0) close();
        else scheduler.after(afterMs, close);
      },
    };
  }

  /** Nothing leads to the group any more. */
  clear(): void {
    this.#entries.clear();
    this.refresh();
  }

  /** Works the routes out again, and tells of it when they are others than before. */
  refresh(): void {
    const total = this.#entries.size;
    const healthy = [...this.#entries].filter((entry) => entry.healthy);
    const failOpen = total > 0 && healthy.length < this.#minimumHealthy(total);
    const used = failOpen ? this.#entries : healthy;
    const next: Routing = {
      targetGroupArn: this.#targetGroupArn,
      at: this.#context.scheduler.now(),
      routable: [...new Set(Array.from(used, (entry) => entry.instanceId))],
      healthy: healthy.length,
      failOpen,
    };
    if (isSame(next, this.#current)) return;
    this.#current = next;
    this.#onChange(next);
  }
}

interface Entry {
  readonly instanceId: string;
  healthy: boolean;
}

const isSame = (a: Routing, b: Routing): boolean =>
  a.failOpen === b.failOpen &&
  a.healthy === b.healthy &&
  a.routable.length === b.routable.length &&
  a.routable.every((instanceId, index) => instanceId === b.routable[index]);
