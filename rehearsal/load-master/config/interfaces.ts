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
const OUT_OF_THE_BOX = { mtu: ETHERNET_MTU, additionalAddresses: [], geoTraffic: false };

/** The interfaces of one unit; out of the box there is eth0 alone, which is called one-armed. */
export class Interfaces implements ConfigurationSection<readonly NetworkInterface[]> {
  #all: readonly NetworkInterface[];
  readonly #changed: () => void;

  /** `address`: of eth0, with its prefix. `changed` is called after every change. */
  constructor(address: string, changed: () => void) {
    this.#changed = changed;
    this.#all = [{ ...OUT_OF_THE_BOX, id: 0, address }];
  }

  all(): readonly NetworkInterface[] {
    return this.#all;
  }

  find(id: number): NetworkInterface | undefined {
    return this.#all.find((one) => one.id === id);
  }

  /** One more, as when the instance was given another network interface: the unit is multi-armed then. Returns its id. */
  add(address: string): number {
    const id = this.#all.length;
    this.restore([...this.#all, { ...OUT_OF_THE_BOX, id, address }]);
    return id;
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
