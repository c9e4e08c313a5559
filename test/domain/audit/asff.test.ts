import { describe, expect, it } from 'vitest';
import { type AsffContext, type AsffState, type AsffSubject, toAsff } from '#domain/audit/asff.ts';
import type { AsffFinding } from '#domain/audit/asff-finding.ts';
import { ruleFacts } from '#domain/audit/rule.ts';
import { matcher } from '#domain/audit/rules/aws/matcher.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR, TARGET_GROUP } from '../../../docs/state-samples.ts';

const CONTEXT: AsffContext = {
  accountId: '111122223333',
  partition: 'aws',
  region: 'eu-west-1',
  now: NOW,
  instantText: (at) => new Date(at).toISOString(),
};

const FINDING: AsffSubject = {
  ruleId: 'matcher',
  severity: 'critical',
  subject: 'lm-a',
  seen: 'success codes 200-599',
  expected: 'success codes 200, without 503',
  firstSeen: NOW - 60 * MINUTE_MS,
  lastSeen: NOW - MINUTE_MS,
  ...ruleFacts(matcher),
};

const WAIVED: AsffState = {
  kind: 'waived',
  waiver: {
    id: 'w-1',
    ruleId: 'matcher',
    owner: 'web team',
    why: 'w'.repeat(3_000),
    by: 'ada',
    at: NOW,
    expiresAt: NOW + MINUTE_MS,
  },
};

const asff = (change: Partial<AsffSubject> = {}, state: AsffState = { kind: 'open' }): AsffFinding =>
  toAsff(CONTEXT, SAMPLE_PAIR, { ...FINDING, ...change }, state);

const INSTANCES = ['i-0000000000000000a', 'i-0000000000000000b'].map(
  (id) => `AwsEc2Instance arn:aws:ec2:eu-west-1:111122223333:instance/${id}`,
);

