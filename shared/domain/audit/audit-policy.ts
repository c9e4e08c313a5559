import type { Pair, WeeklyWindow } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/** What a pair is held to by the audit, beyond what is declared of it anyway, and when the audit may put things right. */
export interface AuditPolicy {
  /** How often the pair is audited without anybody asking. */
  readonly everyMs: DurationMs;
  /** Within which the target groups' deregistration delay has to lie. */
  readonly deregistrationDelayMs: { readonly least: DurationMs; readonly most: DurationMs };
  /**
   * Whether connections to a target that turns unhealthy, or has been deregistered, are to be ended by the load balancer.
   * Absent: either will do.
   */
  readonly terminatesConnections: {
    readonly whenUnhealthy?: boolean;
    readonly whenDeregistered?: boolean;
  };
  /** The oldest firmware that may run; absent: any. */
  readonly minimumFirmware?: string;
  /** How old the newest backup of a unit may be; absent: backups are nobody's concern here. */
  readonly backupWithinMs?: DurationMs;
  /** By how much a unit's clock may differ. */
  readonly clockWithinMs: DurationMs;
  /** How long before its end a licence, a support contract or a certificate is reported. */
  readonly expiresWithinMs: DurationMs;
  /** When findings may be fixed without anybody asking; absent: never. */
  readonly fixWindows?: readonly WeeklyWindow[];
  /** Whether security groups may be changed as well. */
  readonly fixesSecurityGroups: boolean;
}

const HOUR_MS: DurationMs = 60 * MINUTE_MS;
const DAY_MS: DurationMs = 24 * HOUR_MS;

/** What holds where nobody has declared otherwise. */
export const DEFAULT_AUDIT_POLICY: AuditPolicy = {
  everyMs: 6 * HOUR_MS,
  // AWS's own default is 300 s; within an hour, its greatest, nobody waits for a unit that is to be rebooted.
  deregistrationDelayMs: { least: 0, most: 300 * SECOND_MS },
  // AWS's default and what docs/deploy.md advises differ, and each has its price: who has declared neither has not chosen.
  terminatesConnections: {},
  clockWithinMs: 30 * SECOND_MS,
  expiresWithinMs: 30 * DAY_MS,
  fixesSecurityGroups: false,
};

export const auditPolicyOf = ({ audit }: Pair): AuditPolicy => audit ?? DEFAULT_AUDIT_POLICY;
