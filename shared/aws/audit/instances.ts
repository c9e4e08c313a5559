import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  type EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import type { Service } from '#aws/audit/calls.ts';
import { complete } from '#aws/audit/complete.ts';
import { allPages, type Readings, readEach, readInBulk } from '#aws/audit/readings.ts';
import { IDS_PER_CALL, parseInstanceState } from '#aws/instances.ts';
import type { InstanceAudited } from '#domain/audit/aws-seen.ts';

export type Ec2 = Service<EC2Client>;

const present = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

const addressesOf = ({ NetworkInterfaces = [] }: Instance): readonly string[] =>
  present(
    NetworkInterfaces.flatMap(({ PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
      ...PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
      ...Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
    ]),
  );

/** Of all its network interfaces: `SecurityGroups` alone may be those of the primary one. */
const securityGroupsOf = ({ SecurityGroups = [], NetworkInterfaces = [] }: Instance): readonly string[] => {
  const groups = [...SecurityGroups, ...NetworkInterfaces.flatMap(({ Groups = [] }) => Groups)];
  return [...new Set(present(groups.map(({ GroupId }) => GroupId)))];
};

const parseInstance = (instance: Instance): InstanceAudited | undefined =>
  complete({
    state: parseInstanceState(instance.State?.Name),
    spot: instance.InstanceLifecycle === 'spot',
    zone: instance.Placement?.AvailabilityZone,
    subnetId: instance.SubnetId,
    privateAddresses: addressesOf(instance),
    securityGroups: securityGroupsOf(instance),
  });

/**
 * By filter, as every look does it. An instance that EC2 has forgotten, or of which it keeps no more than that it is
 * terminated, is unread: where it was and who could reach it is no longer known, and rules are not to guess. That it is
 * gone is what looks at the pair are for.
 */
export const readInstances = (
  { client, inTurn }: Ec2,
  ids: Iterable<string>,
): Promise<Readings<InstanceAudited>> =>
  readInBulk(ids, {
    perCall: IDS_PER_CALL,
    describe: (Values) =>
      allPages(async (NextToken) => {
        const Filters = [{ Name: 'instance-id', Values }];
        const page = await inTurn(() => client.send(new DescribeInstancesCommand({ Filters, NextToken })));
        return { items: page.Reservations?.flatMap(({ Instances = [] }) => Instances), next: page.NextToken };
      }),
    idOf: ({ InstanceId }) => InstanceId,
    parse: parseInstance,
  });

/** Whether instances are protected against termination. One call for each: DescribeInstances does not say. */
export const readProtection = ({ client, inTurn }: Ec2, ids: Iterable<string>): Promise<Readings<boolean>> =>
  readEach(ids, async (InstanceId) => {
    const Attribute = 'disableApiTermination';
    const answer = await inTurn(() =>
      client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute })),
    );
    return answer.DisableApiTermination?.Value;
  });
