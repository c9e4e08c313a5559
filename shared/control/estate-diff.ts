import { isDeepStrictEqual } from 'node:util';
import type { EstateChanges } from '#control/ports.ts';
import type { Estate, Pair, Standalone } from '#domain/estate/estate.ts';

/** The declared part of one region, as it is stored. */
export interface StoredDeclarations {
  readonly pairs: readonly Pair[];
  readonly standalones: readonly Standalone[];
  /** Ids with an item that does not parse: always written again, because nobody knows what is there. */
  readonly damaged: readonly string[];
}

/** What makes the stored part of a region equal to the estate's part for it. */
export interface EstateDiff {
  readonly ids: EstateChanges;
  /** Created and changed. */
  readonly pairs: readonly Pair[];
  readonly standalones: readonly Standalone[];
  /** Instances that stored pairs had and no declared pair of the region has any more. */
  readonly orphanedInstances: readonly string[];
}

type Declared = Pair | Standalone;

const byId = <T extends Declared>(declared: readonly T[]): ReadonlyMap<string, T> =>
  new Map(declared.map((one) => [one.id, one]));

const instancesOf = (pair: Pair): readonly string[] => [
  pair.units.first.instanceId,
  pair.units.second.instanceId,
];

/** Compares what a region has stored with what the estate declares for it. Pure. */
export const diffEstate = (region: string, stored: StoredDeclarations, estate: Estate): EstateDiff => {
  const pairs = estate.pairs.filter((pair) => pair.region === region);
  const standalones = estate.standalones.filter((standalone) => standalone.region === region);
  const before = byId<Declared>([...stored.pairs, ...stored.standalones]);
  const after = byId<Declared>([...pairs, ...standalones]);
  const damaged = new Set(stored.damaged);
  const known = new Set([...before.keys(), ...damaged]);

  const created = new Set<string>();
  const changed = new Set<string>();
  const unchanged = new Set<string>();
  for (const [id, declared] of after) {
    if (!known.has(id)) created.add(id);
    else if (damaged.has(id) || !isDeepStrictEqual(before.get(id), declared)) changed.add(id);
    else unchanged.add(id);
  }
  const isWritten = ({ id }: Declared) => !unchanged.has(id);
  const staying = new Set(pairs.flatMap(instancesOf));
  return {
    ids: {
      created: [...created],
      changed: [...changed],
      removed: [...known].filter((id) => !after.has(id)),
      unchanged: [...unchanged],
    },
    pairs: pairs.filter(isWritten),
    standalones: standalones.filter(isWritten),
    orphanedInstances: stored.pairs.flatMap(instancesOf).filter((instanceId) => !staying.has(instanceId)),
  };
};
