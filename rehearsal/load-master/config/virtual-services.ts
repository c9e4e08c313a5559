import type { ConfigurationSection } from '#rehearsal/load-master/config/configuration-section.ts';
import {
  type Protocol,
  type RealServer,
  type ServiceStatus,
  serviceStatus,
  type VirtualService,
} from '#rehearsal/load-master/config/virtual-service.ts';

/** Where a virtual service listens. */
export interface VirtualAddress {
  readonly address: string;
  readonly port: string;
  readonly protocol: Protocol;
}

const nextAfter = (indexes: readonly number[]): number => 1 + Math.max(0, ...indexes);

/** The virtual services of one unit with their SubVSs and real servers, in the order of their making. */
export class VirtualServices implements ConfigurationSection<readonly VirtualService[]> {
  #all: readonly VirtualService[] = [];
  readonly #changed: () => void;

  /** `changed` is called after every change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  all(): readonly VirtualService[] {
    return this.#all;
  }

  find(index: number): VirtualService | undefined {
    return this.#all.find((one) => one.index === index);
  }

  at({ address, port, protocol }: VirtualAddress): VirtualService | undefined {
    return this.#all.find((one) => one.address === address && one.port === port && one.protocol === protocol);
  }

  subServicesOf(index: number): readonly VirtualService[] {
    return this.#all.filter((one) => one.master?.index === index);
  }

  statusOf(service: VirtualService): ServiceStatus {
    return serviceStatus(service, this.subServicesOf(service.index));
  }

  /** Adds one and returns it with its index. */
  add(service: Omit<VirtualService, 'index' | 'master'>): VirtualService {
    return this.#append(service);
  }

  /** Adds an empty SubVS and returns it. */
  addSubService({ index, protocol }: VirtualService): VirtualService {
    const master = { index, rsIndex: this.#nextRsIndex() };
    return this.#append({ address: '', port: '', protocol, master, fields: {}, realServers: [] });
  }

  /** Puts it in the place of the one with its index. */
  replace(service: VirtualService): void {
    this.restore(this.#all.map((one) => (one.index === service.index ? service : one)));
  }

  /** With its SubVSs. */
  delete(index: number): void {
    this.restore(this.#all.filter((one) => one.index !== index && one.master?.index !== index));
  }

  /** Adds a server to this service and returns it with its index. */
  addRealServer(service: VirtualService, server: Omit<RealServer, 'index'>): RealServer {
    const added = { ...server, index: this.#nextRsIndex() };
    this.replace({ ...service, realServers: [...service.realServers, added] });
    return added;
  }

  snapshot(): readonly VirtualService[] {
    return structuredClone(this.#all);
  }

  restore(all: readonly VirtualService[]): void {
    this.#all = structuredClone(all);
    this.#changed();
  }

  #append(service: Omit<VirtualService, 'index'>): VirtualService {
    const added = { ...service, index: nextAfter(this.#all.map((one) => one.index)) };
    this.restore([...this.#all, added]);
    return added;
  }

  /** Real servers and SubVSs are counted together, over the whole unit. */
  #nextRsIndex(): number {
    return nextAfter(
      this.#all.flatMap(({ master, realServers }) => [
        master?.rsIndex ?? 0,
        ...realServers.map((server) => server.index),
      ]),
    );
  }
}
