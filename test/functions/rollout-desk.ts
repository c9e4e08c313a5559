import type { Pair } from '#domain/estate/estate.ts';
import type { PairProgress, Rollout } from '#domain/rollout/rollout.ts';
import { progressOf, READY } from '../domain/rollout/rollout-samples.ts';
import { type Desk, type DeskSetup, makeDesk } from './api-desk.ts';

export const HOME = 'eu-west-1';
export const ABROAD = 'us-east-1';
export const ROLLOUTS = 'POST /rollouts';

/** What is asked for at least. */
export const ASKED = {
  target: '7.2.62.0',
  image: { key: 'images/7.2.62.0.22999.RELEASE.PATCH-64-MULTICORE', sha256: 'ab'.repeat(32) },
  why: 'change 4711',
} as const;

const like = (pair: Pair, id: string, region: string = HOME): Pair => ({ ...pair, id, region });

/** A desk with three pairs in its own region and one in another. */
export const makeFleetDesk = async (setup: DeskSetup = {}): Promise<Desk> => {
  const desk = await makeDesk(setup);
  const { pair, store } = desk;
  const pairs = [pair, like(pair, 'pair-b'), like(pair, 'edge'), like(pair, 'far', ABROAD)];
  for (const region of [HOME, ABROAD]) await store.writeEstate(region, { pairs, standalones: [] });
  return desk;
};

/** Plans a rollout through the API and answers with its id. */
export const planned = async (desk: Desk, more: object = { all: true }): Promise<string> => {
  const { status, body } = await desk.ask(ROLLOUTS, { body: { ...ASKED, ...more } });
  if (status !== 201) throw new Error(JSON.stringify(body));
  desk.published.splice(0);
  return String(body.id);
};

export const storedIn = async ({ rollouts }: Desk, id: string): Promise<Rollout> => {
  const record = await rollouts.readRollout(id);
  if (record === undefined) throw new Error(`${id} is not stored`);
  return record.rollout;
};

/** What the regions say now: `of` for the pairs that are named, ready for the others. */
export const report = async (
  desk: Desk,
  id: string,
  of: Readonly<Record<string, PairProgress>> = {},
): Promise<void> => {
  const record = await desk.rollouts.readRollout(id);
  if (record === undefined) throw new Error(`${id} is not stored`);
  const now = desk.scheduler.now();
  const ready = Object.fromEntries(
    record.rollout.pairs.map(({ pairId }) => [pairId, { ...READY, checkedAt: now }]),
  );
  for (const one of progressOf(record.rollout, { ...ready, ...of }, now)) {
    const before = record.progress.find(({ region }) => region === one.region);
    await desk.rollouts.claimProgress({ ...one, version: (before?.version ?? 0) + 1 });
  }
};

export const command = (desk: Desk, id: string, body: object, more: object = {}): ReturnType<Desk['ask']> =>
  desk.ask(`POST /rollouts/${id}/operation`, { body: { why: 'tonight', ...body }, ...more });

/** A rollout of all pairs of the region that runs. */
export const startedRollout = async (desk: Desk): Promise<string> => {
  const id = await planned(desk);
  await report(desk, id);
  await command(desk, id, { command: 'start' });
  desk.published.splice(0);
  return id;
};
