import { isIPv6, SocketAddress } from 'node:net';
import type { UnitConfiguration } from '#rehearsal/load-master/config/unit-configuration.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/** Where a unit is on the network. */
export interface NetworkPlace {
  /** Within it units reach each other by their own addresses: a VPC, and those that it is peered with. */
  readonly network: string;
  /** By which units of other networks reach it, and by nothing else; where absent, they too use its own. */
  readonly publicAddress?: string;
}

/** A unit as others see it on the ports between LoadMasters: 6973 between partners, `geosshport` between GEO units. */
export interface Neighbour {
  readonly unit: LoadMasterUnit;
  readonly configuration: UnitConfiguration;
  /** Absent: the same place as everybody else's. */
  readonly place?: NetworkPlace;
  /** TCP 6973, by which its partner reaches it. */
  syncPortOpen(): boolean;
  /** What `setlmcommsecret` was given last; undefined before the first time. */
  partnerSecret(): string | undefined;
}

/** An IPv6 address can be spelled in many ways. */
const canonical = (address: string): string =>
  isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address;

const addressesOf = ({ unit, place }: Neighbour): readonly string[] =>
  [unit.address, place?.publicAddress].flatMap((address) =>
    address === undefined ? [] : [canonical(address)],
  );

const isOutOfReach = (address: string, { unit, place }: Neighbour, from: Neighbour): boolean =>
  place?.publicAddress !== undefined &&
  place.network !== from.place?.network &&
  address === canonical(unit.address);

/**
 * The units that can reach one another. As with a Probe in virtual time the models are asked themselves, without a
 * wire; a unit that is left out cannot be reached.
 */
export class Neighbourhood {
  readonly #neighbours = new Map<string, Neighbour>();

  join(neighbour: Neighbour): void {
    for (const address of addressesOf(neighbour)) this.#neighbours.set(address, neighbour);
  }

  leave(neighbour: Neighbour): void {
    for (const address of addressesOf(neighbour)) this.#neighbours.delete(address);
  }

  /** Who has the address; with `from`, undefined as well where it does not lead there from that unit. */
  find(address: string, from?: Neighbour): Neighbour | undefined {
    const found = this.#neighbours.get(canonical(address));
    if (found === undefined || from === undefined) return found;
    return isOutOfReach(canonical(address), found, from) ? undefined : found;
  }
}
