import type { AuditPolicy } from '#domain/audit/audit-policy.ts';
import type { FailbackPolicy, Pair, Standalone, UnitName } from '#domain/estate/estate.ts';
import type { LifecycleResult } from '#rehearsal/cloud/auto-scaling/types.ts';
import type { SpotRequestType } from '#rehearsal/cloud/ec2/types.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import type { Platform } from '#rehearsal/load-master/types.ts';

/**
 * What a member of a GEO cluster has of GEO when the rehearsal begins. `right`: what the manual says for all members of
 * the cluster that are so; `none`: it is fresh from its installation, and the others do not know it.
 */
export type GeoAtStart = 'right' | 'none';

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
  /** What becomes of a unit whose hook nobody has completed in time: kept, as AWS has it by default, or let go. */
  readonly terminateHookResult?: LifecycleResult;
  /** Whether the units are in different Availability Zones, as they are by default, or both in that of the first. */
  readonly zones?: 'different' | 'same';
  readonly behaviour?: Partial<UnitBehaviour>;
  /** Where the units take themselves to be, and their firmware. */
  readonly platform?: Platform;
  readonly version?: string;
  /** Pairs of one GEO cluster are not changed at once. */
  readonly geoCluster?: string;
  /** Without it nobody has said which unit that is. */
  readonly geoMaster?: UnitName;
  readonly geoWindows?: Pair['geoWindows'];
  /** By which units of other regions reach the pair's; they use the private addresses where left out. */
  readonly publicAddresses?: Readonly<Record<UnitName, string>>;
  readonly geoAtStart?: GeoAtStart;
  /** What the secrets of both units hold: what the unit takes, a user that may only look, or a wrong password. */
  readonly credentials?: 'administrator' | 'read-only' | 'wrong';
  /** Deep settings of the target groups. */
  readonly healthCheckSeconds?: number;
  readonly deregistrationDelaySeconds?: number;
  /** What audits hold it to, where that differs from what they hold everybody to. */
  readonly audit?: Partial<AuditPolicy>;
}

/** A LoadMaster outside any pair that a rehearsal needs. What is left out is as in {@link DEFAULT_PAIR}. */
export interface StandaloneSpec {
  readonly id: string;
  readonly region: string;
  readonly mode?: Standalone['mode'];
  readonly behaviour?: Partial<UnitBehaviour>;
  readonly version?: string;
  readonly geoCluster?: string;
  readonly publicAddress?: string;
  readonly geoAtStart?: GeoAtStart;
}

export const DEFAULT_PAIR = {
  mode: 'enforce',
  preferred: 'first',
  activeAtStart: 'first',
  zones: 'different',
  behaviour: {},
  version: '7.2.61.1.24109.RELEASE',
  credentials: 'administrator',
  geoAtStart: 'none',
  /** @see Amazon EC2 Auto Scaling API, PutLifecycleHook, DefaultResult */
  terminateHookResult: 'ABANDON',
  /** The manual's recommendation, 10 s × 2. @see LoadMaster HA for AWS, section 2 */
  healthCheckSeconds: 10,
  deregistrationDelaySeconds: 60,
} as const satisfies Partial<PairSpec>;

/** Consecutive checks that make a target healthy, and unhealthy. */
export const THRESHOLD = 2;

export const REGIONS = ['eu-west-1', 'us-east-1'] as const;

/** The one that deals with what concerns all regions. */
export const HOME_REGION: (typeof REGIONS)[number] = 'eu-west-1';

/** The account of the rehearsal; AWS's documentation uses it for examples. */
export const ACCOUNT_ID = '111122223333';
