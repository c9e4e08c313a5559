import { describe, expect, it } from 'vitest';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { decideFix, type FixInput, FRESH_MS } from '#domain/audit/decide-fix.ts';
import { withinFixLimit } from '#domain/audit/fix-limit.ts';
import { noteFixes, type PlannedFix, planFixes } from '#domain/audit/plan-fixes.ts';
import type { Fix, Rule } from '#domain/audit/rule.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState, SITUATIONS } from '#domain/pair/state.ts';
import { NOW, SAMPLE_PAIR, TARGET_GROUP, UNIT_CLASSES } from '../../../docs/state-samples.ts';
import { auditOf, findingOf, HOUR_MS, waiverFor } from './audit-samples.ts';
import { withPair } from './broken.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

const ACTION: Action = { kind: 'set-health-check', targetGroup: TARGET_GROUP, check: { matcher: '200' } };

const ruleOf = (id: string, fix: Fix | undefined, changes: Partial<Rule> = {}): Rule => ({
  id,
  side: 'aws',
  severity: 'high',
  title: 't',
  why: 'w',
  citations: [{ words: 'c' }],
  remedy: 'r',
  check: () => ({ faults: [], unjudged: [] }),
  ...(fix && { fix: () => fix }),
  ...changes,
});

const CAN: Fix = { kind: 'action', action: ACTION };
const RULE = ruleOf('matcher', CAN);
const AUDIT = auditOf({ findings: [findingOf('matcher')] });
const PLANNED: readonly PlannedFix[] = [{ ruleId: 'matcher', subject: 'first', action: ACTION }];

describe('planning fixes', () => {
  it('takes the action of each finding’s rule', () => {
    expect(planFixes([RULE], CLEAN_SNAPSHOT, AUDIT, [], NOW)).toEqual(PLANNED);
  });

  it.each([
    { words: 'whose rule has no fix', rule: ruleOf('matcher', undefined) },
    { words: 'whose rule says not now', rule: ruleOf('matcher', { kind: 'not-now', why: 'w' }) },
    { words: 'whose rule is no more', rule: ruleOf('other', CAN) },
    { words: 'that is waived', waivers: [waiverFor('matcher')] },
    {
      words: 'that was not judged in this snapshot',
      audit: { findings: [findingOf('matcher', { lastSeen: NOW - 1 })] },
    },
    {
      words: 'that was tried within the interval',
      audit: { findings: [findingOf('matcher', { fixedAt: NOW - HOUR_MS })] },
    },
  ])('leaves out a finding $words', ({ rule = RULE, waivers = [], audit = {} }) => {
    expect(planFixes([rule], CLEAN_SNAPSHOT, { ...AUDIT, ...audit }, waivers, NOW)).toEqual([]);
  });

  it('changes security groups only where that is declared', () => {
    const rule = ruleOf('matcher', CAN, { fixesSecurityGroups: true });
    expect(planFixes([rule], CLEAN_SNAPSHOT, AUDIT, [], NOW)).toEqual(PLANNED);
    const undeclared = withPair({ audit: DEFAULT_AUDIT_POLICY });
    expect(planFixes([rule], undeclared, AUDIT, [], NOW)).toEqual([]);
  });

  it('notes what was set about, and nothing else', () => {
    const audit = auditOf({ findings: [findingOf('matcher'), findingOf('matcher', { subject: 'second' })] });
    const noted = noteFixes(audit, PLANNED, NOW + 5);
    expect(noted.version).toBe(2);
    expect(noted.findings.map(({ fixedAt }) => fixedAt)).toEqual([NOW + 5, undefined]);
  });
});

describe('the limit of fixes', () => {
  const touched = (id: string, ago: number) =>
    auditOf({ pairId: id, findings: [findingOf('matcher', { fixedAt: NOW - ago })] });
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `p-${at}`);

  it.each([
    { words: 'three pairs of a small estate', pairs: 4, wanting: 4, allowed: 3 },
    { words: 'a fifth of a large one', pairs: 50, wanting: 30, allowed: 10 },
    { words: 'all where few want it', pairs: 50, wanting: 2, allowed: 2 },
  ])('lets $words have theirs', ({ pairs, wanting, allowed }) => {
    expect([...withinFixLimit(ids(wanting), [], pairs, NOW)]).toEqual(ids(allowed));
  });

  it('counts pairs that were touched within a day, and lets those be touched again', () => {
    const audits = [touched('a', HOUR_MS), touched('b', 23 * HOUR_MS), touched('c', 24 * HOUR_MS)];
    expect([...withinFixLimit(['b', 'c', 'd'], audits, 10, NOW)]).toEqual(['b', 'c']);
  });

  it('counts what took as well as what did not', () => {
    const fixed = { ...findingOf('matcher', { fixedAt: NOW - HOUR_MS }), resolvedAt: NOW };
    const audits = ['a', 'b', 'c'].map((pairId) => auditOf({ pairId, resolved: [fixed] }));
    expect([...withinFixLimit(['a', 'd'], audits, 10, NOW)]).toEqual(['a']);
  });
});

