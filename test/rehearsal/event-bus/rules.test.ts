import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { type Rule, readRules, UnreadableRulesError } from '#rehearsal/event-bus/rules.ts';
import { SAMPLES } from '../../contracts/events/samples.ts';

const FILE = `
functions:
  watch:
    maximumRetryAttempts: 1
    events:
      - eventBridge: { schedule: rate(2 minutes) }
  drain:
    events:
      - eventBridge:
          eventBus: !GetAtt Bus.Name
          pattern: { source: [understudy] }
      - httpApi: { method: GET, path: /x }
  silent: { handler: functions/silent.handler }
`;

describe('the rules of a serverless.yml', () => {
  it('are read with their function, their bus and how often Lambda repeats', () => {
    expect(readRules(FILE)).toMatchObject([
      { kind: 'schedule', functionName: 'watch', everyMs: 120_000, retries: 1 },
      { kind: 'pattern', functionName: 'drain', bus: 'own', retries: 2 },
    ]);
  });

  it.each([
    { what: 'a cron schedule', file: FILE.replace('rate(2 minutes)', 'cron(0 1 * * ? *)') },
    { what: 'a file without functions', file: 'service: understudy' },
  ])('are refused for $what', ({ file }) => {
    expect(() => readRules(file)).toThrow(UnreadableRulesError);
  });
});

describe("this project's own rules", () => {
  const wokenBy = async (source: string, detailType: string): Promise<readonly string[]> => {
    const samples = [...SAMPLES.values()].filter(
      (event) => event.source === source && event['detail-type'] === detailType,
    );
    expect(samples.length).toBeGreaterThan(0);
    const wakes = (rule: Rule): boolean =>
      rule.kind === 'pattern' && samples.some((event) => rule.matches(event));
    return (await projectRules()).filter(wakes).map(({ functionName }) => functionName);
  };

  it.each([
    { source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning', wakes: ['drain'] },
    { source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification', wakes: ['watch', 'drain'] },
    { source: 'aws.autoscaling', detailType: 'EC2 Instance-terminate Lifecycle Action', wakes: ['drain'] },
    { source: 'aws.health', detailType: 'AWS Health Event', wakes: ['drain'] },
    { source: 'understudy', detailType: 'Drain Requested', wakes: ['drain'] },
    { source: 'understudy', detailType: 'Pair Situation Changed', wakes: [] },
  ])('wake $wakes for $detailType', async ({ source, detailType, wakes }) => {
    expect(await wokenBy(source, detailType)).toEqual(wakes);
  });

  it('wake watch, firmware and geo-sync every minute, and audit every five', async () => {
    const schedules = (await projectRules()).filter(({ kind }) => kind === 'schedule');
    expect(schedules).toMatchObject([
      { functionName: 'watch', everyMs: 60_000 },
      { functionName: 'firmware', everyMs: 60_000 },
      { functionName: 'geo-sync', everyMs: 60_000 },
      { functionName: 'audit', everyMs: 300_000 },
    ]);
  });
});
