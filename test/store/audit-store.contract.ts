import { describe, expect, it } from 'vitest';
import type { AuditStore } from '#control/ports.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { CLEAN_SNAPSHOT } from '../domain/audit/clean-snapshot.ts';
import { REGION } from './declarations.ts';
import { testVersionedClaims } from './versioned-claims.contract.ts';

const NO_RULES = { judged: 0, passed: 0 };

export const auditOf = (pairId: string, version: number, changes: Partial<PairAudit> = {}): PairAudit => ({
  schemaVersion: 1,
  pairId,
  region: REGION,
  version,
  at: 1_000,
  findings: [],
  resolved: [],
  unjudged: [],
  counts: { critical: NO_RULES, high: NO_RULES, medium: NO_RULES, low: NO_RULES },
  ...changes,
});

const FINDING = {
  ruleId: 'matcher',
  severity: 'critical',
  subject: 'lm-a',
  seen: 'success codes 200-599',
  expected: 'success codes 200, without 503',
  firstSeen: 500,
  lastSeen: 1_000,
} as const;

/** With everything that an audit can have. */
export const FULL_AUDIT = auditOf('lm-1', 1, {
  findings: [FINDING, { ...FINDING, subject: 'lm-b', fixedAt: 900 }],
  resolved: [{ ...FINDING, subject: 'lm-c', resolvedAt: 1_000 }],
  unjudged: [{ ruleId: 'ha-modes', subject: 'first', why: 'not read (loadmaster-unreachable)' }],
  counts: {
    critical: { judged: 3, passed: 2 },
    high: { judged: 2, passed: 2 },
    medium: NO_RULES,
    low: NO_RULES,
  },
  before: { at: 10, score: 49 },
});

export const WAIVER: Waiver = {
  id: 'w-1',
  ruleId: 'matcher',
  pairId: 'lm-1',
  subject: 'lm-a',
  owner: 'network team',
  why: 'the second unit is being replaced',
  by: 'ann',
  at: 1_000,
  expiresAt: 2_000,
};

/** What every store of audits promises. */
export const testAuditStore = (make: () => AuditStore | Promise<AuditStore>): void => {
  it('has nothing at first', async () => {
    const store = await make();
    expect(await store.readAudits()).toEqual({
      audits: [],
      waivers: [],
      damaged: { audits: [], waivers: [] },
    });
    expect(await store.readSnapshot('lm-1')).toBeUndefined();
  });

  testVersionedClaims(make, {
    what: 'an audit',
    build: (version, mark = 0) => auditOf('lm-1', version, { at: mark }),
    claim: (store, audit) => store.claimAudit(audit),
    read: async (store) => (await store.readAudits()).audits[0],
  });

  it('gives back audits and waivers as they were kept, by their ids', async () => {
    const store = await make();
    const general: Waiver = {
      id: 'a-2',
      ruleId: 'stickiness',
      owner: 'shop team',
      why: 'w',
      by: 'bob',
      at: 1,
      expiresAt: 2,
    };
    const other = auditOf('constructor', 1);
    await store.claimAudit(FULL_AUDIT);
    await store.claimAudit(other);
    await store.placeWaiver(WAIVER);
    await store.placeWaiver(general);
    const { audits, waivers } = await store.readAudits();
    expect(audits).toEqual([other, FULL_AUDIT]);
    expect(waivers).toEqual([general, WAIVER]);
  });

  describe('a waiver', () => {
    it('takes the place of one of the same id', async () => {
      const store = await make();
      await store.placeWaiver(WAIVER);
      await store.placeWaiver({ ...WAIVER, owner: 'somebody else' });
      expect((await store.readAudits()).waivers).toEqual([{ ...WAIVER, owner: 'somebody else' }]);
    });

    it('is removed once', async () => {
      const store = await make();
      await store.placeWaiver(WAIVER);
      expect(await store.removeWaiver('w-1')).toBe(true);
      expect(await store.removeWaiver('w-1')).toBe(false);
      expect((await store.readAudits()).waivers).toEqual([]);
    });
  });

  describe('a snapshot', () => {
    it('is given back whole, the last one of each pair', async () => {
      const store = await make();
      await store.saveSnapshot({ ...CLEAN_SNAPSHOT, at: 1 });
      await store.saveSnapshot(CLEAN_SNAPSHOT);
      const saved = await store.readSnapshot(CLEAN_SNAPSHOT.pair.id);
      expect(saved?.at).toBe(CLEAN_SNAPSHOT.at);
      expect(JSON.parse(saved?.json ?? '')).toEqual(CLEAN_SNAPSHOT);
      expect(await store.readSnapshot('another')).toBeUndefined();
    });
  });

  it('forgets a pair with its snapshot, so that its first audit can be claimed again', async () => {
    const store = await make();
    const { id } = CLEAN_SNAPSHOT.pair;
    await store.claimAudit(auditOf(id, 1));
    await store.claimAudit(auditOf(id, 2));
    await store.saveSnapshot(CLEAN_SNAPSHOT);
    await store.removeAudit(id);
    await store.removeAudit('never-there');
    expect((await store.readAudits()).audits).toEqual([]);
    expect(await store.readSnapshot(id)).toBeUndefined();
    await store.claimAudit(auditOf(id, 1));
  });
};
