import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';

const rules = await projectRules();

const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), 'utf8'));

const wokenBy = (bus: 'default' | 'own', event: unknown): readonly string[] => [
  ...new Set(
    rules.flatMap((rule) =>
      rule.kind === 'pattern' && rule.bus === bus && rule.matches(event) ? [rule.functionName] : [],
    ),
  ),
];

describe('the rules of serverless.yml', () => {
  it.each([
    { event: 'ec2/instance-running', wakes: ['watch'] },
    { event: 'ec2/instance-stopping', wakes: ['watch', 'drain'] },
    { event: 'ec2/instance-shutting-down', wakes: ['watch', 'drain'] },
    { event: 'ec2/instance-stopped', wakes: ['watch', 'drain'] },
    { event: 'ec2/instance-terminated', wakes: ['watch', 'drain'] },
    { event: 'ec2/spot-interruption-terminate', wakes: ['drain'] },
    { event: 'ec2/rebalance-recommendation', wakes: ['drain'] },
    { event: 'ec2/capacity-reservation-interruption', wakes: ['drain'] },
    { event: 'ec2/terminate-instances', wakes: ['watch'] },
    { event: 'ec2/stop-instances', wakes: ['watch'] },
    { event: 'ec2/create-tags', wakes: [] },
    { event: 'elasticloadbalancing/register-targets', wakes: ['watch'] },
    { event: 'elasticloadbalancing/deregister-targets', wakes: ['watch'] },
    { event: 'elasticloadbalancing/modify-target-group', wakes: ['watch'] },
    { event: 'elasticloadbalancing/modify-target-group-attributes', wakes: ['watch'] },
    { event: 'autoscaling/terminate-hook', wakes: ['drain'] },
    { event: 'autoscaling/launch-hook', wakes: [] },
    { event: 'health/retirement', wakes: ['drain'] },
    { event: 'health/retirement-closed', wakes: ['drain'] },
    { event: 'health/operational-issue', wakes: [] },
    { event: 'cloudwatch/alarm-on-another-metric', wakes: [] },
    { event: 'understudy/drain-requested', wakes: [] },
  ])('$event wakes $wakes', ({ event, wakes }) => {
    expect(wokenBy('default', sample(event))).toEqual(wakes);
  });

  it.each([
    { event: 'understudy/pair-continue', wakes: ['drain'] },
    { event: 'understudy/drain-requested', wakes: ['drain'] },
    { event: 'understudy/drain-cancelled', wakes: ['drain'] },
    { event: 'understudy/operator-command', wakes: ['drain', 'failback', 'firmware', 'geo-sync'] },
    { event: 'understudy/pair-continue-failback', wakes: ['failback'] },
    { event: 'understudy/switchover-requested', wakes: ['failback'] },
    { event: 'understudy/pair-continue-firmware', wakes: ['firmware'] },
    { event: 'understudy/firmware-requested', wakes: ['firmware'] },
    { event: 'understudy/rollouts-changed', wakes: ['firmware'] },
    { event: 'understudy/rollout-needs-attention', wakes: [] },
    { event: 'understudy/pair-continue-geo', wakes: ['geo-sync'] },
    { event: 'understudy/geo-changed', wakes: ['geo-sync'] },
    { event: 'understudy/geo-requested', wakes: ['geo-sync'] },
    { event: 'understudy/geo-needs-attention', wakes: [] },
    { event: 'understudy/audit-requested', wakes: ['audit'] },
    { event: 'understudy/finding-opened', wakes: [] },
    { event: 'understudy/pair-situation-changed', wakes: [] },
    { event: 'understudy/pair-needs-attention', wakes: [] },
    { event: 'understudy/region-frozen', wakes: [] },
  ])('on its own bus, $event wakes $wakes', ({ event, wakes }) => {
    expect(wokenBy('own', sample(event))).toEqual(wakes);
  });

  it('wake watch for the alarms of target groups, by their name', () => {
    const alarm = (alarmName: string) => ({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { alarmName },
    });
    expect(wokenBy('default', alarm('pair-a-443-no-healthy-host'))).toEqual(['watch']);
    expect(wokenBy('default', alarm('pair-a-443-bytes'))).toEqual([]);
  });

  it('wake watch, firmware and geo-sync every minute, audit every five, and nobody else', () => {
    expect(rules.filter(({ kind }) => kind === 'schedule')).toMatchObject([
      { kind: 'schedule', functionName: 'watch', everyMs: 60_000 },
      { kind: 'schedule', functionName: 'firmware', everyMs: 60_000 },
      { kind: 'schedule', functionName: 'geo-sync', everyMs: 60_000 },
      { kind: 'schedule', functionName: 'audit', everyMs: 300_000 },
    ]);
  });
});
