import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { CUSTOMARY_HEALTH_PORT } from '#rehearsal/load-master/pair.ts';
import { placeOf } from '#rehearsal/world/addresses.ts';
import { type PairSpec, THRESHOLD } from '#rehearsal/world/estate-spec.ts';
import { HANDOVER_PORT, MANAGEMENT_PORT } from '#rehearsal/world/ports.ts';
import { REGION } from './steady-region.ts';

/* Pairs for audits: where both processes that serve them agree. All are in GEO clusters, in which there is most to read. */

export const REGION_INDEX = 0;

/**
 * Far below the 64 addresses that a unit takes. The last of a hundred pairs is alone in its cluster: lists that are not set
 * have to be asked for, which makes for the most calls.
 */
const PAIRS_PER_GEO_CLUSTER = 9;

/** What every unit takes. */
export const UNIT_USER = 'bal';
export const UNIT_PASSWORD = 'correct horse';

const HEALTH_CHECK_SECONDS = 10;

export const specOf = (number: number): PairSpec => ({
  id: `lm-${number}`,
  region: REGION,
  preferred: 'none',
  healthCheckSeconds: HEALTH_CHECK_SECONDS,
  geoCluster: `cluster-${Math.floor(number / PAIRS_PER_GEO_CLUSTER)}`,
  geoMaster: 'first',
});

export const unitPlace = (number: number, unit: UnitName) => placeOf(REGION, REGION_INDEX, number, unit);

/** Management endpoint and pin are made up: the process that serves the units knows them. */
const applianceOf = (number: number, unit: UnitName): Pair['units'][UnitName] => {
  const { instanceId, address } = unitPlace(number, unit);
  return {
    instanceId,
    address,
    management: `https://${address}:${MANAGEMENT_PORT}`,
    certificateSha256: 'ab'.repeat(32),
    credentials: `understudy/lm-${number}/${unit}`,
  };
};

/** Without windows for fixes. */
export const auditedPair = (number: number, targetGroups: readonly string[]): Pair => {
  const { id, geoCluster = '', geoMaster = 'first' } = specOf(number);
  return {
    id,
    region: REGION,
    mode: 'enforce',
    units: { first: applianceOf(number, 'first'), second: applianceOf(number, 'second') },
    targetGroups,
    healthCheck: {
      port: CUSTOMARY_HEALTH_PORT,
      handoverPort: HANDOVER_PORT,
      intervalMs: HEALTH_CHECK_SECONDS * SECOND_MS,
      healthyThreshold: THRESHOLD,
      unhealthyThreshold: THRESHOLD,
    },
    preferred: 'none',
    failback: DEFAULT_POLICIES.failback,
    splitBrain: DEFAULT_POLICIES.splitBrain,
    drain: { onRebalance: 'ignore', maintenanceLeadMs: MINUTE_MS, hookBudgetMs: MINUTE_MS },
    partnerSecret: `understudy/${geoCluster}/partner`,
    geoCluster,
    geoMaster,
  };
};
