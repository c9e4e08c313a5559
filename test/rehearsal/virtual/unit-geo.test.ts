import { beforeEach, expect, it } from 'vitest';
import { SECOND_MS } from '#domain/time.ts';
import { virtualLoadMasters } from '#rehearsal/virtual/ports.ts';
import { listsOf, setGeoLists, synchroniseConfiguration } from '#rehearsal/virtual/unit-geo.ts';
import { makeVirtualJobs } from '#rehearsal/virtual/unit-jobs.ts';
import { makeRunningPair, type VirtualPair } from '../load-master/virtual-pair.ts';

const FIRST = { pairId: 'pair-a', unit: 'first' } as const;
const SECOND = { pairId: 'pair-a', unit: 'second' } as const;
const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
const LISTS = { access: ['10.0.1.5', '10.9.0.1'], partners: ['10.9.0.1'] };
const many = Array.from({ length: 65 }, (_, nth) => `10.8.0.${nth}`);

let pair: VirtualPair;
let made: ReturnType<typeof makeVirtualJobs>;
beforeEach(() => {
  pair = makeRunningPair();
  const { scheduler } = pair;
  made = makeVirtualJobs({
    unitOf: ({ unit }) => pair[unit],
    scheduler,
    faults: () => 'ok',
    images: new Map(),
  });
});

const readGeo = async (ref: typeof FIRST | typeof SECOND | typeof SOLO) => {
  const loadMasters = virtualLoadMasters(
    ({ unit }) => pair[unit],
    () => 'ok',
  );
  const [reading] = await loadMasters.readGeo([ref]);
  return reading;
};

const run = async (
  ref: typeof FIRST | typeof SECOND,
  lists: object,
  passing: () => void = () => undefined,
) => {
  await made.port.begin(ref, 'j1', { kind: 'set-geo-lists', lists });
  passing();
  pair.scheduler.advance(10 * SECOND_MS);
  const [reading] = await made.port.readJobs([ref]);
  return reading?.kind === 'read' ? reading.value : reading;
};

it('a virtual unit has the lists that a job has set, and its partner does not', async () => {
  expect(await readGeo(FIRST)).toMatchObject({ value: { access: [], partners: [] } });
  expect(await run(FIRST, LISTS)).toMatchObject({ state: 'done', key: expect.any(String) });
  expect(await readGeo(FIRST)).toMatchObject({ value: { enabled: true, ...LISTS } });
  expect(await readGeo(SECOND)).toMatchObject({ value: { access: [], partners: [] } });
});

it('a list that is not given stays', async () => {
  await run(FIRST, LISTS);
  await made.port.begin(FIRST, 'j2', { kind: 'set-geo-lists', lists: { partners: [] } });
  pair.scheduler.advance(10 * SECOND_MS);
  expect(await readGeo(FIRST)).toMatchObject({ value: { ...LISTS, partners: [] } });
});

it.each([
  { ref: FIRST, lists: { ...LISTS, partners: many }, code: 'geo-list-too-long', failedAt: 'partners' },
  { ref: FIRST, lists: { ...LISTS, access: many }, code: 'geo-list-too-long', failedAt: 'access' },
  { ref: SECOND, lists: LISTS, code: 'loadmaster-command', failedAt: 'access' },
])('a job ends as on the wire: $code at $failedAt', async ({ ref, lists, code, failedAt }) => {
  expect(await run(ref, lists)).toMatchObject({ state: 'failed', code, failedAt, key: expect.any(String) });
  const access = failedAt === 'partners' ? LISTS.access : [];
  expect(await readGeo(ref)).toMatchObject({ value: { access, partners: [] } });
});

it.each([
  { standbyRejectsWrites: 'off', code: 'loadmaster-command' },
  { standbyRejectsWrites: 422, code: 'loadmaster-command' },
  { standbyRejectsWrites: 403, code: 'loadmaster-permission' },
] as const)('a standby that refuses with $standbyRejectsWrites: $code', ({ standbyRejectsWrites, code }) => {
  const { second } = makeRunningPair({ behaviour: { standbyRejectsWrites } });
  expect(setGeoLists(second, LISTS)).toEqual({ code, failedAt: 'access' });
  expect(setGeoLists(second, { access: [], partners: [] })).toBeUndefined();
});

it('a unit that synchronises its configuration sends its partner both lists, soon after a change', () => {
  const synchronised = makeRunningPair({ behaviour: { geoListsSynchronised: true } });
  const { first, second, scheduler } = synchronised;
  synchroniseConfiguration(synchronised, scheduler);
  setGeoLists(first, LISTS);
  expect(listsOf(second)).toEqual({ access: [], partners: [] });
  scheduler.advance(5 * SECOND_MS);
  expect(listsOf(second)).toEqual(LISTS);
});

it('a unit that goes down has no backup and no lists', async () => {
  const ended = await run(FIRST, LISTS, () => pair.first.powerOff());
  expect(ended).toMatchObject({ state: 'failed', code: 'loadmaster-unreachable', failedAt: 'backup' });
  expect(ended).not.toHaveProperty('key');
  expect(await readGeo(FIRST)).toEqual({ kind: 'unread', code: 'loadmaster-unreachable' });
});

it('there are no standalones', async () => {
  expect(await readGeo(SOLO)).toEqual({ kind: 'unread', code: 'gateway-error' });
  await expect(made.port.begin(SOLO, 'j1', { kind: 'backup' })).rejects.toThrow('solo-1');
});
