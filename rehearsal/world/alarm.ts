import { type DurationMs, type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeIds } from '#rehearsal/cloud/ids.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

type AlarmState = 'OK' | 'ALARM';

export interface AlarmOptions {
  readonly cloud: CloudRegion;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly targetGroupArn: string;
  /** Receives what CloudWatch puts on the default bus. */
  readonly emit: (event: unknown) => void;
}

/** The alarm that docs/deploy.md asks for on every target group: HealthyHostCount below 1 for one period of a minute. */
const PERIOD_MS: DurationMs = MINUTE_MS;
const LOOK_EVERY_MS: DurationMs = 5 * SECOND_MS;

const timestamp = (at: EpochMs): string => new Date(at).toISOString().replace('Z', '+0000');

/** `targetgroup/name/id`, the metric's dimension. */
const dimensionOf = (arn: string): string => arn.slice(arn.indexOf('targetgroup/'));

const alarmEvent = (options: AlarmOptions, previous: AlarmState, state: AlarmState, since: EpochMs) => {
  const { cloud, scheduler, random, targetGroupArn } = options;
  const { region, accountId } = cloud;
  const now = scheduler.now();
  const group = dimensionOf(targetGroupArn);
  const alarmName = `${group.split('/')[1]}-no-healthy-host`;
  const metric = {
    namespace: 'AWS/NetworkELB',
    name: 'HealthyHostCount',
    dimensions: { TargetGroup: group },
  };
  return {
    version: '0',
    id: makeIds(random).uuid(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: accountId,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`],
    detail: {
      alarmName,
      configuration: {
        description: 'no unit answers 200',
        metrics: [
          {
            id: 'm1',
            metricStat: { metric, period: PERIOD_MS / SECOND_MS, stat: 'Minimum' },
            returnData: true,
          },
        ],
      },
      previousState: { value: previous, reason: 'Threshold Crossed', timestamp: timestamp(since) },
      state: { value: state, reason: 'Threshold Crossed', timestamp: timestamp(now) },
    },
  };
};

/**
 * CloudWatch's alarm on one target group, as far as it wakes functions: it tells of a change of state, once.
 * @see Amazon CloudWatch User Guide, Alarm events and EventBridge
 */
export const watchHealthyHosts = (options: AlarmOptions): void => {
  const { cloud, scheduler, targetGroupArn, emit } = options;
  let state: AlarmState = 'OK';
  let changedAt = scheduler.now();
  /** Since when the hosts speak against the state. */
  let againstSince: EpochMs | undefined;
  const look = (): void => {
    const healthy = cloud.elb
      .describeTargetHealth(targetGroupArn)
      .some(({ health }) => health.state === 'healthy');
    const now = scheduler.now();
    if (healthy === (state === 'OK')) againstSince = undefined;
    else againstSince ??= now;
    if (againstSince !== undefined && now - againstSince >= PERIOD_MS) {
      const next: AlarmState = healthy ? 'OK' : 'ALARM';
      emit(alarmEvent(options, state, next, changedAt));
      state = next;
      changedAt = now;
      againstSince = undefined;
    }
    scheduler.after(LOOK_EVERY_MS, look);
  };
  scheduler.after(LOOK_EVERY_MS, look);
};
