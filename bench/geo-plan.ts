import { listChanges } from '#domain/geo/list-changes.ts';
import { allLists } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { planGeo } from '#domain/geo/plan-geo.ts';
import { bareLists } from './bare-lists.ts';
import { type Comparison, makeComparison, median, rounded } from './comparison.ts';
import { emptyReports, geoPair } from './geo-estate.ts';
import { monotonicMs } from './monotonic.ts';
import { cpuMs } from './processor-time.ts';
import type { BenchResult } from './result.ts';

/*
 * 200 pairs in 5 regions. `ratio`: the lists of all units, next to a script that makes the same lists. `planMs`: lists,
 * digests and the plan, when every list is wrong. In one cluster the lists grow with the square of the pairs; in 20
 * they are short.
 */

const PAIRS = 200;
const LISTS_PER_PAIR = 3;
const MANY = 20;
/** The plan is held to its processor time: what else a machine does is not the plan's. */
const LIMITS = { planCpuMs: 50, ratio: 1 } as const;

const WARM_UPS = 30;
const ROUNDS = 60;

const estateOf = (clusters: number, pairs = PAIRS): readonly GeoMember[] =>
  Array.from({ length: pairs }, (_, at) => geoPair(at, clusters));

const timed = (work: () => unknown): Promise<number> => {
  const startedAtMs = monotonicMs();
  work();
  return Promise.resolve(monotonicMs() - startedAtMs);
};

/** Our lists next to the script's. */
const compareLists = (members: readonly GeoMember[]): Comparison =>
  makeComparison(
    () => timed(() => allLists(members)),
    () => timed(() => bareLists(members)),
  );

interface Planning {
  readonly round: () => Promise<void>;
  readonly ms: number[];
  readonly cpuMs: number[];
  readonly lists: number;
}

const planning = (members: readonly GeoMember[]): Planning => {
  const topology = { kind: 'complete', members } as const;
  const reports = emptyReports(members);
  const [ms, cpu]: [number[], number[]] = [[], []];
  return {
    round: async () => {
      const before = cpuMs();
      ms.push(await timed(() => planGeo(topology, reports)));
      cpu.push(cpuMs() - before);
    },
    ms,
    cpuMs: cpu,
    lists: planGeo(topology, reports).totals.lists,
  };
};

const measure = async (clusters: number) => {
  const members = estateOf(clusters);
  const [lists, plan] = [compareLists(members), planning(members)];
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    if (round === WARM_UPS) lists.forget();
    await lists.round();
    await plan.round();
  }
  return {
    ...lists.medians(),
    planMs: median(plan.ms.slice(WARM_UPS)),
    planCpuMs: median(plan.cpuMs.slice(WARM_UPS)),
    planned: plan.lists,
  };
};

/** What one pair more comes to. */
const addOne = async (clusters: number) => {
  const [before, after] = [estateOf(clusters), estateOf(clusters, PAIRS + 1)];
  const ms: number[] = [];
  for (let round = 0; round < WARM_UPS + ROUNDS; round++)
    ms.push(await timed(() => listChanges(before, after)));
  return { lists: listChanges(before, after).lists, ms: median(ms.slice(WARM_UPS)) };
};

export const run = async (): Promise<BenchResult> => {
  const [one, many, added] = [await measure(1), await measure(MANY), await addOne(MANY)];
  const touched = (PAIRS / MANY + 1) * LISTS_PER_PAIR;
  return {
    passed:
      one.ratio <= LIMITS.ratio &&
      [one, many].every(
        ({ planCpuMs, planned }) => planCpuMs < LIMITS.planCpuMs && planned === PAIRS * LISTS_PER_PAIR,
      ) &&
      added.lists === touched,
    figures: {
      ratio: rounded(one.ratio),
      ratio20Clusters: rounded(many.ratio),
      planMs: rounded(one.planMs),
      planCpuMs: rounded(one.planCpuMs),
      planMs20Clusters: rounded(many.planMs),
      listsPlanned: one.planned,
      onePairMoreMs20Clusters: rounded(added.ms),
      onePairMoreLists20Clusters: added.lists,
    },
  };
};
