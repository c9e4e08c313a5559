import type { UnitName } from '#domain/estate/estate.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { UnitGeoSeen } from '#domain/geo/geo-seen.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { EpochMs } from '#domain/time.ts';

/** What one observer said, or why it said nothing. A missing answer is never a negative one. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly code: UnreadCode };

export type UnreadCode =
  /** Nobody asked in this look: the answer was not needed. */
  | 'not-asked'
  /** AWS refused for rate; the client backed off and gave up for this look. */
  | 'throttled'
  /** AWS did not answer, or answered something else than an answer. */
  | 'aws-error'
  | 'target-group-not-found'
  /** The LoadMaster did not answer; `errors.ts` of the client says which way. */
  | 'loadmaster-unreachable'
  | 'loadmaster-auth'
  | 'loadmaster-permission'
  | 'loadmaster-api-disabled'
  | 'loadmaster-unknown-command'
  | 'loadmaster-wrong-platform'
  | 'loadmaster-refused'
  | 'loadmaster-certificate-changed'
  | 'loadmaster-garbage'
  | 'gateway-error';

/** The seven target states of a Network Load Balancer. @see Elastic Load Balancing API, TargetHealth */
export type TargetState =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unhealthy.draining'
  | 'draining'
  | 'unused'
  | 'unavailable';

/**
 * One unit in one target group. A unit that the group does not list is `unused` with
 * reason `Target.NotRegistered`, which is how AWS itself describes it when asked by name.
 */
export interface TargetSeen {
  readonly state: TargetState;
  /** AWS's reason code, as evidence only: no logic rests on it but the two named in `situation.ts`. */
  readonly reason?: string;
}

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

export interface InstanceSeen {
  /** `terminated` also stands for an instance EC2 no longer knows. */
  readonly state: InstanceState;
  /** Carries the tag by which the owner lets us terminate or stop it. */
  readonly managed: boolean;
}

/** What the LoadMaster says of itself. `passive` is the manual's "unconnected": never polled yet. */
export interface LoadMasterSeen {
  readonly haStatus: 'active' | 'standby' | 'passive' | 'not-configured' | 'unknown';
  /** The unit's own health-check port (`hcp`); moved away from the declared one during a handover. */
  readonly healthPort?: number;
  readonly bootedAt?: EpochMs;
  /** The HA mode as configured on the unit; it never changes by itself. */
  readonly designation?: 'first' | 'second' | 'none' | 'unknown';
  /** Address or host name of the partner as configured on the unit. */
  readonly partner?: string;
  /** Prefer First as configured on the unit, as against No Preferred Host. */
  readonly prefersFirst?: boolean;
}

export interface UnitSeen {
  readonly instance: Reading<InstanceSeen>;
  /** By target group ARN; one entry for every target group of the pair. */
  readonly targets: Readonly<Record<string, Reading<TargetSeen>>>;
  readonly loadMaster: Reading<LoadMasterSeen>;
}

/** What is asked besides while the firmware of a pair is changed. */
export interface UnitFirmwareSeen {
  readonly firmware: Reading<FirmwareSeen>;
  /** The last record of the unit's jobs. */
  readonly job: Reading<JobSeen | 'none'>;
}

/** One look at a pair by all observers. */
export interface PairSeen {
  readonly at: EpochMs;
  readonly units: Readonly<Record<UnitName, UnitSeen>>;
  /** Absent where nobody asked. */
  readonly firmware?: Readonly<Record<UnitName, UnitFirmwareSeen>>;
  /** Absent where nobody asked. */
  readonly geo?: Readonly<Record<UnitName, UnitGeoSeen>>;
}
