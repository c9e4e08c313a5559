import type { AuditFinding, PairAudit } from '#domain/audit/pair-audit.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { AUDITED_PAIR } from './clean-snapshot.ts';

export const HOUR_MS = 60 * MINUTE_MS;

export const findingOf = (ruleId: string, changes: Partial<AuditFinding> = {}): AuditFinding => ({
  ruleId,
  severity: 'high',
  subject: 'first',
  seen: 'this',
  expected: 'that',
  firstSeen: NOW - 12 * HOUR_MS,
  lastSeen: NOW,
  ...changes,
});

const ten = { judged: 10, passed: 10 };

export const auditOf = (changes: Partial<PairAudit> = {}): PairAudit => ({
  schemaVersion: 1,
  pairId: AUDITED_PAIR.id,
  region: AUDITED_PAIR.region,
  version: 1,
  at: NOW,
  findings: [],
  resolved: [],
  unjudged: [],
  counts: { critical: ten, high: ten, medium: ten, low: ten },
  ...changes,
});

export const waiverFor = (ruleId: string, changes: Partial<Waiver> = {}): Waiver => ({
  id: 'w-1',
  ruleId,
  owner: 'network team',
  why: 'until the new units are there',
  by: 'an operator',
  at: NOW - HOUR_MS,
  expiresAt: NOW + HOUR_MS,
  ...changes,
});
