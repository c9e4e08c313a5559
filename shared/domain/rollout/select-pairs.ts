import type { Pair } from '#domain/estate/estate.ts';
import { quoted } from '#domain/quoted.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';

/** Which pairs of the estate: all of them, or those that are named and lie in the regions. */
export interface PairSelector {
  /** Has to be said; an empty selector selects nothing. */
  readonly all?: true;
  /** Ids, or patterns of ids in which `*` stands for any run of characters. */
  readonly pairs?: readonly string[];
  /** Without `pairs` all of these regions; with them, those of the matches that lie in one of these. */
  readonly regions?: readonly string[];
}

export type Selection =
  | { readonly kind: 'selected'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'refused'; readonly refusals: readonly RolloutRefusal[] };

const isPattern = (text: string): boolean => text.includes('*');

/** Whether the id is what the pattern says; in steps of the pattern's parts, so that no pattern takes long. */
const matches = (pattern: string, id: string): boolean => {
  const parts = pattern.split('*');
  const [head = ''] = parts;
  const tail = parts.at(-1) ?? '';
  if (parts.length === 1) return id === pattern;
  if (!id.startsWith(head) || !id.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= id.length - tail.length;
};

const repeated = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text, at) => texts.indexOf(text) !== at)),
];

const duplicates = (what: string, texts: readonly string[]): readonly RolloutRefusal[] =>
  repeated(texts).map((text) =>
    refusal(
      'duplicate',
      `the ${what} ${quoted(text)} is named twice`,
      'name it once, if it is what you meant',
    ),
  );

const unknownRegions = (declared: readonly Pair[], regions: readonly string[]): readonly RolloutRefusal[] =>
  regions
    .filter((region) => !declared.some((pair) => pair.region === region))
    .map((region) =>
      refusal(
        'unknown-region',
        `no pair is declared in ${quoted(region)}`,
        'look up the regions of the pairs in the estate',
      ),
    );

/** A name that comes to nothing is a mistake: a rollout over the rest would be over a part that nobody chose. */
const without = (name: string, eligible: readonly Pair[], declared: readonly Pair[]): RolloutRefusal[] => {
  if (eligible.some(({ id }) => matches(name, id))) return [];
  const isElsewhere = declared.some(({ id }) => matches(name, id));
  if (isElsewhere)
    return [
      refusal(
        'selector-contradicts',
        `what ${quoted(name)} names lies in none of the selected regions`,
        'leave it out, or select its region too',
      ),
    ];
  return isPattern(name)
    ? [
        refusal(
          'matches-nothing',
          `no declared pair is called ${quoted(name)}`,
          'correct the pattern or leave it out',
        ),
      ]
    : [refusal('unknown-pair', `no pair ${quoted(name)} is declared`, 'correct the id or leave it out')];
};

/** The pairs that are meant, in the order of the estate, or all that is wrong with the selector. */
export const selectPairs = (declared: readonly Pair[], selector: PairSelector): Selection => {
  const { all, pairs: names = [], regions = [] } = selector;
  if (all === true && names.length + regions.length > 0)
    return {
      kind: 'refused',
      refusals: [
        refusal('selector-contradicts', 'all pairs are asked for, and some', 'ask for all or for some'),
      ],
    };
  const eligible = declared.filter(({ region }) => regions.length === 0 || regions.includes(region));
  const refusals = [
    ...duplicates('pair', names),
    ...duplicates('region', regions),
    ...unknownRegions(declared, regions),
    ...names.flatMap((name) => without(name, eligible, declared)),
  ];
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const selected =
    all === true || (regions.length > 0 && names.length === 0)
      ? eligible
      : eligible.filter(({ id }) => names.some((name) => matches(name, id)));
  return selected.length > 0
    ? { kind: 'selected', pairs: selected }
    : {
        kind: 'refused',
        refusals: [
          refusal(
            'nothing-selected',
            'no pair is selected',
            'name pairs, patterns or regions; all pairs have to be asked for as such',
          ),
        ],
      };
};
