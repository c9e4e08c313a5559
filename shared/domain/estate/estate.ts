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
  readonly drain: DrainPolicy;
}

/** A LoadMaster outside any pair. */
export interface Standalone extends Appliance {
  readonly id: string;
  readonly region: string;
}

/** Everything declared. */
export interface Estate {
  readonly pairs: readonly Pair[];
  readonly standalones: readonly Standalone[];
}
