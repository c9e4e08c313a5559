import {
  DescribeInstances$,
  type DescribeInstancesRequest,
  type DescribeInstancesResult,
} from '@aws-sdk/client-ec2';
import { stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { reservationToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import { filterInstances } from '#rehearsal/aws-wire/ec2/instance-filters.ts';
import { refuseIdsWithMaxResults, resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

const idOf = ({ instanceId }: Instance): string => instanceId;

/** The instances with these ids; all of them without ids. */
export const selectInstances = (ids: readonly string[], { cloud }: RegionWorld): readonly Instance[] =>
  ids.length > 0 ? cloud.ec2.describe([...new Set(ids)]) : cloud.ec2.describe();

const describeInstances = operation(
  DescribeInstances$,
  (input: DescribeInstancesRequest, world): DescribeInstancesResult => {
    const { InstanceIds = [], Filters = [], DryRun } = input;
    refuseIdsWithMaxResults(InstanceIds, input);
    const instances = filterInstances(selectInstances(InstanceIds, world), Filters, world.cloud);
    stopIfDryRun(DryRun);
    const page = resultsPage(instances, idOf, input);
    return {
      Reservations: page.items.map((each) => reservationToWire(each, world.cloud)),
      NextToken: page.nextToken,
    };
  },
);

export const describeInstanceOperations: readonly Operation[] = [describeInstances];
