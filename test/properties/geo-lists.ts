import type { UnitName } from '#domain/estate/estate.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';

const MASTER = '10.0.1.5';
const OTHERS = ['10.9.0.1', '10.9.0.2', '2001:db8::5'] as const;
const [ONE, TWO, SIX] = OTHERS;

const many = (beginning: string): readonly string[] =>
  Array.from({ length: 65 }, (_, nth) => `${beginning}.${nth}`);

/** What a unit's two lists may be, by name. A unit takes none that is `long`: it has 65 addresses. */
export const GEO_LISTS = {
  none: { access: [], partners: [] },
  declared: { access: [MASTER, ...OTHERS], partners: OTHERS },
  /** The same as `declared`: order and spelling mean nothing. */
  'declared, otherwise': {
    access: ['2001:DB8:0::5', TWO, ONE, MASTER],
    partners: [TWO, '2001:db8:0:0::5', ONE],
  },
  former: { access: [MASTER, ONE], partners: [ONE] },
  'partners only': { access: [MASTER, ONE, SIX], partners: OTHERS },
  'long access': { access: many('10.8.0'), partners: OTHERS },
  'long partners': { access: [MASTER, ...OTHERS], partners: many('10.8.1') },
} as const satisfies Record<string, GeoLists>;

export type ListsName = keyof typeof GEO_LISTS;

/** What the units have at the beginning, and how they behave. */
export interface GeoAtStart {
  readonly lists: Readonly<Record<UnitName, ListsName>>;
  readonly synchronised: boolean;
  readonly standbyRejectsWrites: 'off' | 403 | 422;
}

export const NO_GEO: GeoAtStart = {
  lists: { first: 'none', second: 'none' },
  synchronised: false,
  standbyRejectsWrites: 'off',
};
