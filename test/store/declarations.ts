import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { Appliance, Estate, Pair, Standalone } from '#domain/estate/estate.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';

export const REGION = 'eu-west-1';
export const OTHER_REGION = 'us-east-1';

/** Instance ids are numbered so that a test can tell them apart at a glance: `instance(7)`. */
export const instance = (number: number): string => `i-${number.toString(16).padStart(17, '0')}`;

const appliance = (number: number): Appliance => ({
  instanceId: instance(number),
  address: `10.0.${number >> 8}.${number & 255}`,
  management: `https://10.0.${number >> 8}.${number & 255}:8443`,
  certificateSha256: 'ab'.repeat(32),
  credentials: 'understudy/loadmaster',
});

/** Pair `number` has the instances `2 × number` and `2 × number + 1`. */
export const pairOf = (number: number, changes: Partial<Pair> = {}): Pair => ({
  id: `lm-${number}`,
  region: REGION,
  mode: 'observe',
  units: { first: appliance(2 * number), second: appliance(2 * number + 1) },
  targetGroups: [
    `arn:aws:elasticloadbalancing:${REGION}:111122223333:targetgroup/lm-${number}/0123456789abcdef`,
  ],
  healthCheck: {
    port: 8444,
    handoverPort: 8445,
    intervalMs: 10_000,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
  },
  preferred: 'none',
  failback: DEFAULT_POLICIES.failback,
  splitBrain: DEFAULT_POLICIES.splitBrain,
  drain: { onRebalance: 'ignore', maintenanceLeadMs: 3_600_000, hookBudgetMs: 3_600_000 },
  ...changes,
});

export const standaloneOf = (number: number): Standalone => ({
  id: `alone-${number}`,
  region: REGION,
  ...appliance(number),
});

export const stateOf = (pairId: string, version: number, changes: Partial<PairState> = {}): PairState => ({
  ...newPairState(pairId, 1_000),
  version,
  ...changes,
});

export const entryOf = (
  pairId: string,
  version: number,
  outcomes: JournalEntry['outcomes'] = [],
  evidence: readonly string[] = [],
): JournalEntry => ({
  pairId,
  version,
  at: 1_700_000_000_000 + version,
  by: 'watch',
  reason: 'situation-changed',
  from: 'steady',
  to: 'degraded',
  operation: 'idle',
  evidence,
  actions: [],
  outcomes,
});

export const estateOf = (...pairs: readonly Pair[]): Estate => ({ pairs, standalones: [] });

/** 0 up to, and without, `count`. */
export const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index);
