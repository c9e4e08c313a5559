import type { UnitName } from '#domain/estate/estate.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import { LIST_LABELS } from '#domain/geo/list-drift.ts';

const IN_ORDER = ['access', 'partners'] as const;

const countWords = (addresses: readonly string[]): string =>
  addresses.length === 1 ? '1 address' : `${addresses.length} addresses`;

/** The lists by the names that the unit's page gives them, in the order in which they are set. */
export const listNames = (lists: Partial<GeoLists>): string =>
  IN_ORDER.filter((name) => lists[name] !== undefined)
    .map((name) => LIST_LABELS[name])
    .join(' and ');

/** What is done to a unit whose lists are set, as an operator would write it into a change request. */
export const setListsWords = (unit: UnitName, lists: Partial<GeoLists>): string => {
  const named = IN_ORDER.flatMap((name) => {
    const addresses = lists[name];
    return addresses === undefined ? [] : [`${LIST_LABELS[name]} (${countWords(addresses)})`];
  });
  const backup = `make a backup of ${unit}`;
  return named.length === 0 ? backup : `${backup}, then set its ${named.join(' and ')}`;
};
