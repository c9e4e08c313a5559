import { sweepRegion, type WatchPlan } from '#control/watch-region.ts';
import { makeBarePass } from './bare-pass.ts';
import { type Comparison, makeComparison } from './comparison.ts';
import { makeRegionClients } from './region-clients.ts';
import { makeRegionControlPlane } from './region-control-plane.ts';
import type { RegionProcess } from './region-process.ts';
import { logRequests, type SentRequest } from './request-log.ts';
import { REGION } from './steady-region.ts';

/** Requests of one pass. */
export interface PassCalls {
  readonly describeTargetHealth: number;
  readonly describeInstances: number;
  /** To the table. */
  readonly writes: number;
}

/** Passes of `watch` over one region, next to the bare calls. */
export interface WatchedRegion {
  readonly pairs: number;
  readonly comparison: Comparison;
  /** Of every pass of ours so far. */
  readonly calls: readonly PassCalls[];
}

/** One pass looks at every pair, and only once. */
const PLAN: WatchPlan = { region: REGION, targetGroupsPerPass: 10_000, lookForMs: 0 };

const WRITE = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)/;

const countCalls = (requests: readonly SentRequest[]): PassCalls => {
  const count = (pattern: RegExp): number => requests.filter(({ command }) => pattern.test(command)).length;
  return {
    describeTargetHealth: count(/^DescribeTargetHealth/),
    describeInstances: count(/^DescribeInstances/),
    writes: count(WRITE),
  };
};

const timed = async (pass: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await pass();
  return performance.now() - startedAt;
};

/**
 * Declares the region's pairs and looks at them once, which writes down what was seen: from then on nothing changes.
 * A pass throws when the region turns out not to be steady. `runs` is how many passes make a sample.
 */
export const watchRegion = async (region: RegionProcess, runs: number): Promise<WatchedRegion> => {
  const pairs = region.pairs.length;
  const clients = makeRegionClients(region);
  const { hands, observers } = makeRegionControlPlane(clients, region.tableName);
  const pass = async (): Promise<void> => {
    const { looked, moving } = await sweepRegion(hands, observers, PLAN);
    if (looked !== pairs || moving > 0) throw new Error(`not steady: looked at ${looked}, ${moving} moving`);
  };
  await hands.store.writeEstate(REGION, { pairs: region.pairs, standalones: [] });
  await pass();
  const requests = logRequests(clients);
  const calls: PassCalls[] = [];
  const ours = async (): Promise<number> => {
    requests.take();
    const tookMs = await timed(pass);
    calls.push(countCalls(requests.take()));
    return tookMs;
  };
  const bare = makeBarePass(clients, region);
  return { pairs, calls, comparison: makeComparison(ours, () => timed(bare), runs) };
};
