import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { tellOf } from '#control/geo/tell.ts';
import type { BriefFinding } from '#domain/geo/geo-finding.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { DUBLIN } from '../../domain/geo/member-samples.ts';
import { EARLIER, finding, memberIn, reportOf } from '../../domain/geo/report-samples.ts';

const found = (code: BriefFinding['code'], unit: 'first' | 'second' = 'first'): BriefFinding => ({
  code,
  unit,
  names: [],
  words: `pair-1 ${unit}: ${code}`,
});

const report = (member: MemberReport | undefined) =>
  reportOf(DUBLIN, member === undefined ? {} : { 'pair-1': member }, { at: NOW });

/** What is said of pair 1. */
const told = (before: MemberReport | undefined, next: MemberReport): readonly unknown[] =>
  tellOf(report(before), report(next)).map(({ detail }) => detail.words);

const OURS = memberIn('drifted', { findings: [found('partners-missing')], wantsTurn: true });
const WAITS = memberIn('drifted', { findings: [found('partners-missing')], waits: 'a hold to end' });
const UNREAD = memberIn('unread', { findings: [found('unread')] });
const DOWN = memberIn('right', { findings: [found('partner-down')] });
const FAILED = memberIn('drifted', {
  findings: [found('partners-missing')],
  failure: { at: EARLIER, code: 'geo-list-too-long' },
});

describe('people are told of a member', () => {
  it.each<[string, MemberReport, string]>([
    [
      'whose lists are wrong, and that waits for people',
      WAITS,
      'pair-1: pair-1 first: partners-missing; waits for a hold to end',
    ],
    ['that was not read', UNREAD, 'pair-1: pair-1 first: unread'],
    ['with what setting lists does not mend', DOWN, 'pair-1: pair-1 first: partner-down'],
    [
      'whose lists could not be set',
      { ...FAILED, waits: 'the next try' },
      'pair-1: pair-1 first: partners-missing; its lists could not be set: geo-list-too-long; waits for the next try',
    ],
    [
      'with both',
      memberIn('drifted', { findings: [found('access-extra'), found('partner-down')] }),
      'pair-1: pair-1 first: access-extra; pair-1 first: partner-down',
    ],
  ])('%s', (_, member, words) => {
    expect(told(memberIn('right'), member)).toEqual([words]);
    expect(told(undefined, member)).toEqual([words]);
  });

  it.each<[string, MemberReport]>([
    ['that is in order', memberIn('right')],
    ['whose lists are about to be set', OURS],
    ['whose lists are being set', memberIn('syncing', { findings: [found('partners-missing')] })],
  ])('not of one %s', (_, member) => {
    expect(told(UNREAD, member)).toEqual([]);
    expect(told(undefined, member)).toEqual([]);
  });

  it.each<[string, MemberReport]>([
    ['waits', WAITS],
    ['is unread', UNREAD],
    ['has failed', FAILED],
    ['has other findings', DOWN],
  ])('once: %s', (_, member) => {
    const other = {
      ...member,
      since: NOW,
      findings: member.findings.map((one) => ({ ...one, names: ['x'] })),
    };
    expect(told(member, other)).toEqual([]);
  });

  it.each<[string, MemberReport, MemberReport]>([
    ['another finding', UNREAD, DOWN],
    ['a finding of the other unit', DOWN, memberIn('right', { findings: [found('partner-down', 'second')] })],
    ['another failure', FAILED, { ...FAILED, failure: { at: NOW, code: 'geo-list-too-long' } }],
    ['the same after it was in order', memberIn('right'), UNREAD],
  ])('again of %s', (_, before, next) => {
    expect(told(before, next)).toHaveLength(1);
  });

  it('by an event that is as declared', () => {
    const both = memberIn('unread', {
      findings: [found('unread'), found('unread', 'second'), found('geo-off')],
    });
    const [event] = tellOf(undefined, report(both));
    expect(event).toMatchObject({
      detailType: 'Geo Needs Attention',
      detail: {
        region: DUBLIN,
        at: new Date(NOW).toISOString(),
        memberId: 'pair-1',
        codes: ['unread', 'geo-off'],
      },
    });
    expect(ownEvents['Geo Needs Attention'].parse(event?.detail)).toEqual(event?.detail);
  });

  it('in so many words, and no more', () => {
    const long = memberIn('unread', { findings: [{ ...found('unread'), words: 'x'.repeat(2_000) }] });
    expect(String(tellOf(undefined, report(long))[0]?.detail.words)).toHaveLength(1_000);
  });
});

describe('people are told of a region', () => {
  const whole = reportOf(DUBLIN, {});
  const broken = { ...whole, at: NOW, incomplete: [finding('region-missing'), finding('same-address')] };

  it('when the declarations do not make a whole any more, or never did', () => {
    const said = [
      {
        detailType: 'Geo Needs Attention',
        detail: {
          region: DUBLIN,
          at: new Date(NOW).toISOString(),
          codes: ['region-missing', 'same-address'],
          words: 'pair-1 first: region-missing; pair-1 first: same-address',
        },
      },
    ];
    expect(tellOf(whole, broken)).toEqual(said);
    expect(tellOf(undefined, broken)).toEqual(said);
    expect(ownEvents['Geo Needs Attention'].parse(said[0]?.detail)).toEqual(said[0]?.detail);
  });

  it('once', () => {
    expect(tellOf(broken, { ...broken, incomplete: [finding('same-instance')] })).toEqual([]);
    expect(tellOf(broken, whole)).toEqual([]);
    expect(tellOf(whole, whole)).toEqual([]);
  });

  it('in so many words, and no more', () => {
    const long = { ...broken, incomplete: [finding('region-missing', { words: 'x'.repeat(2_000) })] };
    expect(String(tellOf(undefined, long)[0]?.detail.words)).toHaveLength(1_000);
  });
});
