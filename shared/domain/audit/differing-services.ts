import { interfaceAddresses } from '#domain/audit/interface-addresses.ts';
import { portList } from '#domain/audit/service-ports.ts';
import { serviceWords } from '#domain/audit/service-words.ts';
import type { ServiceAudited, UnitAudited } from '#domain/audit/unit-audited.ts';
import { canonicalAddress } from '#domain/canonical-address.ts';
import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';

/** One virtual service, so that it can be compared with one of the other unit. */
interface Placed {
  /** Where it answers, which is what makes it one service; of a SubVS its name. */
  readonly place: string;
  readonly content: Readonly<Record<'name' | 'extra ports' | 'state', string>>;
  readonly words: string;
}

const OWN = 'own';

const placedOn = (own: ReadonlySet<string>, service: ServiceAudited): Placed => {
  const { name = '', address, port = '', protocol = '', enabled, extraPorts = '' } = service;
  const at = address === undefined ? 'SubVS' : canonicalAddress(address);
  const where = own.has(at) ? OWN : at;
  return {
    place: JSON.stringify(address === undefined ? [where, name] : [where, port, protocol]),
    content: {
      name,
      'extra ports': portList(extraPorts).toSorted().join(','),
      state: enabled ? 'enabled' : 'disabled',
    },
    words: `${serviceWords(service)}${where === OWN || address === undefined ? '' : ` at ${where}`}`,
  };
};

/** A unit's interface addresses are its own, and so is the declared one: the partner has its own in their place. */
const servicesOf = (pair: Pair, unit: UnitName, { interfaces, services }: UnitAudited): readonly Placed[] => {
  const own = new Set([canonicalAddress(pair.units[unit].address), ...interfaceAddresses(interfaces)]);
  return services.map((service) => placedOn(own, service));
};

/** Those of `ones` that `others` have none like. Two alike need two. */
const without = (ones: readonly Placed[], others: readonly Placed[]): readonly Placed[] => {
  const key = ({ place, content }: Placed): string => JSON.stringify([place, content]);
  const left = others.map(key);
  return ones.filter((one) => {
    const at = left.indexOf(key(one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

const CONTENT = ['name', 'extra ports', 'state'] as const;

const differenceWords = (one: Placed, other: Placed): string =>
  `${one.words} differs in ${CONTENT.filter((key) => one.content[key] !== other.content[key]).join(', ')}`;

/** What one unit's virtual services have that the other's have not, in words. A repetition counts. */
export const differingServices = (
  pair: Pair,
  said: Readonly<Record<UnitName, UnitAudited>>,
): readonly string[] => {
  const all = {
    first: servicesOf(pair, 'first', said.first),
    second: servicesOf(pair, 'second', said.second),
  };
  const only = { first: without(all.first, all.second), second: without(all.second, all.first) };
  const atPlaceOf = (one: Placed, unit: UnitName) => only[unit].find(({ place }) => place === one.place);
  const changed = only.first.flatMap((one) => {
    const other = atPlaceOf(one, 'second');
    return other === undefined ? [] : [differenceWords(one, other)];
  });
  const lacking = UNIT_NAMES.flatMap((unit) =>
    only[otherUnit(unit)]
      .filter((one) => atPlaceOf(one, unit) === undefined)
      .map(({ words }) => `${unit} lacks ${words}`),
  );
  return [...lacking, ...changed];
};
