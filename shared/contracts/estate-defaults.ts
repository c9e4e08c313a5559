import type { PoliciesInFile } from '#contracts/estate-file.ts';
import type { FailbackPolicy, Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** What a pair has of its policies. */
export type Policies = Pick<Pair, 'mode' | 'healthCheck' | 'preferred' | 'failback' | 'splitBrain' | 'drain'>;

/** What holds where neither the pair nor the file's `defaults` says otherwise. */
export const DEFAULT_POLICIES = {
  mode: 'observe',
  healthCheck: {
    // LoadMaster HA for AWS, 6.1: override port 8444, healthy threshold 2, interval 10 seconds.
    port: 8444,
    handoverPort: 8445,
    intervalMs: 10 * SECOND_MS,
    healthyThreshold: 2,
    // Elastic Load Balancing API, CreateTargetGroup, UnhealthyThresholdCount: the default is 2.
    unhealthyThreshold: 2,
  },
  // "For normal operating conditions, KEMP recommends selecting No Preferred Host": LoadMaster High Availability
  // feature description, Switch to Preferred Server. A unit as delivered says Prefer First (LoadMaster HA for AWS, 6.2).
  preferred: 'none',
  failback: {
    policy: 'native',
    holdDownMs: 5 * MINUTE_MS,
    windows: [],
    flapLimit: 3,
    flapWithinMs: HOUR_MS,
  },
  splitBrain: 'repair',
  drain: {
    onRebalance: 'ignore',
    maintenanceLeadMs: HOUR_MS,
    hookBudgetMs: HOUR_MS,
  },
} satisfies Policies;

/**
 * Of what others say only what can hold is taken over: without a preferred host there is nothing to return to, and units
 * that return by themselves wait for no window. What is declared here stays, for `contradictions` to refuse.
 */
const fillFailback = (
  { failback: declared }: PoliciesInFile,
  preferred: Pair['preferred'],
  fallback: FailbackPolicy,
): FailbackPolicy => {
  const policy = declared?.policy ?? (preferred === 'first' ? fallback.policy : 'native');
  return {
    policy,
    holdDownMs: declared?.holdDown ?? fallback.holdDownMs,
    windows: declared?.windows ?? (policy === 'native' ? [] : fallback.windows),
    flapLimit: declared?.flapLimit ?? fallback.flapLimit,
    flapWithinMs: declared?.flapWithin ?? fallback.flapWithinMs,
  };
};

/** The policies as declared, with those of `fallback` where nothing is declared. */
export const fillPolicies = (declared: PoliciesInFile, fallback: Policies): Policies => {
  const { healthCheck, drain, preferred = fallback.preferred } = declared;
  return {
    mode: declared.mode ?? fallback.mode,
    preferred,
    failback: fillFailback(declared, preferred, fallback.failback),
    splitBrain: declared.splitBrain ?? fallback.splitBrain,
    healthCheck: {
      port: healthCheck?.port ?? fallback.healthCheck.port,
      handoverPort: healthCheck?.handoverPort ?? fallback.healthCheck.handoverPort,
      intervalMs: healthCheck?.interval ?? fallback.healthCheck.intervalMs,
      healthyThreshold: healthCheck?.healthyThreshold ?? fallback.healthCheck.healthyThreshold,
      unhealthyThreshold: healthCheck?.unhealthyThreshold ?? fallback.healthCheck.unhealthyThreshold,
    },
    drain: {
      onRebalance: drain?.onRebalance ?? fallback.drain.onRebalance,
      maintenanceLeadMs: drain?.maintenanceLead ?? fallback.drain.maintenanceLeadMs,
      hookBudgetMs: drain?.hookBudget ?? fallback.drain.hookBudgetMs,
    },
  };
};
