import type { ConfigurationSection } from '#rehearsal/load-master/config/configuration-section.ts';

/** An additional route. */
export interface Route {
  /** With its prefix, as in `10.20.0.0/16`. */
  readonly destination: string;
  readonly gateway: string;
}

/** The additional routes of one unit; the default gateway is a setting (`dfltgw`). */
export class Routes implements ConfigurationSection<readonly Route[]> {
  #all: readonly Route[] = [];
  readonly #changed: () => void;

  /** `changed` is called after every change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  all(): readonly Route[] {
    return this.#all;
  }

  /** False when there is a route to this destination already. */
  add(route: Route): boolean {
    if (this.#has(route.destination)) return false;
    this.restore([...this.#all, route]);
    return true;
  }

  /** False when there is none. */
  delete(destination: string): boolean {
    if (!this.#has(destination)) return false;
    this.restore(this.#all.filter((route) => route.destination !== destination));
    return true;
  }

  snapshot(): readonly Route[] {
    return structuredClone(this.#all);
  }

  restore(all: readonly Route[]): void {
    this.#all = structuredClone(all);
    this.#changed();
  }

  #has(destination: string): boolean {
    return this.#all.some((route) => route.destination === destination);
  }
}
