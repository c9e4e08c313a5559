import { StaleStateError } from '#control/errors.ts';
import { diffEstate } from '#control/estate-diff.ts';
import type { PairRecord, PairStore, RegionFreeze } from '#control/ports.ts';
import { type Pair, type Standalone, UNIT_NAMES } from '#domain/estate/estate.ts';
import { declarationOf } from '#domain/geo/declaration.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import { deepFreeze } from '#store/memory/freeze.ts';
import type { GeoDeclarations } from '#store/memory/geo-store.ts';
import { nextDeclaration } from '#store/next-declaration.ts';

interface RegionMemory {
  readonly pairs: Map<string, Pair>;
  readonly states: Map<string, PairState>;
  readonly standalones: Map<string, Standalone>;
  freeze?: RegionFreeze;
}

interface Memory {
  readonly region: (name: string) => RegionMemory;
  readonly instances: Map<string, Pair>;
  readonly journals: Map<string, Map<number, JournalEntry>>;
  readonly geo: GeoDeclarations;
}

const makeMemory = (geo: GeoDeclarations): Memory => {
  const regions = new Map<string, RegionMemory>();
  return {
    geo,
    instances: new Map(),
    journals: new Map(),
    region: (name) => {
      const known = regions.get(name);
      if (known) return known;
      const empty: RegionMemory = { pairs: new Map(), states: new Map(), standalones: new Map() };
      regions.set(name, empty);
      return empty;
    },
  };
};

const recordOf = (pair: Pair, state: PairState | undefined): PairRecord =>
  state ? { pair, state } : { pair };

const makeReads = ({
  region,
  instances,
}: Memory): Pick<
  PairStore,
  'readRegion' | 'readPair' | 'readStandalone' | 'readState' | 'findPairByInstance' | 'readFreeze'
> => ({
  readRegion: async (name) => {
    const { pairs, states, standalones, freeze } = region(name);
    return {
      pairs: [...pairs.values()].map((pair) => recordOf(pair, states.get(pair.id))),
      standalones: [...standalones.values()],
      damaged: [],
      ...(freeze && { freeze }),
    };
  },
  readPair: async (name, pairId) => {
    const { pairs, states } = region(name);
    const pair = pairs.get(pairId);
    return pair && recordOf(pair, states.get(pairId));
  },
  readStandalone: async (name, id) => region(name).standalones.get(id),
  readState: async (name, pairId) => region(name).states.get(pairId),
  findPairByInstance: async (instanceId) => instances.get(instanceId),
  readFreeze: async (name) => region(name).freeze,
});

const makeWrites = ({
  region,
}: Memory): Pick<PairStore, 'claim' | 'settle' | 'freezeRegion' | 'unfreezeRegion'> => ({
  claim: async (name, next) => {
    const { states } = region(name);
    const stored = states.get(next.pairId)?.version ?? 0;
    if (stored !== next.version - 1) throw new StaleStateError(next.pairId);
    states.set(next.pairId, deepFreeze(next));
  },
  settle: async (name, pairId, version) => {
    const { states } = region(name);
    const state = states.get(pairId);
    if (state?.version === version) states.set(pairId, Object.freeze({ ...state, pending: false }));
  },
  freezeRegion: async (name, freeze) => {
    region(name).freeze ??= deepFreeze(freeze);
  },
  unfreezeRegion: async (name) => {
    delete region(name).freeze;
  },
});

const makeJournal = ({ journals }: Memory): Pick<PairStore, 'appendJournal' | 'readJournal'> => ({
  appendJournal: async (entry) => {
    const journal = journals.get(entry.pairId) ?? new Map<number, JournalEntry>();
    journals.set(entry.pairId, journal);
    if (entry.outcomes !== 'interrupted' || !journal.has(entry.version))
      journal.set(entry.version, deepFreeze(entry));
  },
  readJournal: async (pairId, { limit, beforeVersion = Number.POSITIVE_INFINITY }) => {
    const newestFirst = [...(journals.get(pairId)?.values() ?? [])]
      .filter(({ version }) => version < beforeVersion)
      .sort((a, b) => b.version - a.version);
    const entries = newestFirst.slice(0, limit);
    const last = entries.at(-1);
    return {
      entries,
      damaged: [],
      ...(newestFirst.length > limit && last && { nextBeforeVersion: last.version }),
    };
  },
});

const makeEstateWriter =
  ({ region, instances, journals, geo }: Memory): PairStore['writeEstate'] =>
  async (name, estate) => {
    const { pairs, states, standalones } = region(name);
    const stored = { pairs: [...pairs.values()], standalones: [...standalones.values()], damaged: [] };
    const diff = diffEstate(name, stored, estate);
    const declared = (all: readonly { readonly id: string; readonly region: string }[]) =>
      new Set(all.filter((one) => one.region === name).map(({ id }) => id));
    const declaredPairs = declared(estate.pairs);
    const declaredStandalones = declared(estate.standalones);

    for (const instanceId of diff.orphanedInstances)
      if (instances.get(instanceId)?.region === name) instances.delete(instanceId);
    for (const id of [...pairs.keys()]) if (!declaredPairs.has(id)) pairs.delete(id);
    for (const id of [...states.keys()]) if (!pairs.has(id)) states.delete(id);
    for (const id of [...standalones.keys()]) if (!declaredStandalones.has(id)) standalones.delete(id);
    for (const id of diff.ids.created) journals.delete(id);
    for (const standalone of diff.standalones) standalones.set(standalone.id, deepFreeze(standalone));
    for (const pair of diff.pairs) {
      pairs.set(pair.id, deepFreeze(pair));
      for (const unit of UNIT_NAMES) instances.set(pair.units[unit].instanceId, pair);
    }
    const declaration = nextDeclaration(geo.get(name), declarationOf(name, estate));
    if (declaration) geo.set(name, deepFreeze(declaration));
    return { ...diff.ids, geoChanged: declaration !== undefined };
  };

/**
 * The pairs in memory: the table's twin for property tests and benchmarks, held to the same contract suite. What it is
 * given is frozen instead of copied, so storing costs next to nothing and a caller that tries to change it later fails
 * loudly. `geo` is what it declares about GEO, for who makes a GEO store of it.
 */
export const makeMemoryPairStore = (geo: GeoDeclarations = new Map()): PairStore => {
  const memory = makeMemory(geo);
  return {
    ...makeReads(memory),
    ...makeWrites(memory),
    ...makeJournal(memory),
    writeEstate: makeEstateWriter(memory),
  };
};
