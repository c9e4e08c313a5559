import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { SAMPLE_PAIRS, SAMPLE_TIMING } from '#rehearsal/sample-estate.ts';
import { openLiveView } from '#rehearsal/view/live-view.ts';
import { journalText } from '#rehearsal/view/render.ts';
import { Watcher } from '#rehearsal/view/watcher.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

const USAGE = 'npm start [-- --speed N] [--once]';
const PRINT_EVERY_MS = 500;

interface Arguments {
  readonly speed: number;
  /** End as soon as every pair is steady. */
  readonly once: boolean;
}

/** @throws TypeError for arguments that are not in the usage */
const readArguments = (): Arguments => {
  const { values } = parseArgs({
    options: { speed: { type: 'string', default: '1' }, once: { type: 'boolean', default: false } },
  });
  const speed = Number(values.speed);
  if (!(speed > 0 && Number.isFinite(speed))) throw new TypeError(`not a speed: ${values.speed}`);
  return { speed, once: values.once };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Declares the estate as an operator does: the same file through the API of each region. */
const applyEstate = async ({ regions, estate }: WireWorld): Promise<void> => {
  const body = JSON.stringify(estateInDocument(estate.pairs, estate.standalones));
  for (const { functions } of regions) {
    const response = await fetch(`${functions.apiUrl}/estate`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-understudy-operator': 'rehearsal' },
      body,
    });
    if (!response.ok) throw new Error(`the estate was not applied: ${await response.text()}`);
  }
};

const startSample = async (speed: number): Promise<WireWorld> => {
  const complain = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  const world = await startWorld({
    pairs: SAMPLE_PAIRS,
    rules: await projectRules(),
    speed,
    seed: 1,
    timing: SAMPLE_TIMING,
    listeners: {
      onRecorded: () => undefined,
      onDelivered: () => undefined,
      onDefect: complain,
    },
  });
  for (const { region, functions } of world.regions) say(`${region}  ${functions.apiUrl}`);
  say(
    `try: curl ${world.regions[0]?.functions.apiUrl}/pairs/${SAMPLE_PAIRS[0]?.id}/explain -H 'accept: text/plain'`,
  );
  return world;
};

const isSteady = async (watcher: Watcher): Promise<boolean> => {
  const { regions } = await watcher.look();
  return regions.every(({ pairs }) => pairs.every(({ situation }) => situation === 'steady'));
};

/** Without a terminal: the journal as it grows, line by line, until the signal or, with `once`, until all is steady. */
const printJournal = async (watcher: Watcher, once: boolean, stop: AbortSignal): Promise<void> => {
  while (!stop.aborted) {
    for (const line of await watcher.readJournal()) say(journalText(line));
    if (once && (await isSteady(watcher))) return;
    await sleep(PRINT_EVERY_MS);
  }
};

const watch = async (watcher: Watcher, once: boolean, stop: AbortSignal): Promise<void> => {
  if (once || !process.stdout.isTTY || !process.stdin.isTTY) return printJournal(watcher, once, stop);
  const view = openLiveView(watcher);
  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve());
  });
  await Promise.race([view.left, stopped]);
  view.close();
};

const run = async ({ speed, once }: Arguments): Promise<void> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const world = await startSample(speed);
  const watcher = new Watcher(world);
  try {
    await applyEstate(world);
    for (const { bus } of world.regions) bus.start();
    // A stop in the middle ends the waiting too: the scheduler forgets it.
    void world.settle();
    await watch(watcher, once, stop.signal);
  } finally {
    await watcher.stop();
    await world.stop();
  }
};

const main = async (): Promise<number> => {
  try {
    const args = readArguments();
    await run(args);
    return 0;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error) && !String(error).includes('not a speed'))
      throw error;
    process.stderr.write(`${String(error)}\n${USAGE}\n`);
    return 2;
  }
};

process.exitCode = await main();
