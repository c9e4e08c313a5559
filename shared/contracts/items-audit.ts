import * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';
import type { Waiver } from '#domain/audit/waiver.ts';

/* What audits have found, as stored. Every schema is held equal to the hand-written domain type. */

const severity = z.enum(SEVERITIES);

const finding = {
  ruleId: z.string(),
  severity,
  subject: z.string(),
  seen: z.string(),
  expected: z.string(),
  firstSeen: z.number(),
  lastSeen: z.number(),
  fixedAt: z.exactOptional(z.number()),
};

const count = z.object({ judged: z.number(), passed: z.number() });

const pairAudit = z.object({
  schemaVersion: z.literal(1),
  pairId: z.string(),
  region: z.string(),
  version: z.number(),
  at: z.number(),
  findings: z.array(z.object(finding)),
  resolved: z.array(z.object({ ...finding, resolvedAt: z.number() })),
  unjudged: z.array(z.object({ ruleId: z.string(), subject: z.string(), why: z.string() })),
  counts: z.object({ critical: count, high: count, medium: count, low: count }),
  before: z.exactOptional(z.object({ at: z.number(), score: z.exactOptional(z.number()) })),
});
true satisfies SameType<PairAudit, z.infer<typeof pairAudit>>;

const waiver = z.object({
  id: z.string(),
  ruleId: z.string(),
  pairId: z.exactOptional(z.string()),
  subject: z.exactOptional(z.string()),
  owner: z.string(),
  why: z.string(),
  by: z.string(),
  at: z.number(),
  expiresAt: z.number(),
});
true satisfies SameType<Waiver, z.infer<typeof waiver>>;

const schemaVersion = z.literal(ITEM_SCHEMA_VERSION);

/** The audits of one pair. */
export const auditItem = z.object({ schemaVersion, audit: pairAudit });

export const waiverItem = z.object({ schemaVersion, waiver });

/** The last snapshot of a pair: its JSON, compressed, which is a fifth of it. */
export const snapshotItem = z.object({ schemaVersion, at: z.number(), gzip: z.instanceof(Uint8Array) });