const OPEN: WindowNow = { kind: 'open', closesAt: NOW + HOUR_MS };
const CLOSED: WindowNow = { kind: 'closed', opensAt: NOW + HOUR_MS, opensWords: 'later' };
const SEEN: PairSeen = {
  at: NOW,
  units: { first: UNIT_CLASSES.serving, second: UNIT_CLASSES['standing by'] },
};

const stateOf = (changes: Partial<PairState> = {}): PairState => ({
  ...newPairState(SAMPLE_PAIR.id, NOW),
  situation: { kind: 'steady', since: NOW - HOUR_MS, active: 'first', evidence: [] },
  ...changes,
});

interface Case {
  readonly words: string;
  readonly state?: Partial<PairState>;
  readonly pair?: Partial<Pair>;
  readonly input?: Partial<FixInput>;
  readonly frozen?: boolean;
  readonly reason: string;
}

const decide = ({ state, pair, input, frozen = false }: Omit<Case, 'words' | 'reason'>) => {
  const before = stateOf(state);
  const asked: FixInput = { kind: 'fix', fixes: PLANNED, seenAt: NOW, window: OPEN, ...input };
  const policies = { pair: { ...SAMPLE_PAIR, ...pair }, frozen, window: ALWAYS, input: asked };
  return { before, decision: decideFix(before, SEEN, policies, NOW) };
};

describe('deciding about fixes', () => {
  it('takes the actions of a steady pair in an open window, and says by what', () => {
    const { decision } = decide({});
    expect(decision).toMatchObject({ actions: [ACTION], reason: 'fixing-findings' });
    expect(decision.evidence.at(-1)).toBe('found by the audit: matcher, first');
  });

  it.each<Case>([
    { words: 'there is nothing to put right', input: { fixes: [] }, reason: 'nothing-to-fix' },
    { words: 'the pair is only observed', pair: { mode: 'observe' }, reason: 'observe-only' },
    {
      words: 'an operator holds it',
      state: { hold: { by: 'b', why: 'w', placedAt: 0, until: NOW + 1 } },
      reason: 'held',
    },
    { words: 'the region is frozen', frozen: true, reason: 'region-frozen' },
    {
      words: 'an operation is under way or halted',
      state: {
        operation: {
          kind: 'halted',
          because: 'operator-decides',
          haltedAt: 0,
          operation: {} as never,
        } as never,
      },
      reason: 'waiting-for-other-operation',
    },
    { words: 'what was seen is old', input: { seenAt: NOW - FRESH_MS - 1 }, reason: 'findings-too-old' },
    { words: 'the observers are silent', state: { unseenSince: NOW }, reason: 'refused-not-steady' },
    { words: 'the window is closed', input: { window: CLOSED }, reason: 'outside-window' },
    { words: 'no window is declared', input: { window: ALWAYS }, reason: 'outside-window' },
  ])('does nothing where $words', ({ reason, ...given }) => {
    const { before, decision } = decide(given);
    expect(decision).toMatchObject({ actions: [], reason });
    expect(decision.next).toBe(before);
  });

  it('acts in no situation in which roles may move or nobody knows', () => {
    const acts = SITUATIONS.filter((kind) => {
      const situation = { kind, since: NOW - HOUR_MS, evidence: [] };
      return decide({ state: { situation } }).decision.actions.length > 0;
    });
    expect(acts).toEqual(['steady', 'degraded', 'dual-active']);
  });

  it('does once what puts several findings right', () => {
    const fixes = [...PLANNED, { ruleId: 'health-check-path', subject: 'lm-a', action: { ...ACTION } }];
    expect(decide({ input: { fixes } }).decision.actions).toEqual([ACTION]);
  });
});
