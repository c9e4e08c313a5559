import type { EpochMs } from '#domain/time.ts';
import type { CloudContext, EventBody } from '#rehearsal/cloud/context.ts';
import type { Instance, InterruptionAction } from '#rehearsal/cloud/ec2/types.ts';

/*
 * The events about instances, in the shapes of the Amazon EC2 User Guide and the AWS Health User Guide. The ARN in
 * `resources` is not the same everywhere: AWS puts the zone and no account into those about capacity, and AWS Health
 * has bare instance ids.
 */

export const instanceArn = (
  { region, accountId }: Pick<CloudContext, 'region' | 'accountId'>,
  instanceId: string,
): string => `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`;

const zonalArn = ({ availabilityZone, instanceId }: Instance): string =>
  `arn:aws:ec2:${availabilityZone}:instance/${instanceId}`;

export const instanceStateChanged = (context: CloudContext, instance: Instance): EventBody => ({
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  resources: [instanceArn(context, instance.instanceId)],
  detail: { 'instance-id': instance.instanceId, state: instance.state },
});

export const interruptionWarning = (
  capacity: 'Spot' | 'Capacity Reservation',
  instance: Instance,
  action: InterruptionAction,
): EventBody => ({
  'detail-type': `EC2 ${capacity} Instance Interruption Warning`,
  source: 'aws.ec2',
  resources: [zonalArn(instance)],
  detail: { 'instance-id': instance.instanceId, 'instance-action': action },
});

export const rebalanceRecommendation = (instance: Instance): EventBody => ({
  'detail-type': 'EC2 Instance Rebalance Recommendation',
  source: 'aws.ec2',
  resources: [zonalArn(instance)],
  detail: { 'instance-id': instance.instanceId },
});

export interface Retirement {
  readonly eventArn: string;
  readonly communicationId: string;
  readonly instanceId: string;
  readonly startAt: EpochMs;
}

export const RETIREMENT_CODE = 'AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED';

export const retirementEvent = (
  { region, accountId, scheduler }: CloudContext,
  retirement: Retirement,
  statusCode: 'upcoming' | 'closed',
): EventBody => ({
  'detail-type': 'AWS Health Event',
  source: 'aws.health',
  resources: [retirement.instanceId],
  detail: {
    eventArn: retirement.eventArn,
    service: 'EC2',
    eventScopeCode: 'ACCOUNT_SPECIFIC',
    communicationId: retirement.communicationId,
    lastUpdatedTime: healthTime(scheduler.now()),
    statusCode,
    eventRegion: region,
    eventTypeCode: RETIREMENT_CODE,
    eventTypeCategory: 'scheduledChange',
    startTime: healthTime(retirement.startAt),
    endTime: healthTime(retirement.startAt),
    eventDescription: [
      {
        language: 'en_US',
        latestDescription:
          statusCode === 'closed'
            ? 'The retirement of this instance was cancelled.'
            : 'EC2 has detected degradation of the hardware under this instance and will stop it.',
      },
    ],
    affectedEntities: [{ entityValue: retirement.instanceId, tags: {} }],
    affectedAccount: accountId,
    page: '1',
    totalPages: '1',
  },
});

/** `Fri, 1 May 2026 22:00:00 GMT`: the day without a leading zero. */
const healthTime = (at: EpochMs): string => new Date(at).toUTCString().replace(', 0', ', ');
