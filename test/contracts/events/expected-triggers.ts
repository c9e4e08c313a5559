import type { DrainIntent } from '#domain/drain/intent.ts';
import type { InstanceState } from '#domain/pair/seen.ts';
import type { Trigger } from '#domain/trigger.ts';

/** When the samples are received: shortly after most of them say they happened. */
export const RECEIVED_AT = Date.parse('2026-05-01T10:00:05Z');

const AT = Date.parse('2026-05-01T10:00:00Z');
const ANNOUNCED_AT = Date.parse('2026-04-17T10:00:00Z');
const MAINTENANCE_AT = Date.parse('2026-05-01T22:00:00Z');
const UNIT = 'i-0aaaaaaaaaaaaaaa1';
const OTHER = 'i-0aaaaaaaaaaaaaaa2';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm-a/0000000000000000';
const GROUP = 'targetgroup/lm-a/0000000000000000';
const ADMIN_GROUP = 'targetgroup/lm-a-admin/0000000000000001';

const RETIREMENT = 'AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED';
const REBOOT = 'AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED';
const healthId = (code: string, instanceId: string): string =>
  `arn:aws:health:eu-west-1::event/EC2/${code}/${code}_00000000/${instanceId}`;

const ignored = (reason: string): Trigger[] => [{ kind: 'ignored', reason }];
const state = (instanceState: InstanceState): Trigger => ({
  kind: 'instance-state',
  instanceId: UNIT,
  state: instanceState,
});

/** What the drains of the samples have in common; `id` `event` stands for the sample's own event id. */
const drain = (intent: Partial<DrainIntent> & Pick<DrainIntent, 'source' | 'why'>): Trigger => ({
  kind: 'drain',
  intent: { id: 'event', instanceId: UNIT, requestedAt: AT, release: { kind: 'none' }, ...intent },
});
const leaving = (instanceState: InstanceState): Trigger[] => [
  state(instanceState),
  drain({
    source: 'instance-leaving',
    deadlineAt: AT,
    why: `EC2 reports the instance ${instanceState}`,
  }),
];
const spot = (action: string, deadlineAt: number, requestedAt = AT): Trigger[] => [
  drain({
    source: 'spot',
    requestedAt,
    deadlineAt,
    why: `Spot interruption: EC2 is about to ${action} the instance`,
  }),
];
const hook = (requestedAt: number): Trigger => {
  const token = '00000000-0000-4000-8000-0000000000bb';
  return drain({
    source: 'lifecycle-hook',
    id: token,
    requestedAt,
    release: {
      kind: 'complete-hook',
      hook: { autoScalingGroup: 'lm-pair-a', name: 'lm-terminate', token },
    },
    why: 'Auto Scaling group lm-pair-a terminates the instance; hook lm-terminate waits',
  });
};
const health = (code: string, instanceId = UNIT): Trigger =>
  drain({
    source: 'health',
    id: healthId(code, instanceId),
    instanceId,
    requestedAt: ANNOUNCED_AT,
    maintenanceAt: MAINTENANCE_AT,
    why: `AWS Health announces ${code}`,
  });
const healthClosed = (code: string, instanceId = UNIT): Trigger => ({
  kind: 'drain-cancelled',
  intentId: healthId(code, instanceId),
  instanceId,
  why: `AWS Health closed ${code}`,
});
const alarm = (...targetGroups: string[]): Trigger[] => [{ kind: 'target-group-alarm', targetGroups }];
const changed = (instanceIds: string[], targetGroupArn?: string): Trigger[] => [
  { kind: 'out-of-band-change', instanceIds, ...(targetGroupArn === undefined ? {} : { targetGroupArn }) },
];

