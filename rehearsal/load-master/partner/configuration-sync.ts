import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isAddressList } from '#rehearsal/load-master/api/geo-access.ts';
import { withAddress } from '#rehearsal/load-master/config/geo.ts';
import {
  type ConfigurationParts,
  type ConfigurationSnapshot,
  synchronisedParts,
} from '#rehearsal/load-master/config/unit-configuration.ts';
import type { Neighbour, Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { linkBetween } from '#rehearsal/load-master/partner/partner-link.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** "Synchronization occurs every two minutes." @see High Availability, Feature Description */
const INTERVAL_MS = 2 * MINUTE_MS;

/** From a change until the partner has it. Not published; a person who looks at once does not find it yet. */
const AFTER_CHANGE_MS = 5 * SECOND_MS;

/**
 * Sends the configuration of an active unit to its partner, which takes all of it: what was changed there is lost.
 * Whether AWS units also synchronise the other way is told both ways; the manual's page on AWS says no.
 */
export class ConfigurationSync {
  readonly #own: Neighbour;
  readonly #neighbourhood: Neighbourhood;
  readonly #scheduler: Scheduler;
  #cancelNext: () => void;
  #cancelEarly: (() => void) | undefined;

  /** Begins at once and goes on until `stop`. */
  constructor(own: Neighbour, neighbourhood: Neighbourhood, scheduler: Scheduler) {
    this.#own = own;
    this.#neighbourhood = neighbourhood;
    this.#scheduler = scheduler;
    this.#cancelNext = this.#later();
  }

  /** The configuration was changed: does not wait for the next interval. */
  changed(): void {
    this.#cancelEarly?.();
    this.#cancelEarly = this.#scheduler.after(AFTER_CHANGE_MS, () => this.#synchronise());
  }

  stop(): void {
    this.#cancelNext();
    this.#cancelEarly?.();
  }

  #later(): () => void {
    return this.#scheduler.after(INTERVAL_MS, () => {
      this.#synchronise();
      this.#cancelNext = this.#later();
    });
  }

  #synchronise(): void {
    const { unit, configuration } = this.#own;
    const partner = this.#neighbourhood.find(unit.cloudHa().partner ?? '');
    if (unit.role() !== 'active' || partner === undefined || partner.unit.role() === 'active') return;
    if (linkBetween(this.#own, partner) !== 'linked') return;
    partner.configuration.restore(asPartnerHasIt(configuration.snapshot(), this.#own, partner));
  }
}

/** Each address of the one unit and that of the other's same interface. */
const sameInterfaces = (one: Neighbour, other: Neighbour): ReadonlyMap<string, string> =>
  new Map(
    one.configuration.interfaces.all().flatMap(({ id, address }) => {
      const same = other.configuration.interfaces.find(id);
      return same === undefined ? [] : [[withoutPrefix(address), withoutPrefix(same.address)]];
    }),
  );

const NONE: ReadonlyMap<string, string> = new Map();

const withoutPrefix = (address: string): string => address.replace(/\/.*/, '');

const asPartnerHasIt = (
  snapshot: ConfigurationSnapshot,
  own: Neighbour,
  partner: Neighbour,
): ConfigurationParts => {
  const { unit } = own;
  const { base, ...rest } = synchronisedParts(snapshot);
  const sameAs = unit.behaviour.serviceAddressesFollow ? sameInterfaces(own, partner) : NONE;
  const settings = Object.entries(base?.settings ?? {}).filter(
    ([name]) => unit.behaviour.geoListsSynchronised || !isAddressList(name),
  );
  return {
    ...rest,
    base: { settings: Object.fromEntries(settings) },
    virtualServices: snapshot.virtualServices.map((service) => ({
      ...service,
      address: sameAs.get(service.address) ?? service.address,
    })),
    geo: withAddress(snapshot.geo, unit.address, partner.unit.address),
  };
};
