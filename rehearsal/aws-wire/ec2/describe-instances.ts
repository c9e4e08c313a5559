import {
  DescribeInstanceStatus$,
  type DescribeInstanceStatusRequest,
  type DescribeInstanceStatusResult,
  DescribeInstances$,
  type DescribeInstancesRequest,
  type DescribeInstancesResult,
  type InstanceStatus,
  type InstanceStatusSummary,
} from '@aws-sdk/client-ec2';
import { stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { reservationToWire, stateToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import { filterInstances } from '#rehearsal/aws-wire/ec2/instance-filters.ts';
import { refuseIdsWithMaxResults, resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

const idOf = ({ instanceId }: Instance): string => instanceId;

const select = (ids: readonly string[], { cloud }: RegionWorld): readonly Instance[] =>
  ids.length > 0 ? cloud.ec2.describe([...new Set(ids)]) : cloud.ec2.describe();

const describeInstances = operation(
  DescribeInstances$,
  (input: DescribeInstancesRequest, world): DescribeInstancesResult => {
    const { InstanceIds = [], Filters = [], DryRun } = input;
    const ownerId = world.cloud.accountId;
    refuseIdsWithMaxResults(InstanceIds, input);
    const instances = filterInstances(select(InstanceIds, world), Filters, ownerId);
    stopIfDryRun(DryRun);
    const page = resultsPage(instances, idOf, input);
    return {
      Reservations: page.items.map((each) => reservationToWire(each, ownerId)),
      NextToken: page.nextToken,
    };
  },
);

const summary = (instance: Instance): InstanceStatusSummary =>
  instance.state === 'running'
    ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
    : { Status: 'not-applicable' };

/** The model's status checks always pass while an instance runs. */
const statusToWire = (instance: Instance): InstanceStatus => ({
  AvailabilityZone: instance.availabilityZone,
  InstanceId: instance.instanceId,
  InstanceState: stateToWire(instance.state),
  InstanceStatus: summary(instance),
  SystemStatus: summary(instance),
});

/** @see Amazon EC2 API Reference, DescribeInstanceStatus */
const STATUS_FILTERS: Readonly<Record<string, (status: InstanceStatus) => string | undefined>> = {
  'availability-zone': (status) => status.AvailabilityZone,
  'instance-state-code': (status) => String(status.InstanceState?.Code),
  'instance-state-name': (status) => status.InstanceState?.Name,
  'instance-status.reachability': (status) => status.InstanceStatus?.Details?.[0]?.Status,
  'instance-status.status': (status) => status.InstanceStatus?.Status,
  'system-status.reachability': (status) => status.SystemStatus?.Details?.[0]?.Status,
  'system-status.status': (status) => status.SystemStatus?.Status,
};

/** Published filters on what the model's instances do not have: scheduled events, operators, other checks. */
const STATUS_WITHOUT_FACTS =
  /^(event\.(code|description|instance-event-id|not-after|not-before|not-before-deadline)|operator\.(managed|principal)|(attached-ebs|application)-status\.status|availability-zone-id)$/;

const describeInstanceStatus = operation(
  DescribeInstanceStatus$,
  (input: DescribeInstanceStatusRequest, world): DescribeInstanceStatusResult => {
    const { InstanceIds = [], Filters = [], IncludeAllInstances = false, DryRun } = input;
    refuseIdsWithMaxResults(InstanceIds, input);
    const statuses = select(InstanceIds, world)
      .filter(({ state }) => IncludeAllInstances || state === 'running')
      .map(statusToWire);
    const matching = filterItems(
      statuses,
      Filters,
      (name) => Object.hasOwn(STATUS_FILTERS, name) || STATUS_WITHOUT_FACTS.test(name),
      (name, status) => [STATUS_FILTERS[name]?.(status)].filter((value) => value !== undefined),
    );
    stopIfDryRun(DryRun);
    const page = resultsPage(matching, ({ InstanceId = '' }) => InstanceId, input);
    return { InstanceStatuses: [...page.items], NextToken: page.nextToken };
  },
);

export const describeInstanceOperations: readonly Operation[] = [describeInstances, describeInstanceStatus];
