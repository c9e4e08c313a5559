import { RULES } from '#domain/audit/rule-pack.ts';
import { runRules } from '#domain/audit/run-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { countCalls } from './audit-calls.ts';
import { type Asked, type AuditedRuns, makeAuditedRuns } from './audited-runs.ts';
import { startUnitProcess } from './audited-unit-process.ts';
import { median, rounded } from './comparison.ts';
import { cpuMs } from './processor-time.ts';
import { startRegionProcess } from './region-process.ts';
import type { BenchResult } from './result.ts';

/*
 * An audit of 100 pairs, from the reads of the table to what is written down, next to a bare loop of the same calls through
 * the same clients to the same endpoints: the ratio is what Understudy itself costs. Every pair is as it should be, and has
 * what makes for the most calls: two target groups, a load balancer of its own to which half of the pairs leave cross-zone
 * load balancing, instances outside Auto Scaling, and units in a GEO cluster. No call waits for a budget or for a unit's
 * call rate on either side. Security Hub, fixes and backups are off. The sides change turns after every 20 pairs, as many as
 * the schedule has at a turn: what slows the machine down for some seconds is then in both.
 */

const PAIRS = 100;
const UNITS = 2 * PAIRS;
const TARGET_GROUPS = 2 * PAIRS;

const LIMITS = {
  /** Beyond what is read in bulk, and what Elastic Load Balancing tells of one target group at a time. */
  awsCallsPerPair: 3,
  /** Of the unit that gets the most. */
  loadMasterCallsPerUnit: 12,
  /** Less than this, of processor time: what else a machine does is not the rules'. */
  ruleMsPerPair: 1,
  ratio: 1.3,
} as const;

const WARM_UPS = 2;
const ROUNDS = 9;

const RULE_WARM_UPS = 10;
const RULE_ROUNDS = 50;

/** What a round asked for: each asks for the same. */
const measure = async ({ comparison, auditAll }: AuditedRuns): Promise<readonly Asked[]> => {
  for (let round = 0; round < WARM_UPS; round++) await auditAll();
  comparison.forget();
  for (let round = 1; round < ROUNDS; round++) await auditAll();
  return auditAll();
};

/** A sample is the mean over all pairs: one alone is too short for the clock of processor time. */
const medianRuleMs = (snapshots: readonly PairSnapshot[]): number => {
  const samples: number[] = [];
  for (let round = 0; round < RULE_WARM_UPS + RULE_ROUNDS; round++) {
    const before = cpuMs();
    for (const snapshot of snapshots) runRules(RULES, snapshot);
    samples.push((cpuMs() - before) / snapshots.length);
  }
  return median(samples.slice(RULE_WARM_UPS));
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const figuresOf = ({ comparison, snapshots }: AuditedRuns, asked: readonly Asked[]) => {
  const { ratio, oursMs, bareMs } = comparison.medians();
  const { bulk, ofTargetGroups, ofPairs, tableReads, tableWrites } = countCalls(
    asked.map(({ calls }) => calls),
  );
  // One connection carries a unit's calls; each more would be a TLS handshake made apart.
  const furtherHandshakes = sumOf(asked.map(({ units }) => units.connections)) / UNITS - 1;
  return {
    awsCallsPerPair: ofPairs / PAIRS,
    awsCallsPerTargetGroup: ofTargetGroups / TARGET_GROUPS,
    bulkCalls: bulk,
    awsCalls: ofPairs + ofTargetGroups + bulk,
    loadMasterCallsPerUnit: Math.max(...asked.map(({ units }) => units.most)) + furtherHandshakes,
    ruleMsPerPair: medianRuleMs(snapshots()),
    ratio,
    auditMs: oursMs * asked.length,
    bareMs: bareMs * asked.length,
    tableReadsPerPair: tableReads / PAIRS,
    tableWritesPerPair: tableWrites / PAIRS,
  };
};

/** Times are medians over turns, those of an audit as many times that as it has turns. Calls are those of one audit. */
export const run = async (): Promise<BenchResult> => {
  await using region = await startRegionProcess(PAIRS, 'audited');
  await using units = await startUnitProcess(PAIRS);
  const runs = await makeAuditedRuns(region, units);
  const figures = figuresOf(runs, await measure(runs));
  return {
    passed:
      figures.awsCallsPerPair <= LIMITS.awsCallsPerPair &&
      figures.loadMasterCallsPerUnit <= LIMITS.loadMasterCallsPerUnit &&
      figures.ruleMsPerPair < LIMITS.ruleMsPerPair &&
      figures.ratio <= LIMITS.ratio,
    figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)])),
  };
};
