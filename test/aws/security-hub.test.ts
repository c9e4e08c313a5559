import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeSecurityHub } from '#aws/security-hub.ts';
import { toAsff } from '#domain/audit/asff.ts';
import type { AsffFinding } from '#domain/audit/asff-finding.ts';
import { ruleFacts } from '#domain/audit/rule.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';

const client = new SecurityHubClient({ region: 'eu-west-1' });
const securityHub = mockClient(client);
const sink = makeSecurityHub({ client });

const finding = (number: number): AsffFinding =>
  toAsff(
    {
      accountId: '111122223333',
      partition: 'aws',
      region: 'eu-west-1',
      now: NOW,
      instantText: (at) => new Date(at).toISOString(),
    },
    SAMPLE_PAIR,
    {
      ruleId: `rule-${number}`,
      severity: 'low',
      subject: 'pair',
      seen: 'one thing',
      expected: 'another',
      firstSeen: NOW,
      lastSeen: NOW,
      ...ruleFacts(undefined),
    },
    { kind: 'open' },
  );
const findings = (count: number): AsffFinding[] => Array.from({ length: count }, (_, at) => finding(at));
const sent = () =>
  securityHub.commandCalls(BatchImportFindingsCommand).map(({ args: [command] }) => command.input.Findings);

const refusal = (name: string): Error => Object.assign(new Error('refused'), { name });

beforeEach(() => {
  securityHub.reset();
  securityHub.on(BatchImportFindingsCommand).resolves({ FailedCount: 0, SuccessCount: 100 });
});

describe('reporting findings to Security Hub', () => {
  it.each([
    { count: 0, calls: [] },
    { count: 1, calls: [1] },
    { count: 100, calls: [100] },
    { count: 101, calls: [100, 1] },
    { count: 250, calls: [100, 100, 50] },
  ])('sends $count in calls of $calls, each as it is', async ({ count, calls }) => {
    expect(await sink.report(findings(count))).toEqual({ failed: 0 });
    expect(sent().map((batch) => batch?.length)).toEqual(calls);
    expect(sent().flatMap((batch) => batch ?? [])).toEqual(findings(count));
  });

  it('counts the findings that were not taken', async () => {
    securityHub.on(BatchImportFindingsCommand).resolves({
      FailedCount: 2,
      SuccessCount: 98,
      FailedFindings: [],
    });
    expect(await sink.report(findings(150))).toEqual({ failed: 4 });
  });

  it.each(['InvalidAccessException', 'AccessDeniedException', 'LimitExceededException', 'InternalException'])(
    'counts a whole call that ends in %s, and goes on',
    async (name) => {
      securityHub
        .on(BatchImportFindingsCommand)
        .rejectsOnce(refusal(name))
        .resolves({ FailedCount: 0, SuccessCount: 50 });
      expect(await sink.report(findings(150))).toEqual({ failed: 100 });
      expect(sent()).toHaveLength(2);
    },
  );

  it('throws what is a bug', async () => {
    securityHub.on(BatchImportFindingsCommand).rejects(new TypeError('undefined is not a function'));
    await expect(sink.report(findings(1))).rejects.toThrow(TypeError);
  });
});