/** What every file below `events/` is parsed to. */
export const EXPECTED: Readonly<Record<string, readonly Trigger[]>> = {
  'autoscaling/hook-notification.json': [hook(AT + 123)],
  'autoscaling/launch-hook.json': ignored('launch-hook'),
  'autoscaling/terminate-hook-replay.json': [hook(AT)],
  'autoscaling/terminate-hook.json': [hook(AT)],
  'autoscaling/terminate-successful.json': ignored('unknown-detail-type'),
  'autoscaling/test-notification.json': ignored('test-notification'),
  'cloudwatch/alarm-action.json': alarm(GROUP),
  'cloudwatch/alarm-configuration-change.json': ignored('unknown-detail-type'),
  'cloudwatch/alarm-on-another-metric.json': ignored('names-no-target-group'),
  'cloudwatch/alarm-recovered.json': alarm(GROUP),
  'cloudwatch/alarm.json': alarm(GROUP),
  'cloudwatch/composite-alarm.json': [{ kind: 'sweep' }],
  'cloudwatch/metric-math-alarm.json': alarm(GROUP, ADMIN_GROUP),
  'ec2/capacity-reservation-interruption.json': [
    drain({
      source: 'capacity-reservation',
      deadlineAt: AT + 120_000,
      why: 'Capacity reservation interruption: EC2 is about to terminate the instance',
    }),
  ],
  'ec2/create-tags.json': ignored('unwatched-api-call'),
  'ec2/instance-pending.json': [state('pending')],
  'ec2/instance-running.json': [state('running')],
  'ec2/instance-shutting-down-without-version.json': leaving('shutting-down'),
  'ec2/instance-shutting-down.json': leaving('shutting-down'),
  'ec2/instance-stopped.json': leaving('stopped'),
  'ec2/instance-stopping.json': leaving('stopping'),
  'ec2/instance-terminated.json': leaving('terminated'),
  'ec2/rebalance-recommendation.json': [
    drain({
      source: 'rebalance',
      requestedAt: Date.parse('2026-05-01T09:50:00Z'),
      why: 'EC2 recommends to rebalance: the spot instance is at elevated risk of interruption',
    }),
  ],
  'ec2/spot-interruption-hibernate.json': spot('hibernate', AT),
  'ec2/spot-interruption-replay.json': ignored('replay'),
  'ec2/spot-interruption-stop.json': spot('stop', AT + 120_000),
  'ec2/spot-interruption-terminate.json': spot('terminate', AT + 120_000),
  'ec2/spot-interruption-without-time.json': spot('terminate', RECEIVED_AT + 120_000, RECEIVED_AT),
  'ec2/stop-instances.json': changed([UNIT, OTHER]),
  'ec2/terminate-instances-refused-without-parameters.json': ignored('call-without-parameters'),
  'ec2/terminate-instances-refused.json': changed([UNIT]),
  'ec2/terminate-instances.json': changed([UNIT]),
  'elasticloadbalancing/deregister-targets.json': changed([UNIT], ARN),
  'elasticloadbalancing/modify-target-group-attributes.json': changed([], ARN),
  'elasticloadbalancing/modify-target-group.json': changed([], ARN),
  'elasticloadbalancing/register-targets.json': changed([UNIT], ARN),
  'events/scheduled.json': [{ kind: 'sweep' }],
  'health/operational-issue.json': ignored('not-ec2-maintenance'),
  'health/reboot-maintenance-page-1.json': [health(REBOOT), health(REBOOT, OTHER)],
  'health/reboot-maintenance-page-2.json': [
    healthClosed(REBOOT, 'i-0aaaaaaaaaaaaaaa3'),
    health(REBOOT, 'i-0aaaaaaaaaaaaaaa4'),
  ],
  'health/retirement-closed.json': [healthClosed(RETIREMENT)],
  'health/retirement-in-backup-region.json': ignored('copy-for-another-region'),
  'health/retirement-without-status.json': [health(RETIREMENT)],
  'health/retirement.json': [health(RETIREMENT)],
  'sns/alarm.json': alarm(GROUP),
  'sns/composite-alarm.json': [{ kind: 'sweep' }],
  'sns/metric-math-alarm.json': alarm(GROUP, ADMIN_GROUP),
  'sqs/hook-notification-from-sns.json': [hook(AT + 123)],
  'sqs/hook-notifications.json': [{ kind: 'ignored', reason: 'test-notification' }, hook(AT + 123)],
  'sqs/spot-interruption.json': spot('terminate', AT + 120_000),
  'understudy/drain-cancelled.json': [
    {
      kind: 'drain-cancelled',
      intentId: 'drain-0001',
      instanceId: UNIT,
      why: 'network-on-call: the change was called off',
    },
  ],
  'understudy/drain-requested-replay.json': ignored('replay'),
  'understudy/drain-requested-with-confirm.json': [
    drain({
      source: 'operator',
      id: 'drain-0002',
      release: { kind: 'reboot' },
      why: 'network-on-call: replaced by a larger instance',
      confirm: '7-reboot-second',
    }),
  ],
  'understudy/drain-requested.json': [
    drain({
      source: 'operator',
      id: 'drain-0001',
      release: { kind: 'terminate' },
      why: 'network-on-call: replaced by a larger instance',
    }),
  ],
  'understudy/audit-requested.json': [
    {
      kind: 'audit-request',
      requestId: 'audit-0001',
      pairIds: ['lm-a', 'lm-b'],
      by: 'network-on-call',
      why: 'after the change of the load balancer',
    },
  ],
  'understudy/finding-opened.json': ignored('announcement'),
  'understudy/geo-changed.json': [{ kind: 'geo-changed' }],
  'understudy/geo-needs-attention.json': ignored('announcement'),
  'understudy/geo-requested.json': [
    {
      kind: 'geo-order',
      pairId: 'lm-a',
      order: {
        id: 'geo-a/7',
        cluster: 'geo-a',
        master: 'second',
        access: ['172.24.1.5', '172.24.1.6', '2001:db8:24::8'],
        partners: ['172.24.1.5', '172.24.1.6'],
        notAfter: Date.UTC(2026, 4, 1, 14),
        requestedAt: Date.UTC(2026, 4, 1, 10),
        why: 'turn 7 of geo-a: 172.24.1.6 is missing in its partner list',
      },
    },
  ],
  'understudy/operator-command.json': [
    {
      kind: 'operator-command',
      pairId: 'pair-a',
      command: 'resume',
      why: 'network-on-call: the partner is repaired',
    },
  ],
  'understudy/pair-continue.json': [{ kind: 'continue', pairId: 'lm-a', concern: 'drain' }],
  'understudy/pair-continue-failback.json': [{ kind: 'continue', pairId: 'lm-a', concern: 'failback' }],
  'understudy/pair-continue-firmware.json': [{ kind: 'continue', pairId: 'lm-a', concern: 'firmware' }],
  'understudy/pair-continue-geo.json': [{ kind: 'continue', pairId: 'lm-a', concern: 'geo' }],
  'understudy/firmware-requested.json': [
    {
      kind: 'firmware-order',
      pairId: 'lm-a',
      order: {
        id: '20260501-095500-4f2a/lm-a',
        rolloutId: '20260501-095500-4f2a',
        target: '7.2.61.2',
        image: {
          key: 'images/7.2.61.2.24117.RELEASE.PATCH-64-MULTICORE',
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        },
        notAfter: Date.UTC(2026, 4, 1, 14),
        requestedAt: Date.UTC(2026, 4, 1, 10),
        why: 'network-on-call: security fix',
      },
    },
  ],
  'understudy/firmware-requested-back.json': [
    {
      kind: 'firmware-order',
      pairId: 'lm-a',
      order: {
        id: '20260501-120000-77b1/lm-a',
        rolloutId: '20260501-120000-77b1',
        target: '7.2.61.1',
        requestedAt: Date.UTC(2026, 4, 1, 10),
        why: 'network-on-call: back to what it was',
      },
    },
  ],
  'understudy/rollouts-changed.json': [{ kind: 'rollouts' }],
  'understudy/rollout-needs-attention.json': ignored('announcement'),
  'understudy/switchover-requested.json': [
    {
      kind: 'switchover',
      pairId: 'lm-a',
      request: {
        id: 'switch-2026-05-01',
        to: 'second',
        cause: 'switchover',
        requestedAt: Date.UTC(2026, 4, 1, 10),
        why: 'network-on-call: maintenance of the first zone',
      },
    },
  ],
  'understudy/pair-needs-attention.json': ignored('announcement'),
  'understudy/pair-situation-changed.json': ignored('announcement'),
  'understudy/region-frozen.json': ignored('announcement'),
};
