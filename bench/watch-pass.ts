import { IDS_PER_CALL } from '#aws/instances.ts';
import { median, rounded } from './comparison.ts';
import { startRegionProcess } from './region-process.ts';
import type { BenchResult } from './result.ts';
import { type PassCalls, type WatchedRegion, watchRegion } from './watched-region.ts';

/*
 * A pass of `watch` over steady pairs, next to a bare loop of the same calls through the same clients to the same
 * endpoints: the ratio is what Understudy itself costs.
 */

const LIMITS = {
  ratio: 1.3,
  /** Ten times the pairs may take ten times as long and a little more. */
  growth: 11,
} as const;

const WARM_UPS = 1;
const ROUNDS = 9;
const UNITS_PER_PAIR = 2;

/** The sizes take turns like the two sides do, because `growth` compares them. */
const takeTurns = async (watched: readonly WatchedRegion[], rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    for (const { comparison } of watched) await comparison.round();
  }
};

const measure = async (watched: readonly WatchedRegion[]): Promise<void> => {
  await takeTurns(watched, WARM_UPS);
  for (const { comparison } of watched) comparison.forget();
  await takeTurns(watched, ROUNDS);
};

/** Each target group asked exactly once, EC2 at most once per 100 units, nothing written. */
const keepsToCalls = ({ pairs, calls }: WatchedRegion): boolean =>
  calls.every(
    ({ describeTargetHealth, describeInstances, writes }) =>
      describeTargetHealth === pairs &&
      describeInstances <= Math.ceil((pairs * UNITS_PER_PAIR) / IDS_PER_CALL) &&
      writes === 0,
  );

const mostIn = (watched: readonly WatchedRegion[], of: (calls: PassCalls, pairs: number) => number): number =>
  Math.max(...watched.flatMap(({ pairs, calls }) => calls.map((each) => of(each, pairs))));

/** How many times as long a pass over the larger region takes, by rounds that followed one another. */
const growthOf = (smaller: WatchedRegion, larger: WatchedRegion): number => {
  const before = smaller.comparison.samples();
  return median(
    larger.comparison.samples().map(({ oursMs }, round) => oursMs / (before[round]?.oursMs ?? Number.NaN)),
  );
};

/** Passes over 10, 100 and 1,000 pairs. Times are medians; calls are the most that any pass made. */
export const run = async (): Promise<BenchResult> => {
  await using tenPairs = await startRegionProcess(10);
  await using hundredPairs = await startRegionProcess(100);
  await using thousandPairs = await startRegionProcess(1_000);
  const ten = await watchRegion(tenPairs, 10);
  const hundred = await watchRegion(hundredPairs, 5);
  const thousand = await watchRegion(thousandPairs, 1);
  const watched = [ten, hundred, thousand];
  await measure(watched);
  const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
  const { ratio: ratio100 } = hundred.comparison.medians();
  const { ratio: ratio1000, oursMs } = thousand.comparison.medians();
  const growth = growthOf(hundred, thousand);
  return {
    passed:
      ratio100 <= LIMITS.ratio &&
      ratio1000 <= LIMITS.ratio &&
      growth <= LIMITS.growth &&
      watched.every(keepsToCalls),
    figures: {
      ratio10: rounded(ten.comparison.medians().ratio),
      ratio100: rounded(ratio100),
      ratio1000: rounded(ratio1000),
      growth: rounded(growth),
      passMs1000: rounded(oursMs),
      describeTargetHealthPerTargetGroup: mostIn(
        watched,
        (calls, pairs) => calls.describeTargetHealth / pairs,
      ),
      describeInstances: mostIn(watched, (calls) => calls.describeInstances),
      writes: mostIn(watched, (calls) => calls.writes),
      rssMb,
    },
  };
};
