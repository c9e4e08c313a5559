import {
  DescribeSubnets$,
  type DescribeSubnetsRequest,
  type DescribeSubnetsResult,
  type Subnet as WireSubnet,
} from '@aws-sdk/client-ec2';
import { stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import { sizeOfCidr } from '#rehearsal/cloud/ec2/cidr.ts';
import type { Subnet } from '#rehearsal/cloud/ec2/subnets.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';

/** @see Amazon VPC User Guide, Subnet CIDR blocks: the first four addresses and the last one */
const RESERVED_ADDRESSES = 5;

const usedAddresses = (subnetId: string, instances: readonly Instance[]): number =>
  instances
    .filter(({ state }) => state !== 'terminated')
    .flatMap((instance) => [instance, ...instance.furtherInterfaces])
    .filter((each) => each.subnetId === subnetId).length;

/** The addresses of load balancers are not counted: the model has none but Elastic IP addresses. */
const toWire = (subnet: Subnet, { accountId, region, ec2 }: CloudRegion): WireSubnet => ({
  AssignIpv6AddressOnCreation: false,
  AvailabilityZone: subnet.availabilityZone,
  AvailableIpAddressCount:
    sizeOfCidr(subnet.cidrBlock) - RESERVED_ADDRESSES - usedAddresses(subnet.subnetId, ec2.describe()),
  CidrBlock: subnet.cidrBlock,
  DefaultForAz: false,
  MapPublicIpOnLaunch: false,
  OwnerId: accountId,
  State: 'available',
  SubnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${subnet.subnetId}`,
  SubnetId: subnet.subnetId,
  VpcId: subnet.vpcId,
});

/** The published filters for whose facts the model has values. @see Amazon EC2 API Reference, DescribeSubnets */
const FILTERS: Readonly<Record<string, (subnet: WireSubnet) => string | undefined>> = {
  'availability-zone': (subnet) => subnet.AvailabilityZone,
  availabilityZone: (subnet) => subnet.AvailabilityZone,
  'available-ip-address-count': (subnet) => String(subnet.AvailableIpAddressCount),
  'cidr-block': (subnet) => subnet.CidrBlock,
  cidr: (subnet) => subnet.CidrBlock,
  cidrBlock: (subnet) => subnet.CidrBlock,
  'default-for-az': (subnet) => String(subnet.DefaultForAz),
  defaultForAz: (subnet) => String(subnet.DefaultForAz),
  'map-public-ip-on-launch': (subnet) => String(subnet.MapPublicIpOnLaunch),
  'owner-id': (subnet) => subnet.OwnerId,
  state: (subnet) => subnet.State,
  'subnet-arn': (subnet) => subnet.SubnetArn,
  'subnet-id': (subnet) => subnet.SubnetId,
  'vpc-id': (subnet) => subnet.VpcId,
};

/** Published filters on what no subnet of the model has: they are known, and nothing matches. */
const WITHOUT_FACTS =
  /^(availability-zone-id|availabilityZoneId|customer-owned-ipv4-pool|enable-dns64|enable-lni-at-device-index|ipv6-cidr-block-association\.(ipv6-cidr-block|association-id|state)|ipv6-native|map-customer-owned-ip-on-launch|outpost-arn|private-dns-name-options-on-launch\.[a-z-]+|tag-key|tag:.+)$/s;

const describeSubnets = operation(
  DescribeSubnets$,
  (input: DescribeSubnetsRequest, { cloud }): DescribeSubnetsResult => {
    const { SubnetIds = [], Filters = [], DryRun } = input;
    const subnets = cloud.ec2.describeSubnets(SubnetIds.length > 0 ? [...new Set(SubnetIds)] : undefined);
    const matching = filterItems(
      subnets.map((subnet) => toWire(subnet, cloud)),
      Filters,
      (name) => Object.hasOwn(FILTERS, name) || WITHOUT_FACTS.test(name),
      (name, subnet) => [FILTERS[name]?.(subnet)].filter((value) => value !== undefined),
    );
    stopIfDryRun(DryRun);
    const page = resultsPage(matching, ({ SubnetId = '' }) => SubnetId, input);
    return { Subnets: [...page.items], NextToken: page.nextToken };
  },
);

export const subnetOperations: readonly Operation[] = [describeSubnets];
