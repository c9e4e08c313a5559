import * as z from 'zod';
import { instant } from '#contracts/api/replies.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';

/* What the API answers about audits. */

const severity = z.enum(SEVERITIES);
const score = z.int().exactOptional().meta({ description: '0 to 100; absent where nothing was judged' });
const count = z.int();
const bySeverity = z.strictObject({ critical: count, high: count, medium: count, low: count });

const ruleFacts = {
  title: z.string().meta({ description: 'What is to be so' }),
  why: z.string().meta({ description: 'What happens otherwise' }),
  remedy: z.string(),
  citations: z.array(z.strictObject({ words: z.string(), url: z.string().exactOptional() })),
  fixable: z.boolean().meta({ description: 'The control plane can put it right, where that is allowed' }),
};

export const waiver = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    pair: z.string().exactOptional(),
    subject: z.string().exactOptional(),
    owner: z.string(),
    why: z.string(),
    by: z.string(),
    at: instant,
    until: instant,
    expired: z.boolean(),
  })
  .meta({ id: 'Waiver' });
export type WaiverReply = z.infer<typeof waiver>;

const findingFields = {
  rule: z.string(),
  severity,
  subject: z.string(),
  seen: z.string(),
  expected: z.string(),
  firstSeen: instant,
  lastSeen: instant,
  fixedAt: instant.exactOptional().meta({ description: 'When the control plane last set about it' }),
};

const finding = z
  .strictObject({ pair: z.string(), ...findingFields, ...ruleFacts, waiver: waiver.exactOptional() })
  .meta({ id: 'Finding' });

const unjudged = z
  .strictObject({
    pair: z.string(),
    rule: z.string(),
    subject: z.string(),
    title: z.string(),
    why: z.string().meta({ description: 'Why it could not be judged' }),
  })
  .meta({ id: 'NotAssessed' });

const summary = {
  region: z.string(),
  at: instant,
  score,
  scoreBefore: score,
  open: bySeverity.meta({ description: 'Open findings that are not waived' }),
  waived: count,
  notAssessed: count,
};

export const auditReply = z
  .strictObject({
    ...summary,
    pairs: z
      .array(
        z.strictObject({
          pair: z.string(),
          mode: z.enum(['observe', 'enforce']),
          at: instant.exactOptional().meta({ description: 'Of its last audit; absent before the first' }),
          score,
          before: z.strictObject({ at: instant, score }).exactOptional(),
          open: bySeverity,
          waived: count,
          notAssessed: count,
        }),
      )
      .meta({ description: 'Worst first' }),
    damaged: z
      .array(z.string())
      .meta({ description: 'Pairs whose audit cannot be read; the next replaces it' }),
  })
  .meta({ id: 'Audit' });
export type AuditReply = z.infer<typeof auditReply>;

export const findingsReply = z
  .strictObject({
    region: z.string(),
    at: instant,
    findings: z.array(finding),
    notAssessed: z.array(unjudged),
    omitted: count.meta({ description: 'How many more there are: ask for fewer at a time' }),
  })
  .meta({ id: 'Findings' });
export type FindingsReply = z.infer<typeof findingsReply>;

export const rulesReply = z
  .strictObject({
    rules: z.array(
      z.strictObject({ id: z.string(), side: z.enum(['aws', 'loadmaster']), severity, ...ruleFacts }),
    ),
  })
  .meta({ id: 'AuditRules' });
export type RulesReply = z.infer<typeof rulesReply>;

export const auditRequestedReply = z
  .strictObject({ requestId: z.string(), pairs: z.array(z.string()) })
  .meta({ id: 'AuditRequested' });

export const reportReply = z
  .strictObject({
    ...summary,
    pairs: z
      .array(
        z.strictObject({
          pair: z.string(),
          mode: z.enum(['observe', 'enforce']),
          at: instant.exactOptional(),
          score,
          before: z.strictObject({ at: instant, score }).exactOptional(),
          findings: z.array(
            z.strictObject({ ...findingFields, isNew: z.boolean(), waiver: waiver.exactOptional() }),
          ),
          resolved: z
            .array(z.strictObject({ ...findingFields, resolvedAt: instant }))
            .meta({ description: 'Since the audit before' }),
          notAssessed: z.array(
            z.strictObject({ rule: z.string(), subject: z.string(), title: z.string(), why: z.string() }),
          ),
        }),
      )
      .meta({ description: 'Worst first' }),
    rules: z
      .array(z.strictObject({ id: z.string(), ...ruleFacts }))
      .meta({ description: 'What the findings of this report are about' }),
  })
  .meta({ id: 'AuditReport' });
export type ReportReply = z.infer<typeof reportReply>;

export const waiversReply = z.strictObject({ waivers: z.array(waiver) }).meta({ id: 'Waivers' });

export const waiverRemovedReply = z
  .strictObject({ waiverId: z.string(), removed: z.literal(true) })
  .meta({ id: 'WaiverRemoved' });

/** Its shape is the domain's own; it is kept to be judged again, and not to be read by other systems. */
export const snapshotReply = z
  .looseObject({ schemaVersion: z.literal(1), at: z.int() })
  .meta({ id: 'Snapshot', description: 'All that the rules judged: npm run audit:replay judges it again' });
