import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endProcess } from '#rehearsal/end-process.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { makeOfflineService, type OfflineService } from '#rehearsal/functions/offline-service.ts';
import { hostUnderServerlessOffline } from '#rehearsal/functions/serverless-offline.ts';
import { SAMPLE_PAIRS, SAMPLE_STANDALONES, SAMPLE_TIMING } from '#rehearsal/sample-estate.ts';
import { openLiveView } from '#rehearsal/view/live-view.ts';
import { journalText } from '#rehearsal/view/render.ts';
import type { JournalLine } from '#rehearsal/view/snapshot.ts';
import { Watcher } from '#rehearsal/view/watcher.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

const USAGE = 'npm start [-- --speed N] [--once]';
const PRINT_EVERY_MS = 500;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Arguments {
  readonly speed: number;
  /** End as soon as every pair is steady. */
  readonly once: boolean;
}

const readArguments = (): Arguments => {
  try {
    const { values } = parseArgs({
      options: { speed: { type: 'string', default: '1' }, once: { type: 'boolean', default: false } },
    });
    const speed = Number(values.speed);
    if (speed > 0 && Number.isFinite(speed)) return { speed, once: values.once };
    throw new UsageError(`not a speed: ${values.speed}`);
  } catch (error) {
    // What parseArgs throws for arguments it does not know.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const startSample = async (
  speed: number,
  service: OfflineService | undefined,
  reports: JournalLine[],
): Promise<WireWorld> => {
  const report = (words: string): void => void reports.push({ at: Date.now(), words: `! ${words}` });
  const world = await startWorld({
    pairs: SAMPLE_PAIRS,
    standalones: SAMPLE_STANDALONES,
    rules: await projectRules(),
    speed,
    seed: 1,
    timing: SAMPLE_TIMING,
    ...(service === undefined
      ? {}
      : { hostFunctions: (surroundings) => hostUnderServerlessOffline(service, surroundings) }),
    listeners: {
      onRecorded: () => undefined,
      onDelivered: (_region, { functionName, error }) => {
        if (error !== undefined) report(`${functionName} failed: ${String(error)}`);
      },
      onDefect: (error) => report(String(error)),
    },
  });
  for (const { region, functions } of world.regions) say(`${region}  ${functions.apiUrl}`);
  const [home] = world.regions;
  say(`try: curl -H 'accept: text/plain' ${home?.functions.apiUrl}/pairs/${SAMPLE_PAIRS[0]?.id}/explain`);
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
    if (stop.aborted) resolve();
  });
  await Promise.race([view.left, stopped]);
  view.close();
};

const live = async (world: WireWorld, reports: JournalLine[], once: boolean, stop: AbortSignal) => {
  const watcher = new Watcher(world, reports);
  try {
    await applyEstate(world);
    for (const { bus } of world.regions) bus.start();
    // Never settles when the user stops before: the scheduler forgets what it waits for.
    void world.settle().then(() => watcher.startTraffic());
    await watch(watcher, once, stop);
  } finally {
    await watcher.stop();
  }
};

/**
 * In real time the functions run as bundled for AWS under serverless-offline. They live on the machine's clock, so
 * where time runs faster they run in this process instead, on the rehearsal's.
 */
const run = async ({ speed, once }: Arguments): Promise<void> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const reports: JournalLine[] = [];
  say('bringing up two regions …');
  let service: OfflineService | undefined;
  try {
    if (speed === 1) service = await makeOfflineService();
    const world = await startSample(speed, service, reports);
    try {
      await live(world, reports, once, stop.signal);
    } finally {
      await world.stop();
    }
  } catch (error) {
    // What fails because everything is being stopped is no news.
    if (!stop.signal.aborted) throw error;
  } finally {
    await service?.remove();
  }
};

const main = async (): Promise<number> => {
  try {
    await run(readArguments());
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    return 2;
  }
};

endProcess(await main());
