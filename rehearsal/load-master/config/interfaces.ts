import type { ConfigurationSection } from '#rehearsal/load-master/config/configuration-section.ts';

/** A network interface. Addresses carry their prefix, as in `10.0.1.5/24`. */
export interface NetworkInterface {
  readonly id: number;
  readonly address: string;
  /** Bytes. */
  readonly mtu: number;
  readonly additionalAddresses: readonly string[];
  /** Answers GEO requests: `geotraffic`. */
  readonly geoTraffic: boolean;
}

const ETHERNET_MTU = 1500;

/** The interfaces of one unit; out of the box there is eth0 alone. */
export class Interfaces implements ConfigurationSection<readonly NetworkInterface[]> {
  #all: readonly NetworkInterface[];
  readonly #changed: () => void;

  /** `address`: of eth0, with its prefix. `changed` is called after every change. */
  constructor(address: string, changed: () => void) {
    this.#changed = changed;
    this.#all = [{ id: 0, address, mtu: ETHERNET_MTU, additionalAddresses: [], geoTraffic: false }];
  }

  all(): readonly NetworkInterface[] {
    return this.#all;
  }

  find(id: number): NetworkInterface | undefined {
    return this.#all.find((one) => one.id === id);
  }

  /** Nothing happens where there is no such interface. */
  change(id: number, change: Partial<Omit<NetworkInterface, 'id'>>): void {
    this.restore(this.#all.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  snapshot(): readonly NetworkInterface[] {
    return structuredClone(this.#all);
  }

  restore(all: readonly NetworkInterface[]): void {
    this.#all = structuredClone(all);
    this.#changed();
  }
}
