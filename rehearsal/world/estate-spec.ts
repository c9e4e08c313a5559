import type { FailbackPolicy, Pair, UnitName } from '#domain/estate/estate.ts';
import type { SpotRequestType } from '#rehearsal/cloud/ec2/types.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import type { Platform } from '#rehearsal/load-master/types.ts';

/** A pair that a rehearsal needs. What is left out is as in {@link DEFAULT_PAIR}. */
export interface PairSpec {
  /** Lower-case letters, digits and hyphens; becomes part of AWS names. */
  readonly id: string;
  readonly region: string;
  readonly mode?: Pair['mode'];
  readonly preferred?: Pair['preferred'];
  readonly failback?: Partial<FailbackPolicy>;
  readonly splitBrain?: Pair['splitBrain'];
  /** The unit that is active when the rehearsal begins: only the first where the units themselves prefer it. */
  readonly activeAtStart?: UnitName;
  /** Units on spot capacity; on-demand with termination protection otherwise. */
  readonly spot?: SpotRequestType;
  /** The units' Auto Scaling group, with a terminate hook of this heartbeat timeout. */
  readonly terminateHookSeconds?: number;
  readonly behaviour?: Partial<UnitBehaviour>;
  /** Where the units take themselves to be, and their firmware. */
  readonly platform?: Platform;
  readonly version?: string;
  /** Pairs of one GEO cluster are not changed at once. */
  readonly geoCluster?: string;
  /** What the secrets of both units hold: what the unit takes, a user that may only look, or a wrong password. */
  readonly credentials?: 'administrator' | 'read-only' | 'wrong';
  /** Deep settings of the target groups. */
  readonly healthCheckSeconds?: number;
  readonly deregistrationDelaySeconds?: number;
}

export const DEFAULT_PAIR = {
  mode: 'enforce',
  preferred: 'first',
  activeAtStart: 'first',
  behaviour: {},
  version: '7.2.61.1.24109.RELEASE',
  credentials: 'administrator',
  /** The manual's recommendation, 10 s × 2. @see LoadMaster HA for AWS, section 2 */
  healthCheckSeconds: 10,
  deregistrationDelaySeconds: 60,
} as const satisfies Partial<PairSpec>;

/** Consecutive checks that make a target healthy, and unhealthy. */
export const THRESHOLD = 2;

export const REGIONS = ['eu-west-1', 'us-east-1'] as const;

/** The account of the rehearsal; AWS's documentation uses it for examples. */
export const ACCOUNT_ID = '111122223333';
