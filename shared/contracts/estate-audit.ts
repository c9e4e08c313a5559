import * as z from 'zod';
import { duration, hours, MAX_WINDOWS, weeklyWindow } from '#contracts/estate-values.ts';
import { type AuditPolicy, DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/* What operators declare about audits. */

/** More often than that, an audit would take more of a region's calls than watching; a week is a long time for a fault. */
const every = duration(15 * MINUTE_MS, hours(168), 'from 15m to 168h');

/** Elastic Load Balancing API, TargetGroupAttribute: deregistration_delay.timeout_seconds. */
const delay = duration(0, 3_600 * SECOND_MS, 'at most 3600s, as Elastic Load Balancing allows');

/** A year; whoever wants it longer does not want it at all. */
const withinYear = duration(hours(1), hours(8_784), 'from 1h to 8784h');

const version = z
  .string()
  .max(64)
  .refine((text) => parseVersion(text) !== undefined, 'must be a version such as 7.2.61.1');

export const auditInFile = z.strictObject({
  every: every.optional(),
  deregistrationDelay: z
    .strictObject({ least: delay.optional(), most: delay.optional() })
    .refine(
      ({ least = 0, most = Number.POSITIVE_INFINITY }) => least <= most,
      '"least" must not exceed "most"',
    )
    .optional(),
  terminatesConnections: z
    .strictObject({
      whenUnhealthy: z.boolean().exactOptional(),
      whenDeregistered: z.boolean().exactOptional(),
    })
    .optional(),
  minimumFirmware: version.exactOptional(),
  backupWithin: withinYear.exactOptional(),
  clockWithin: duration(SECOND_MS, hours(1), 'from 1s to 1h').optional(),
  expiresWithin: withinYear.optional(),
  fixWindows: z.array(weeklyWindow).min(1).max(MAX_WINDOWS).exactOptional(),
  fixesSecurityGroups: z.boolean().optional(),
});

export type AuditInFile = z.infer<typeof auditInFile>;

/** What can be left undeclared altogether. */
const optional = (declared: AuditInFile, fallback: AuditPolicy) => {
  const minimumFirmware = declared.minimumFirmware ?? fallback.minimumFirmware;
  const backupWithinMs = declared.backupWithin ?? fallback.backupWithinMs;
  const fixWindows = declared.fixWindows ?? fallback.fixWindows;
  return {
    ...(minimumFirmware === undefined ? {} : { minimumFirmware }),
    ...(backupWithinMs === undefined ? {} : { backupWithinMs }),
    ...(fixWindows === undefined ? {} : { fixWindows }),
  };
};

/**
 * The policy as declared, with that of `fallback` where nothing is declared; undefined where nobody has declared any, for
 * then what holds may become better with a later release.
 */
export const fillAudit = (
  declared: AuditInFile | undefined,
  fallback: AuditPolicy | undefined,
): AuditPolicy | undefined => {
  if (declared === undefined) return fallback;
  const base = fallback ?? DEFAULT_AUDIT_POLICY;
  const given = declared.deregistrationDelay;
  return {
    everyMs: declared.every ?? base.everyMs,
    deregistrationDelayMs: {
      least: given?.least ?? base.deregistrationDelayMs.least,
      most: given?.most ?? Math.max(base.deregistrationDelayMs.most, given?.least ?? 0),
    },
    terminatesConnections: { ...base.terminatesConnections, ...declared.terminatesConnections },
    clockWithinMs: declared.clockWithin ?? base.clockWithinMs,
    expiresWithinMs: declared.expiresWithin ?? base.expiresWithinMs,
    fixesSecurityGroups: declared.fixesSecurityGroups ?? base.fixesSecurityGroups,
    ...optional(declared, base),
  };
};
