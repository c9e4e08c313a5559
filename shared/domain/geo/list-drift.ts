import { addressSet } from '#domain/geo/addresses.ts';
import type { GeoFindingCode } from '#domain/geo/geo-finding.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { GeoListName, UnitExpected } from '#domain/geo/lists.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { UnitFault } from '#domain/geo/unit-fault.ts';

/** What the unit's page "Remote Access" calls them. */
export const LIST_LABELS: Readonly<Record<GeoListName, string>> = {
  access: 'Remote GEO LoadMaster Access',
  partners: 'GEO LoadMaster Partners',
};

const SETTING =
  'have its lists set: Understudy does that in enforce mode, of a pair within its geoWindows, or when an operator asks for it';

interface ListFault {
  readonly code: GeoFindingCode;
  readonly names: readonly string[];
  readonly words: (named: string, label: string) => string;
  readonly remedy: string;
}

const faultsOf = (
  list: GeoListName,
  { other }: UnitExpected,
  missing: readonly string[],
  extra: readonly string[],
): readonly ListFault[] => {
  const isOwnStandby = (address: string): boolean =>
    list === 'access' && (other?.anyhow.includes(address) ?? false);
  return [
    {
      code: 'own-standby-in-access',
      names: extra.filter(isOwnStandby),
      words: (named, label) =>
        `has the other unit of its own pair, ${named}, in ${label}, where it must not be`,
      remedy: SETTING,
    },
    {
      code: `${list}-missing`,
      names: missing,
      words: (named, label) => `lacks ${named} in ${label}`,
      remedy: SETTING,
    },
    {
      code: `${list}-extra`,
      names: extra.filter((address) => !isOwnStandby(address)),
      words: (named, label) => `has ${named} in ${label}, and nobody in its cluster is found there`,
      remedy: `${SETTING}; if they belong to the cluster, declare them first`,
    },
  ];
};

const driftOfList = (
  list: GeoListName,
  expected: UnitExpected,
  wanted: readonly string[],
  seen: readonly string[],
): readonly UnitFault[] => {
  const [want, have] = [new Set(wanted), addressSet(seen)];
  const missing = wanted.filter((address) => !have.has(address));
  const extra = [...have].filter((address) => !want.has(address)).toSorted();
  return faultsOf(list, expected, missing, extra)
    .filter(({ names }) => names.length > 0)
    .map(({ code, names, words, remedy }) => ({
      code,
      names,
      words: words(namesWords(names), LIST_LABELS[list]),
      remedy,
    }));
};

/** What is wrong with each list of a unit, the worst first; nothing with a list that is right or nobody's concern. */
export const driftOfLists = (
  expected: UnitExpected,
  seen: GeoLists,
): Readonly<Record<GeoListName, readonly UnitFault[]>> => {
  const { access, partners } = expected;
  return {
    access: access === undefined ? [] : driftOfList('access', expected, access, seen.access),
    partners: driftOfList('partners', expected, partners, seen.partners),
  };
};
