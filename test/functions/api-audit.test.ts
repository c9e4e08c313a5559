import { describe, expect, it } from 'vitest';
import type { AuditFinding, PairAudit } from '#domain/audit/pair-audit.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { CLEAN_SNAPSHOT } from '../domain/audit/clean-snapshot.ts';
import { type Desk, makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;
const TEXT = { headers: { accept: 'text/plain' } };

const finding = (ruleId: string, at: number, changes: Partial<AuditFinding> = {}): AuditFinding => ({
  ruleId,
  severity: 'critical',
  subject: 'web-443',
  seen: 'success codes 200-599',
  expected: 'success codes 200, without 503',
  firstSeen: at,
  lastSeen: at,
  ...changes,
});

const auditOf = (desk: Desk, changes: Partial<PairAudit> = {}): PairAudit => {
  const at = desk.scheduler.now();
  const all = { judged: 10, passed: 10 };
  return {
    schemaVersion: 1,
    pairId: desk.pair.id,
    region: desk.pair.region,
    version: 1,
    at,
    findings: [
      finding('matcher', at),
      finding('stickiness', at, { severity: 'medium', subject: 'web-8080', seen: 'on', expected: 'off' }),
    ],
    resolved: [],
    unjudged: [{ ruleId: 'ha-modes', subject: 'second', why: 'not read (loadmaster-unreachable)' }],
    counts: { critical: all, high: all, medium: all, low: all },
    before: { at: at - DAY_MS, score: 100 },
    ...changes,
  };
};

const audited = async (changes: Partial<PairAudit> = {}): Promise<Desk> => {
  const desk = await makeDesk();
  await desk.audits.claimAudit(auditOf(desk, changes));
  return desk;
};

const until = (desk: Desk, ms: number): string => new Date(desk.scheduler.now() + ms).toISOString();

const waive = (desk: Desk, changes: object = {}) =>
  desk.ask('POST /audit/waivers', {
    body: {
      rule: 'matcher',
      pair: desk.pair.id,
      owner: 'network team',
      why: 'the second unit is being replaced',
      until: until(desk, DAY_MS),
      ...changes,
    },
  });

describe('GET /audit', () => {
  it('says of a pair that was never audited that nobody knows', async () => {
    const desk = await makeDesk();
    const { body } = await desk.ask('GET /audit');
    expect(body).toMatchObject({
      open: { critical: 0, high: 0, medium: 0, low: 0 },
      pairs: [{ pair: desk.pair.id, open: { critical: 0 } }],
      damaged: [],
    });
    expect(body).not.toHaveProperty('score');
    const { text } = await desk.ask('GET /audit', TEXT);
    expect(text).toMatch(/never audited/i);
  });

  it('has scores, what they were before, and counts', async () => {
    const desk = await audited();
    const { body } = await desk.ask('GET /audit');
    expect(body).toMatchObject({
      region: desk.pair.region,
      score: 49,
      scoreBefore: 100,
      open: { critical: 1, high: 0, medium: 1, low: 0 },
      waived: 0,
      notAssessed: 1,
      pairs: [{ pair: desk.pair.id, score: 49, before: { score: 100 }, notAssessed: 1 }],
    });
  });

  it('is read at a terminal', async () => {
    const { text } = await (await audited()).ask('GET /audit', TEXT);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
    expect(text).toContain('success codes 200-599');
    expect(text.endsWith('\n')).toBe(true);
  });
});

describe('GET /audit/findings', () => {
  const ask = async (query: Record<string, string>) => {
    const { body } = await (await audited()).ask('GET /audit/findings', { query });
    const { findings, notAssessed } = body as Record<'findings' | 'notAssessed', readonly { rule: string }[]>;
    return { found: findings.map(({ rule }) => rule), unassessed: notAssessed.map(({ rule }) => rule) };
  };

  it.each([
    { query: {}, found: ['matcher', 'stickiness'], unassessed: ['ha-modes'] },
    { query: { rule: 'matcher' }, found: ['matcher'], unassessed: [] },
    { query: { severity: 'medium' }, found: ['stickiness'], unassessed: [] },
    { query: { state: 'open' }, found: ['matcher', 'stickiness'], unassessed: [] },
    { query: { state: 'waived' }, found: [], unassessed: [] },
    { query: { state: 'not-assessed' }, found: [], unassessed: ['ha-modes'] },
    { query: { rule: 'ha-modes' }, found: [], unassessed: ['ha-modes'] },
  ])('lists what $query asks for', async ({ query, found, unassessed }) => {
    expect(await ask(query as Record<string, string>)).toEqual({ found, unassessed });
  });

  it('says what each is about, where it is laid down, and how to put it right', async () => {
    const { body } = await (await audited()).ask('GET /audit/findings', { query: { rule: 'matcher' } });
    const rule = RULES.find(({ id }) => id === 'matcher');
    expect(body.findings).toMatchObject([
      { subject: 'web-443', title: rule?.title, remedy: rule?.remedy, fixable: true },
    ]);
  });

  it.each([
    { query: { pair: 'nobody' }, code: 'unknown-pair' },
    { query: { rule: 'no-such-rule' }, code: 'unknown-rule' },
    { query: { severity: 'awful' }, code: 'invalid-query' },
  ])('refuses $query with $code', async ({ query, code }) => {
    const { body } = await (await audited()).ask('GET /audit/findings', {
      query: query as Record<string, string>,
    });
    expect(body.code).toBe(code);
  });
});

describe('GET /audit/rules', () => {
  it('has every rule', async () => {
    const { body } = await (await makeDesk()).ask('GET /audit/rules');
    expect((body.rules as readonly { id: string }[]).map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  });
});

describe('GET /audit/report', () => {
  it.each([
    { format: 'json', type: 'application/json' },
    { format: 'csv', type: 'text/csv; charset=utf-8' },
    { format: 'html', type: 'text/html; charset=utf-8' },
  ])('is a file in $format', async ({ format, type }) => {
    const desk = await audited();
    const { status, headers, text, body } = await desk.ask('GET /audit/report', { query: { format } });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="audit-eu-west-1-2026-05-01.${format}"`,
    );
    expect(format === 'json' ? JSON.stringify(body) : text).toContain('success codes 200-599');
  });
});

describe('POST /audit', () => {
  it('asks for all pairs of the region, or for those it names', async () => {
    const desk = await makeDesk();
    const all = await desk.ask('POST /audit', { body: { why: 'a change' } });
    expect(all).toMatchObject({ status: 202, body: { pairs: [desk.pair.id] } });
    await desk.ask('POST /audit', { body: { pairs: [desk.pair.id, desk.pair.id], why: 'again' } });
    expect(desk.published).toEqual([
      {
        detailType: 'Audit Requested',
        detail: { requestId: 'intent-1', by: OPERATOR, why: 'a change' },
      },
      {
        detailType: 'Audit Requested',
        detail: { requestId: 'intent-2', by: OPERATOR, why: 'again', pairs: [desk.pair.id] },
      },
    ]);
  });

  it('asks for nobody where one of them is unknown', async () => {
    const desk = await makeDesk();
    const body = { pairs: [desk.pair.id, 'nobody'], why: 'a change' };
    expect((await desk.ask('POST /audit', { body })).body.code).toBe('unknown-pair');
    expect(desk.published).toEqual([]);
  });
});

describe('waivers', () => {
  it('take a finding out of what counts, until their day', async () => {
    const desk = await audited();
    const { status, body } = await waive(desk);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { rule: 'matcher', pair: desk.pair.id, by: OPERATOR, owner: 'network team', expired: false },
    });
    expect((await desk.ask('GET /audit')).body).toMatchObject({
      score: 94,
      waived: 1,
      open: { critical: 0 },
    });
    const findings = await desk.ask('GET /audit/findings', { query: { state: 'waived' } });
    expect(findings.body.findings).toMatchObject([{ rule: 'matcher', waiver: { owner: 'network team' } }]);
    desk.scheduler.advance(DAY_MS);
    expect((await desk.ask('GET /audit')).body).toMatchObject({ score: 49, waived: 0 });
    expect((await desk.ask('GET /audit/waivers')).body).toMatchObject({ waivers: [{ expired: true }] });
  });

  it('are placed once for one key', async () => {
    const desk = await audited();
    const body = { rule: 'matcher', owner: 'o', why: 'w', until: until(desk, DAY_MS) };
    const headers = { 'idempotency-key': 'key-1' };
    await desk.ask('POST /audit/waivers', { body, headers });
    await desk.ask('POST /audit/waivers', { body, headers });
    expect((await desk.ask('GET /audit/waivers')).body.waivers).toMatchObject([{ id: 'key-1' }]);
  });

  it('are removed before their day', async () => {
    const desk = await audited();
    const { body } = await waive(desk);
    const path = `DELETE /audit/waivers/${body.id}`;
    expect((await desk.ask(path, { body: { why: 'replaced' } })).body).toEqual({
      waiverId: body.id,
      removed: true,
    });
    expect((await desk.ask(path, { body: { why: 'again' } })).body.code).toBe('unknown-waiver');
    expect((await desk.ask('GET /audit')).body).toMatchObject({ waived: 0 });
  });

  it.each([
    { words: 'of a rule that there is not', changes: { rule: 'no-such-rule' }, code: 'unknown-rule' },
    { words: 'of a pair that there is not', changes: { pair: 'nobody' }, code: 'unknown-pair' },
    {
      words: 'that would be over',
      changes: { until: '2026-01-01T00:00:00Z' },
      code: 'invalid-waiver',
    },
    { words: 'for longer than a year', changes: { until: '2027-05-03T00:00:00Z' }, code: 'invalid-waiver' },
    { words: 'without an owner', changes: { owner: ' ' }, code: 'invalid-body' },
    { words: 'without a day', changes: { until: 'for ever' }, code: 'invalid-body' },
  ])('are refused $words with $code', async ({ changes, code }) => {
    const desk = await audited();
    expect((await waive(desk, changes)).body.code).toBe(code);
    expect((await desk.ask('GET /audit/waivers')).body.waivers).toEqual([]);
  });
});

describe('GET /audit/snapshots/{pairId}', () => {
  it('is what the last audit was made of, whole', async () => {
    const desk = await audited();
    const path = `GET /audit/snapshots/${desk.pair.id}`;
    expect((await desk.ask(path)).body.code).toBe('no-snapshot');
    const snapshot = { ...CLEAN_SNAPSHOT, pair: { ...CLEAN_SNAPSHOT.pair, id: desk.pair.id } };
    await desk.audits.saveSnapshot(snapshot);
    expect((await desk.ask(path)).body).toEqual(snapshot);
    expect((await desk.ask('GET /audit/snapshots/nobody')).body.code).toBe('unknown-pair');
  });
});
