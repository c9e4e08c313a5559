import type { PoliciesInFile } from '#contracts/estate-file.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** What a pair has of its policies. */
export type Policies = Pick<Pair, 'mode' | 'healthCheck' | 'preferred' | 'drain'>;

/** What holds where neither the pair nor the file's `defaults` says otherwise. */
export const DEFAULT_POLICIES: Policies = {
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
  drain: {
    onRebalance: 'ignore',
    maintenanceLeadMs: HOUR_MS,
    hookBudgetMs: HOUR_MS,
  },
};

/** The policies as declared, with those of `fallback` where nothing is declared. */
export const fillPolicies = (declared: PoliciesInFile, fallback: Policies): Policies => {
  const { healthCheck, drain } = declared;
  return {
    mode: declared.mode ?? fallback.mode,
    preferred: declared.preferred ?? fallback.preferred,
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
