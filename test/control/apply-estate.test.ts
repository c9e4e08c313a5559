import { beforeEach, describe, expect, it } from 'vitest';
import { applyEstate } from '#control/apply-estate.ts';
import type { Announcement, GeoStore, PairStore } from '#control/ports.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { Estate, Pair } from '#domain/estate/estate.ts';
import type { Operation } from '#domain/pair/state.ts';
import { type GeoDeclarations, makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { OTHER_REGION, pairOf, REGION, standaloneOf, stateOf } from '../store/declarations.ts';

const DRAINING: DrainOperation = {
  kind: 'draining',
  unit: 'first',
  phase: 'deregistering',
  startedAt: 1,
  phaseSince: 1,
  skipped: [],
  healthPortMoved: false,
  intent: {
    source: 'operator',
    id: 'drain-1',
    instanceId: pairOf(1).units.first.instanceId,
    requestedAt: 1,
    release: { kind: 'none' },
    why: 'test',
  },
};
const HALTED: Operation = {
  kind: 'halted',
  operation: DRAINING,
  because: 'partner-lost',
  haltedAt: 2,
};

const enforced = (number: number): Pair => pairOf(number, { mode: 'enforce' });
const abroad = (number: number): Pair => pairOf(number, { region: OTHER_REGION });
const estateOf = (pairs: readonly Pair[], standalones: Estate['standalones'] = []): Estate => ({
  pairs,
  standalones,
});

let store: PairStore;
let geo: GeoStore;
let published: Announcement[];
const apply = (estate: Estate, dryRun = false) => {
  const bus = { publish: async (sent: readonly Announcement[]) => void published.push(...sent) };
  return applyEstate({ store, geo, bus, region: REGION }, estate, { dryRun });
};
const declared = async () => (await store.readRegion(REGION)).pairs.map(({ pair }) => pair);
const operate = (number: number, operation: Operation) =>
  store.claim(REGION, stateOf(`lm-${number}`, 1, { operation }));

beforeEach(async () => {
  const declarations: GeoDeclarations = new Map();
  store = makeMemoryPairStore(declarations);
  geo = makeMemoryGeoStore(declarations);
  published = [];
  await store.writeEstate(REGION, estateOf([pairOf(1), pairOf(2), pairOf(3)], [standaloneOf(50)]));
});

describe('applying an estate', () => {
  const next = estateOf(
    [pairOf(1), enforced(2), pairOf(4), abroad(9)],
    [standaloneOf(51), { ...standaloneOf(60), region: OTHER_REGION }],
  );
  const ids = {
    created: ['lm-4', 'alone-51'],
    changed: ['lm-2'],
    removed: ['lm-3', 'alone-50'],
    unchanged: ['lm-1'],
    elsewhere: ['lm-9', 'alone-60'],
    geo: { lists: 0, units: 0, members: [] },
  };

  it('says what was created, changed, removed and left alone, and what is for other regions', async () => {
    expect(await apply(next)).toEqual({ kind: 'applied', ...ids, geoChanged: false });
    expect(published).toEqual([]);
    expect(await declared()).toEqual([pairOf(1), enforced(2), pairOf(4)]);
    expect((await store.readRegion(REGION)).standalones).toEqual([standaloneOf(51)]);
    expect(await store.readRegion(OTHER_REGION)).toEqual({ pairs: [], standalones: [], damaged: [] });
  });

  it('says the same beforehand and writes nothing', async () => {
    const before = await store.readRegion(REGION);
    expect(await apply(next, true)).toEqual({ kind: 'dry-run', ...ids });
    expect(await store.readRegion(REGION)).toEqual(before);
  });

  it('changes nothing the second time', async () => {
    await apply(next);
    expect(await apply(next)).toMatchObject({ created: [], changed: [], removed: [] });
  });

  it('removes a pair that moved to another region, and leaves declaring it to that region', async () => {
    const moved = estateOf([abroad(1), pairOf(2), pairOf(3)], [standaloneOf(50)]);
    expect(await apply(moved)).toMatchObject({ removed: ['lm-1'], elsewhere: ['lm-1'] });
  });
});

describe('a pair in the middle of an operation', () => {
  const others = [standaloneOf(50)];
  const changed = estateOf([enforced(1), pairOf(2), pairOf(3)], others);
  const removed = estateOf([pairOf(2), pairOf(3)], others);

  it.each([
    { what: 'changing one that drains', operation: DRAINING, estate: changed },
    { what: 'changing one that is halted', operation: HALTED, estate: changed },
    { what: 'removing one that drains', operation: DRAINING, estate: removed },
    { what: 'removing one that is halted', operation: HALTED, estate: removed },
  ])('refuses $what, also in a dry run, and applies nothing', async ({ operation, estate }) => {
    await operate(1, operation);
    const before = await store.readRegion(REGION);
    const withMore = estateOf([...estate.pairs, pairOf(7)], []);
    for (const dryRun of [true, false])
      expect(await apply(withMore, dryRun)).toEqual({ kind: 'refused', busy: ['lm-1'] });
    expect(await store.readRegion(REGION)).toEqual(before);
  });

  it('names every such pair and no other', async () => {
    await operate(1, DRAINING);
    await operate(2, { kind: 'idle' });
    await operate(3, HALTED);
    expect(await apply(estateOf([]))).toEqual({ kind: 'refused', busy: ['lm-1', 'lm-3'] });
  });

  it('is in nobody’s way who leaves it alone', async () => {
    await operate(1, DRAINING);
    const estate = estateOf([pairOf(1), enforced(2), pairOf(3)], others);
    expect(await apply(estate)).toMatchObject({
      kind: 'applied',
      changed: ['lm-2'],
      unchanged: expect.anything(),
    });
    expect((await store.readState(REGION, 'lm-1'))?.operation).toEqual(DRAINING);
  });

  it('may change while it is idle, and keeps its memory', async () => {
    await operate(1, { kind: 'idle' });
    expect(await apply(changed)).toMatchObject({ kind: 'applied', changed: ['lm-1'] });
    expect((await store.readState(REGION, 'lm-1'))?.version).toBe(1);
  });
});

describe('a pair with a damaged item', () => {
  /** The memory store never has one; the real one names it in `damaged`. */
  const damage = (id: string) => {
    const { readRegion } = store;
    store.readRegion = async (region) => {
      const { pairs, ...record } = await readRegion(region);
      return { ...record, pairs: pairs.filter(({ pair }) => pair.id !== id), damaged: [id] };
    };
  };

  it('is written again when declared, and removed when not', async () => {
    damage('lm-1');
    const rest = [pairOf(2), pairOf(3)];
    expect(await apply(estateOf([pairOf(1), ...rest], [standaloneOf(50)]), true)).toMatchObject({
      kind: 'dry-run',
      changed: ['lm-1'],
      created: [],
    });
    expect(await apply(estateOf(rest, [standaloneOf(50)]), true)).toMatchObject({ removed: ['lm-1'] });
  });

  it('refuses a file that is about another region, which would remove everything here', async () => {
    expect(await apply(estateOf([abroad(2)]))).toEqual({ kind: 'other-region', declares: [OTHER_REGION] });
    expect(await declared()).toHaveLength(3);
    expect(await apply(estateOf([]))).toMatchObject({ removed: ['lm-1', 'lm-2', 'lm-3', 'alone-50'] });
    expect(await apply(estateOf([abroad(2)]))).toMatchObject({ kind: 'applied' });
  });
});

describe('what an estate comes to for GEO', () => {
  const member = (number: number, more: Partial<Pair> = {}): Pair =>
    pairOf(number, { geoCluster: 'shop', geoMaster: 'first', ...more });
  const here = [member(1), member(2), pairOf(3)];
  const far = member(9, { region: OTHER_REGION });
  const declaredAbroad = () => store.writeEstate(OTHER_REGION, estateOf([...here, far]));

  it('is counted against what is stored here and what the other regions have declared', async () => {
    await declaredAbroad();
    const all = { lists: 9, units: 6, members: ['lm-1', 'lm-2', 'lm-9'] };
    const answer = await apply(estateOf([...here, far]), true);
    expect(answer).toMatchObject({ geo: { ...all, members: expect.arrayContaining(all.members) } });
    await apply(estateOf([...here, far]));
    expect(await apply(estateOf([...here, far]))).toMatchObject({ geo: { lists: 0, units: 0, members: [] } });
  });

  it('is told to all regions when the region has declared it, and not before', async () => {
    const told = [{ detailType: 'Geo Changed', detail: { region: REGION, what: 'declared' } }];
    const toldBefore: number[] = [];
    const { writeEstate } = store;
    store.writeEstate = async (region, estate) => {
      toldBefore.push(published.length);
      return writeEstate(region, estate);
    };
    await apply(estateOf(here), true);
    expect({ published, toldBefore }).toEqual({ published: [], toldBefore: [] });
    await apply(estateOf(here));
    expect({ published, toldBefore }).toEqual({ published: told, toldBefore: [0] });
    await apply(estateOf(here));
    expect(published).toEqual(told);
  });

  it('is told as well where only the regions of the file are others', async () => {
    await apply(estateOf(here));
    published.splice(0);
    expect(await apply(estateOf([...here, far]))).toMatchObject({ geo: { lists: 0 }, geoChanged: true });
    expect(published).toHaveLength(1);
  });
});
