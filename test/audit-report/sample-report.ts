import type { AuditFinding, PairAudit, ResolvedFinding } from '#domain/audit/pair-audit.ts';
import { type AuditReport, reportOf } from '#domain/audit/report.ts';
import type { RuleUnjudged } from '#domain/audit/run-rules.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Of every sample: its audit, and the one before. */
export const AUDITED = NOW - 2 * HOUR_MS;
const BEFORE = AUDITED - 6 * HOUR_MS;

type Fault = Pick<AuditFinding, 'ruleId' | 'subject' | 'seen' | 'expected'> & Partial<AuditFinding>;

/** A finding of a sample rule, there since the day before yesterday. */
export const finding = (fault: Fault): AuditFinding => ({
  severity: SAMPLE_RULES.find(({ id }) => id === fault.ruleId)?.severity ?? 'low',
  firstSeen: NOW - 2 * DAY_MS,
  lastSeen: AUDITED,
  ...fault,
});

export const MATCHER = finding({
  ruleId: 'sample-matcher',
  subject: 'lm-a',
  seen: 'success codes 200-599',
  expected: 'success codes 200, without 503',
});
const HA_MODE = finding({
  ruleId: 'sample-ha-modes',
  subject: 'second',
  seen: 'HA mode first',
  expected: 'HA mode second',
});
const PEER_PORT = finding({
  ruleId: 'sample-peer-port',
  subject: 'pair',
  seen: 'nobody is let in on 6973/tcp',
  expected: 'both units are let in on 6973/tcp',
  firstSeen: AUDITED,
});
const SAME_ZONE = finding({
  ruleId: 'sample-same-zone',
  subject: 'pair',
  seen: 'both units in eu-west-1a',
  expected: 'two zones',
});
const BACKUP = finding({
  ruleId: 'sample-backup',
  subject: 'first',
  seen: 'the newest backup is 12 d old',
  expected: 'one that is 7 d old at most',
});
export const CLOCK = finding({
  ruleId: 'sample-clock',
  subject: 'second',
  seen: '4 m 10 s behind',
  expected: 'within 30 s',
});

const UNREAD: RuleUnjudged = {
  ruleId: 'sample-ha-modes',
  subject: 'first',
  why: 'not read (loadmaster-unreachable)',
};

const COUNTS: PairAudit['counts'] = {
  critical: { judged: 6, passed: 6 },
  high: { judged: 9, passed: 9 },
  medium: { judged: 8, passed: 8 },
  low: { judged: 5, passed: 5 },
};

export const audit = (pairId: string, found: Partial<PairAudit> = {}): PairAudit => ({
  schemaVersion: 1,
  pairId,
  region: 'eu-west-1',
  version: 12,
  at: AUDITED,
  findings: [],
  resolved: [],
  unjudged: [],
  counts: COUNTS,
  before: { at: BEFORE, score: 100 },
  ...found,
});

const resolved = (one: AuditFinding): ResolvedFinding => ({ ...one, lastSeen: BEFORE, resolvedAt: AUDITED });

/** What the sample's pairs are and what was found of them; `never` was not audited yet. */
const AUDITS: readonly PairAudit[] = [
  audit('shop-web', {
    findings: [MATCHER, { ...MATCHER, subject: 'lm-b' }, PEER_PORT, BACKUP, CLOCK],
    before: { at: BEFORE, score: 74 },
  }),
  audit('shop-api', { findings: [HA_MODE, SAME_ZONE], unjudged: [UNREAD] }),
  audit('payments', {
    findings: [{ ...MATCHER, lastSeen: BEFORE }],
    unjudged: [{ ruleId: 'sample-matcher', subject: 'lm-a', why: 'not read (throttled)' }],
    before: { at: BEFORE, score: 49 },
  }),
  audit('search', { findings: [SAME_ZONE, { ...BACKUP, fixedAt: AUDITED + MINUTE_MS }] }),
  audit('intranet-with-a-name-as-long-as-people-like-to-make-them-0001', { findings: [BACKUP, CLOCK] }),
  audit('mail', { findings: [CLOCK], resolved: [resolved(HA_MODE)], before: { at: BEFORE, score: 49 } }),
  ...['erp', 'vpn', 'portal', 'dns'].map((pairId) => audit(pairId)),
  audit('unreachable', {
    unjudged: SAMPLE_RULES.map(({ id }) => ({ ruleId: id, subject: 'pair', why: 'not read (throttled)' })),
    counts: {
      critical: { judged: 0, passed: 0 },
      high: { judged: 0, passed: 0 },
      medium: { judged: 0, passed: 0 },
      low: { judged: 0, passed: 0 },
    },
  }),
];

const WAIVER: Waiver = {
  id: 'w-1',
  ruleId: 'sample-same-zone',
  pairId: 'search',
  owner: 'search team',
  why: 'the second zone has no room for this instance type until June',
  by: 'arn:aws:sts::111122223333:assumed-role/operators/ada',
  at: NOW - 10 * DAY_MS,
  expiresAt: NOW + 30 * DAY_MS,
};

export const pairOf = (id: string): Pair => ({
  ...SAMPLE_PAIR,
  id,
  mode: id.startsWith('shop') ? 'enforce' : 'observe',
});

/** A report of these audits, and of pairs that have none yet. */
export const reportFrom = (
  audits: readonly PairAudit[],
  {
    never = [],
    waivers = [],
  }: { readonly never?: readonly string[]; readonly waivers?: readonly Waiver[] } = {},
): AuditReport =>
  reportOf({
    region: 'eu-west-1',
    pairs: [...never, ...audits.map(({ pairId }) => pairId)].map(pairOf),
    audits,
    waivers,
    rules: SAMPLE_RULES,
    now: NOW,
  });

/** Twelve pairs with something of everything. */
export const SAMPLE_REPORT = reportFrom(AUDITS, { never: ['brand-new'], waivers: [WAIVER] });

/** Three: small enough to be read through as a file. */
export const SMALL_REPORT = reportFrom(
  AUDITS.filter(({ pairId }) => ['shop-web', 'search', 'mail'].includes(pairId)),
  { never: ['brand-new'], waivers: [WAIVER] },
);