describe('a finding in the AWS Security Finding Format', () => {
  it('says what was found, where, how bad it is and what to do', () => {
    expect(asff()).toEqual({
      SchemaVersion: '2018-10-08',
      Id: 'understudy/eu-west-1/pair-a/matcher/lm-a',
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
      GeneratorId: 'understudy/matcher',
      AwsAccountId: '111122223333',
      FindingProviderFields: {
        Severity: { Label: 'CRITICAL' },
        Types: ['Software and Configuration Checks/AWS Security Best Practices'],
      },
      FirstObservedAt: '2026-05-01T09:00:00.000Z',
      LastObservedAt: '2026-05-01T09:59:00.000Z',
      CreatedAt: '2026-05-01T09:00:00.000Z',
      UpdatedAt: '2026-05-01T10:00:00.000Z',
      Title: 'pair-a, lm-a: The health check takes 200 for healthy, and does not take 503',
      Description:
        'Seen: success codes 200-599. Expected: success codes 200, without 503. A standby answers 503. A load balancer that takes this for healthy sends half of the clients to a unit that serves nobody.',
      Remediation: {
        Recommendation: {
          Text: 'set the success codes of the health check to 200 (EC2 > Target groups > Health checks > Edit > Advanced)',
          Url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
        },
      },
      ProductFields: {
        'understudy/pair': 'pair-a',
        'understudy/rule': 'matcher',
        'understudy/subject': 'lm-a',
      },
      Resources: [{ Type: 'Other', Id: TARGET_GROUP, Partition: 'aws', Region: 'eu-west-1' }],
      Compliance: { Status: 'FAILED' },
      Workflow: { Status: 'NEW' },
      RecordState: 'ACTIVE',
    });
  });

  it.each<{ state: AsffState; compliance: string; workflow: string; record: string }>([
    { state: { kind: 'open' }, compliance: 'FAILED', workflow: 'NEW', record: 'ACTIVE' },
    { state: { kind: 'not-assessed' }, compliance: 'NOT_AVAILABLE', workflow: 'NEW', record: 'ACTIVE' },
    { state: WAIVED, compliance: 'FAILED', workflow: 'SUPPRESSED', record: 'ACTIVE' },
    { state: { kind: 'resolved' }, compliance: 'PASSED', workflow: 'RESOLVED', record: 'ARCHIVED' },
  ])('is $compliance, $workflow and $record where it is $state.kind', ({ state, ...is }) => {
    const { Compliance, Workflow, RecordState } = asff({}, state);
    expect({ compliance: Compliance.Status, workflow: Workflow.Status, record: RecordState }).toEqual(is);
  });

  it('keeps its id whatever is seen, in whatever state, whenever', () => {
    const later = { ...CONTEXT, now: NOW + MINUTE_MS };
    const other = { ...FINDING, seen: 'x', expected: 'y', firstSeen: NOW, severity: 'low' } as const;
    expect(toAsff(later, SAMPLE_PAIR, other, { kind: 'resolved' }).Id).toBe(asff().Id);
  });

  it('has another id for another rule, subject, pair or region, whatever slashes are in them', () => {
    const named = (id: string, region: string, ruleId: string, subject: string): string =>
      toAsff(
        { ...CONTEXT, region },
        { ...SAMPLE_PAIR, id },
        { ...FINDING, ruleId, subject },
        { kind: 'open' },
      ).Id;
    const ids = [
      named('a', 'r', 'x', 'y'),
      named('b', 'r', 'x', 'y'),
      named('a', 's', 'x', 'y'),
      named('a', 'r', 'z', 'y'),
      named('a', 'r', 'x', 'z'),
      named('a', 'r', 'x/y', 'z'),
      named('a', 'r', 'x', 'y/z'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    { subject: 'first', resources: INSTANCES.slice(0, 1) },
    { subject: 'second', resources: INSTANCES.slice(1) },
    { subject: 'pair', resources: INSTANCES },
    { subject: 'lm-a', resources: [`Other ${TARGET_GROUP}`] },
    { subject: 'a-load-balancer', resources: ['Other pair-a/a-load-balancer'] },
  ])('is about $resources where its subject is $subject', ({ subject, resources }) => {
    expect(asff({ subject }).Resources.map(({ Type, Id }) => `${Type} ${Id}`)).toEqual(resources);
  });

  it('is in the partition of its region', () => {
    const china = { ...CONTEXT, partition: 'aws-cn', region: 'cn-north-1' } as const;
    const { ProductArn, Resources } = toAsff(
      china,
      SAMPLE_PAIR,
      { ...FINDING, subject: 'first' },
      { kind: 'open' },
    );
    expect(ProductArn).toMatch(/^arn:aws-cn:securityhub:cn-north-1:/);
    expect(Resources).toEqual([
      expect.objectContaining({
        Id: 'arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-0000000000000000a',
        Partition: 'aws-cn',
        Region: 'cn-north-1',
      }),
    ]);
  });

  it('is cut where Security Hub has no room, between characters', () => {
    const long = '\u{1F6A8}'.repeat(2_000);
    const { Title, Description, Remediation, ProductFields } = asff(
      { title: long, seen: long, remedy: long },
      WAIVED,
    );
    const { Text } = Remediation.Recommendation;
    const cut = [Title, Description, Text, ProductFields['understudy/waiverReason'] ?? ''];
    expect(cut.map((words) => words.at(-1))).toEqual(['…', '…', '…', '…']);
    expect(cut.filter((words) => !words.isWellFormed())).toEqual([]);
    expect(Title.length).toBeLessThanOrEqual(256);
    expect(Description.length).toBeLessThanOrEqual(1_024);
    expect(Text.length).toBeLessThanOrEqual(512);
    expect(ProductFields['understudy/waiverReason']).toHaveLength(2_048);
  });

  it('is whole where Security Hub has just the room', () => {
    const remedy = 'r'.repeat(512);
    expect(asff({ remedy }).Remediation.Recommendation.Text).toBe(remedy);
  });

  it('says in fields that every import may change who answers for what is waived', () => {
    const { ProductFields } = asff({}, WAIVED);
    expect(ProductFields).toMatchObject({
      'understudy/waiverOwner': 'web team',
      'understudy/waivedUntil': '2026-05-01T10:01:00.000Z',
    });
  });

  it.each([
    { url: 'http://example.com', links: undefined },
    { url: undefined, links: undefined },
    { url: 'https://example.com', links: 'https://example.com' },
  ])('links to $links for a citation of $url', ({ url, links }) => {
    const citation = url === undefined ? { words: 'where' } : { words: 'where', url };
    expect(asff({ citations: [citation] }).Remediation.Recommendation.Url).toBe(links);
  });
});
