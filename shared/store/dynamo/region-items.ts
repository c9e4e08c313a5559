import type * as z from 'zod/mini';
import { freezeItem, pairItem, standaloneItem, stateItem } from '#contracts/items.ts';
import type { PairRecord, RegionFreeze, RegionRecord } from '#control/ports.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import { regionItemKind } from '#store/dynamo/keys.ts';
import { parseItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import type { StoredItem } from '#store/dynamo/table-client.ts';

/** A region's partition, sorted out. */
export interface RegionItems {
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly states: ReadonlyMap<string, PairState>;
  readonly standalones: ReadonlyMap<string, Standalone>;
  readonly freeze?: RegionFreeze;
  readonly damaged: ReadonlySet<string>;
  /** Every sort key in the partition, of items that parse and of items that do not. */
  readonly sortKeys: ReadonlySet<string>;
}

/** A freeze that cannot be read is a freeze: not knowing why to stop is no reason to go on. */
const UNREADABLE_FREEZE: RegionFreeze = { at: 0, why: 'the stored freeze cannot be read' };

export const parseFreeze = (item: StoredItem): RegionFreeze =>
  parseItem(freezeItem, item)?.freeze ?? UNREADABLE_FREEZE;

export const sortRegionItems = (items: readonly StoredItem[]): RegionItems => {
  const pairs = new Map<string, Pair>();
  const states = new Map<string, PairState>();
  const standalones = new Map<string, Standalone>();
  const damaged = new Set<string>();
  let freeze: RegionFreeze | undefined;
  const parse = <T>(schema: z.ZodMiniType<T>, item: StoredItem, id: string, keep: (parsed: T) => void) => {
    const parsed = parseItem(schema, item);
    if (parsed === undefined) damaged.add(id);
    else keep(parsed);
  };

  for (const item of items) {
    const key = regionItemKind(sortKeyOf(item));
    if (key.kind === 'pair') parse(pairItem, item, key.id, ({ pair }) => pairs.set(key.id, pair));
    else if (key.kind === 'state') parse(stateItem, item, key.id, (state) => states.set(key.id, state));
    else if (key.kind === 'standalone')
      parse(standaloneItem, item, key.id, ({ standalone }) => standalones.set(key.id, standalone));
    else if (key.kind === 'freeze') freeze = parseFreeze(item);
  }
  const sortKeys = new Set(items.map(sortKeyOf));
  return { pairs, states, standalones, damaged, sortKeys, ...(freeze && { freeze }) };
};

/** A pair with a damaged state is left out as well: without its memory nobody may act on it. */
export const toRegionRecord = (items: RegionItems): RegionRecord => {
  const pairs: PairRecord[] = [];
  for (const [id, pair] of items.pairs) {
    const state = items.states.get(id);
    if (!items.damaged.has(id)) pairs.push(state ? { pair, state } : { pair });
  }
  return {
    pairs,
    standalones: [...items.standalones.values()],
    damaged: [...items.damaged],
    ...(items.freeze && { freeze: items.freeze }),
  };
};
