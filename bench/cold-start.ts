import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeComparison, rounded } from './comparison.ts';
import { bundleFunction, bundleNaively } from './function-bundle.ts';
import { importMs } from './import-time.ts';
import type { BenchResult } from './result.ts';

/*
 * What a function costs before it can do anything: reading, compiling and running its bundle in a fresh process, next to
 * a naive bundle of the same clients.
 */

const LIMITS = { ratio: 0.3, kb: 500 } as const;
const WARM_UPS = 2;
const ROUNDS = 15;

const LOOKING = [
  '@aws-sdk/client-ec2',
  '@aws-sdk/client-elastic-load-balancing-v2',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-eventbridge',
  '@aws-sdk/client-lambda',
] as const;

/** The functions with limits, and the clients that each uses. */
const FUNCTIONS = [
  { name: 'watch', clients: LOOKING },
  { name: 'drain', clients: [...LOOKING, '@aws-sdk/client-auto-scaling'] },
  { name: 'failback', clients: LOOKING },
] as const;

const measure = async (
  { name, clients }: (typeof FUNCTIONS)[number],
  directory: string,
): Promise<BenchResult> => {
  const ours = await bundleFunction(name, directory);
  const naive = await bundleNaively(clients, directory);
  const comparison = makeComparison(
    () => importMs(ours.file),
    () => importMs(naive),
  );
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    if (round === WARM_UPS) comparison.forget();
    await comparison.round();
  }
  const { oursMs, bareMs } = comparison.medians();
  const ratio = oursMs / bareMs;
  return {
    passed: ratio <= LIMITS.ratio && ours.importedKb <= LIMITS.kb,
    figures: {
      [`${name}.ratio`]: rounded(ratio),
      [`${name}.importMs`]: rounded(oursMs),
      [`${name}.naiveImportMs`]: rounded(bareMs),
      [`${name}.kb`]: rounded(ours.importedKb),
      [`${name}.onDemandKb`]: rounded(ours.onDemandKb),
    },
  };
};

export const run = async (): Promise<BenchResult> => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-cold-start-'));
  try {
    const results: BenchResult[] = [];
    for (const one of FUNCTIONS) results.push(await measure(one, directory));
    return {
      passed: results.every(({ passed }) => passed),
      figures: Object.assign({}, ...results.map(({ figures }) => figures)),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
};
