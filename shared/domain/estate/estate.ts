import type { AuditPolicy } from '#domain/audit/audit-policy.ts';
import type { DurationMs } from '#domain/time.ts';

/** A unit by designation, which never changes. Its role (active, standby) is observed, see `pair/seen.ts`. */
export type UnitName = 'first' | 'second';

export const UNIT_NAMES = ['first', 'second'] as const satisfies readonly UnitName[];

export const otherUnit = (unit: UnitName): UnitName => (unit === 'first' ? 'second' : 'first');

/** One LoadMaster: where it runs and how the gateway reaches its management API. */
export interface Appliance {
  /** EC2 instance id, `i-` and 8 or 17 hex digits. */
  readonly instanceId: string;
  /** Private IPv4 or IPv6 address; what its partner and the load balancer use. */
  readonly address: string;
  /** IPv4 or IPv6 address by which LoadMasters in other regions reach it; `address` where absent. */
  readonly publicAddress?: string;
  /** Base URL of the management API, for example `https://10.0.1.5:8443`. */
  readonly management: string;
  /** SHA-256 of the management certificate (DER), lower-case hex: the pin. */
  readonly certificateSha256: string;
  /** Name of the Secrets Manager secret with the API credentials. Only the gateway may read it. */
  readonly credentials: string;
}

/** The health check as declared for every target group of the pair (the audit compares AWS with this). */
export interface HealthCheck {
  /** Port on which a unit answers 200 (active) or 503 (standby); 8444 by custom (LoadMaster HA for AWS, 6.1). */
  readonly port: number;
  /** A free port to which a leaving unit moves its own health check (docs/adr/0005); 8445 by default. */
  readonly handoverPort: number;
  readonly intervalMs: DurationMs;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

export interface DrainPolicy {
  /** What to do with an EC2 rebalance recommendation: it is a hint, not a notice. */
  readonly onRebalance: 'ignore' | 'drain';
  /** How long before an AWS Health maintenance begins the unit is taken out of service. */
  readonly maintenanceLeadMs: DurationMs;
  /** How long a lifecycle hook may be held open by heartbeats, from the event on. */
  readonly hookBudgetMs: DurationMs;
}

/** In ISO 8601's order, in which Monday is the first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** A time of the week at which disruptive work is welcome, in local time. */
export interface WeeklyWindow {
  /** Days on which it opens; at least one. */
  readonly days: readonly Weekday[];
  /** `HH:MM`, local time. */
  readonly from: string;
  /** `HH:MM`, local time; at or before `from` it is the next day's. */
  readonly to: string;
  /** IANA name, for example `Europe/Dublin`. */
  readonly timeZone: string;
}

/** How a pair whose preferred host is the first unit comes back to it (LoadMaster HA for AWS, section 6.2). */
export interface FailbackPolicy {
  /**
   * `native`: the units return by themselves, by their own Prefer First. `gated`: the units have No Preferred Host, and
   * the control plane returns them after the hold-down, inside a window. `manual`: as `gated`, and only once an
   * operator has approved that return.
   */
  readonly policy: 'native' | 'gated' | 'manual';
  /** For how long the first unit must have been able to take over, without interruption. */
  readonly holdDownMs: DurationMs;
  /** When a return is welcome; none means at any time. */
  readonly windows: readonly WeeklyWindow[];
  /** After so many returns within `flapWithinMs` the pair stays where it is until an operator acknowledges. */
  readonly flapLimit: number;
  readonly flapWithinMs: DurationMs;
}

export interface Pair {
  readonly id: string;
  /** Home region: only this region's functions act on the pair. */
  readonly region: string;
  /** `observe` records what would be done; `enforce` does it. */
  readonly mode: 'observe' | 'enforce';
  readonly units: Readonly<Record<UnitName, Appliance>>;
  /** ARNs of every target group the pair is registered in; at least one. */
  readonly targetGroups: readonly string[];
  readonly healthCheck: HealthCheck;
  /** The preferred host, as kept on both units. */
  readonly preferred: 'first' | 'none';
  readonly failback: FailbackPolicy;
  /**
   * What becomes of the unit that should not be active, once both are and it has been taken out of service: it is put
   * right and brought back, or it stays out for somebody to look at.
   */
  readonly splitBrain: 'repair' | 'keep-out';
  readonly drain: DrainPolicy;
  /**
   * Name of the Secrets Manager secret with what both units share from 7.2.54.10 (LTSF) and 7.2.59.4 (GA) on. Only the
   * gateway may read it.
   */
  readonly partnerSecret?: string;
  /** Pairs of one GEO cluster stand in for one another: no two of them are changed at once. */
  readonly geoCluster?: string;
  /**
   * The pair's unit "in Master HA Mode": the one that carries the access list, and whose address stands for the pair
   * in GEO clusters. @see LoadMaster HA for AWS, section 5
   */
  readonly geoMaster?: UnitName;
  /** When its GEO lists, which take a change of roles, may be set without anybody asking; absent: never. */
  readonly geoWindows?: readonly WeeklyWindow[];
  /** What audits hold it to; what holds for who says nothing where absent. */
  readonly audit?: AuditPolicy;
}

/** A LoadMaster outside any pair. */
export interface Standalone extends Appliance {
  readonly id: string;
  readonly region: string;
  /** `enforce`: its GEO lists are set, which takes no reboot. Otherwise it is said what would be. */
  readonly mode?: 'observe' | 'enforce';
  readonly geoCluster?: string;
}

/** Everything declared. */
export interface Estate {
  readonly pairs: readonly Pair[];
  readonly standalones: readonly Standalone[];
}
