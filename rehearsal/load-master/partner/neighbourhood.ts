import type { UnitConfiguration } from '#rehearsal/load-master/config/unit-configuration.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/** A unit as others see it on the ports between LoadMasters: 6973 between partners, `geosshport` between GEO units. */
export interface Neighbour {
  readonly unit: LoadMasterUnit;
  readonly configuration: UnitConfiguration;
  /** What `setlmcommsecret` was given last; undefined before the first time. */
  partnerSecret(): string | undefined;
}

/**
 * The units that can reach one another. As with a Probe in virtual time the models are asked themselves, without a
 * wire; a unit that is left out cannot be reached.
 */
export class Neighbourhood {
  readonly #neighbours = new Map<string, Neighbour>();

  join(neighbour: Neighbour): void {
    this.#neighbours.set(neighbour.unit.address, neighbour);
  }

  leave({ unit }: Neighbour): void {
    this.#neighbours.delete(unit.address);
  }

  find(address: string): Neighbour | undefined {
    return this.#neighbours.get(address);
  }
}
