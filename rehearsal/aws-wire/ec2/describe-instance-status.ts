import {
  DescribeInstanceStatus$,
  type DescribeInstanceStatusRequest,
  type DescribeInstanceStatusResult,
  type InstanceStatus,
  type InstanceStatusEvent,
  type InstanceStatusSummary,
  type StatusType,
} from '@aws-sdk/client-ec2';
import { selectInstances } from '#rehearsal/aws-wire/ec2/describe-instances.ts';
import { invalidParameterValue, stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { stateToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import { refuseIdsWithMaxResults, resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import type { CheckStatus, StatusCheck } from '#rehearsal/cloud/ec2/instance-status.ts';
import type { Ec2, Instance, ScheduledEvent } from '#rehearsal/cloud/ec2/types.ts';

/** @see Amazon EC2 API Reference, DescribeInstanceStatus: InstanceId.N */
const MAX_IDS = 100;

const REACHABILITY: Readonly<Record<CheckStatus, StatusType>> = {
  ok: 'passed',
  impaired: 'failed',
  initializing: 'initializing',
  'insufficient-data': 'insufficient-data',
};

const summaryToWire = ({ status, impairedSince }: StatusCheck): InstanceStatusSummary =>
  status === 'not-applicable'
    ? { Status: status }
    : {
        Status: status,
        Details: [
          {
            Name: 'reachability',
            Status: REACHABILITY[status],
            ImpairedSince: impairedSince === undefined ? undefined : new Date(impairedSince),
          },
        ],
      };

const eventToWire = ({
  instanceEventId,
  code,
  description,
  notBefore,
}: ScheduledEvent): InstanceStatusEvent => ({
  InstanceEventId: instanceEventId,
  Code: code,
  Description: description,
  NotBefore: new Date(notBefore),
});

const statusToWire = ({ instanceId, availabilityZone, state }: Instance, ec2: Ec2): InstanceStatus => {
  const { system, instance } = ec2.describeStatusChecks(instanceId);
  return {
    AvailabilityZone: availabilityZone,
    Events: ec2.describeScheduledEvents(instanceId).map(eventToWire),
    InstanceId: instanceId,
    InstanceState: stateToWire(state),
    InstanceStatus: summaryToWire(instance),
    SystemStatus: summaryToWire(system),
  };
};

type Values = readonly (string | undefined)[];

const ofEvents =
  (fact: (event: InstanceStatusEvent) => string | undefined) =>
  ({ Events = [] }: InstanceStatus): Values =>
    Events.map(fact);

/** The published filters for whose facts the model has values. @see Amazon EC2 API Reference, DescribeInstanceStatus */
const FILTERS: Readonly<Record<string, (status: InstanceStatus) => Values>> = {
  'availability-zone': (status) => [status.AvailabilityZone],
  'event.code': ofEvents((event) => event.Code),
  'event.description': ofEvents((event) => event.Description),
  'event.instance-event-id': ofEvents((event) => event.InstanceEventId),
  'event.not-before': ofEvents((event) => event.NotBefore?.toISOString()),
  'instance-state-code': (status) => [String(status.InstanceState?.Code)],
  'instance-state-name': (status) => [status.InstanceState?.Name],
  'instance-status.reachability': (status) => [status.InstanceStatus?.Details?.[0]?.Status],
  'instance-status.status': (status) => [status.InstanceStatus?.Status],
  'system-status.reachability': (status) => [status.SystemStatus?.Details?.[0]?.Status],
  'system-status.status': (status) => [status.SystemStatus?.Status],
};

/** Published filters on what the model's instances do not have: they are known, and nothing matches. */
const WITHOUT_FACTS =
  /^(event\.not-(after|before-deadline)|operator\.(managed|principal)|(attached-ebs|application)-status\.status|availability-zone-id)$/;

const describeInstanceStatus = operation(
  DescribeInstanceStatus$,
  (input: DescribeInstanceStatusRequest, world): DescribeInstanceStatusResult => {
    const { InstanceIds = [], Filters = [], IncludeAllInstances = false, DryRun } = input;
    refuseIdsWithMaxResults(InstanceIds, input);
    if (InstanceIds.length > MAX_IDS) {
      // The code is not published.
      throw invalidParameterValue(`You may specify up to ${MAX_IDS} instance IDs`);
    }
    const statuses = selectInstances(InstanceIds, world)
      .filter(({ state }) => IncludeAllInstances || state === 'running')
      .map((instance) => statusToWire(instance, world.cloud.ec2));
    const matching = filterItems(
      statuses,
      Filters,
      (name) => Object.hasOwn(FILTERS, name) || WITHOUT_FACTS.test(name),
      (name, status) => (FILTERS[name]?.(status) ?? []).filter((value) => value !== undefined),
    );
    stopIfDryRun(DryRun);
    const page = resultsPage(matching, ({ InstanceId = '' }) => InstanceId, input);
    return { InstanceStatuses: [...page.items], NextToken: page.nextToken };
  },
);

export const instanceStatusOperations: readonly Operation[] = [describeInstanceStatus];
