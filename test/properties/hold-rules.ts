import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { JournalEntry } from '#domain/pair/decision.ts';
import type { Reason } from '#domain/reason.ts';
import type { History } from './history.ts';
import { play } from './play.ts';
import type { World } from './world.ts';

/** `npm run test:million` plays a million. */
export const NUM_RUNS = Number(process.env.HISTORIES ?? 20_000) / 2;

/** The same histories in every run, so that a red run is about the change; `SEED=<n>` plays others. */
export const SEED = Number(process.env.SEED ?? 1);

export const TIMEOUT_MS = 60_000 + NUM_RUNS * 100;

const wholeJournal = async (world: World): Promise<readonly JournalEntry[]> => {
  const page = await world.store.readJournal(world.pair.id, { limit: 10_000 });
  return page.entries;
};

const expectAtRest = async (world: World): Promise<void> => {
  const state = await world.state();
  if (state === undefined) throw new Error('the pair was never looked at');
  expect(state.operation.kind === 'draining' && state.operation.phase !== 'releasing').toBe(false);
  expect(state.operation.kind).not.toBe('switching');
  expect(state.pending).toBe(false);
  for (const { instanceId } of Object.values(world.pair.units)) {
    const unit = instanceId === world.pair.units.first.instanceId ? world.units.first : world.units.second;
    const forgotten = state.operation.kind === 'idle' && unit.machine() === 'up';
    if (forgotten) expect(unit.cloudHa().healthPort).toBe(world.pair.healthCheck.port);
  }
};

const ENDS: readonly Reason[] = [
  'firmware-changed',
  'firmware-given-up',
  'firmware-put-off',
  'firmware-aborted',
];

/** Every order that was taken up has ended, or waits for people with a reason. */
const expectOrdersEnded = async (world: World): Promise<void> => {
  const state = await world.state();
  expect(state?.operation.kind).not.toBe('upgrading');
  if (state?.operation.kind !== 'idle' || state.firmware.interrupted !== undefined) return;
  // Newest first.
  const reasons = (await wholeJournal(world)).map(({ reason }) => reason);
  const begun = reasons.indexOf('firmware-begun');
  if (begun === -1) return;
  expect(reasons.slice(0, begun).some((reason) => ENDS.includes(reason))).toBe(true);
};

/** Every GEO order that reached us has ended, or waits for people with a reason. */
const expectGeoOrdersEnded = async ({ geo, state }: World): Promise<void> => {
  const operation = (await state())?.operation;
  expect(operation?.kind).not.toBe('syncing-geo');
  const halted = operation?.kind === 'halted' ? operation.operation : undefined;
  const waiting = halted?.kind === 'syncing-geo' ? [halted.order.id] : [];
  const known = new Set([...geo.ended, ...waiting]);
  expect([...geo.given.keys()].filter((id) => !known.has(id))).toEqual([]);
  expect([...geo.begun].filter((id) => !known.has(id))).toEqual([]);
};

const expectJournaled = async (world: World): Promise<void> => {
  const state = await world.state();
  const entries = await wholeJournal(world);
  const versions = new Set(entries.map(({ version }) => version));
  const claimed = Array.from({ length: state?.version ?? 0 }, (_, at) => at + 1);
  expect(claimed.filter((version) => !versions.has(version))).toEqual([]);
};

/** Plays histories; every action was held against the rules as it was taken (`guards.ts`). */
export const holdRules = (histories: fc.Arbitrary<History>, numRuns = NUM_RUNS): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const world = await play(history);
      await expectAtRest(world);
      await expectOrdersEnded(world);
      await expectGeoOrdersEnded(world);
      await expectJournaled(world);
    }),
    { numRuns, seed: SEED },
  );
