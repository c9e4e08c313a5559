import {
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, FIRST, REGION, startWiredRegion, type WiredRegion } from './wired-region.ts';

const SUBNET = (index: number): string => `subnet-0000000${index}`;
const GROUP = 'sg-0aaaaaaaaaaaaaaa1';
const INNER = 'sg-0aaaaaaaaaaaaaaa2';
const MULTI_ARM = 'i-0aaaaaaaaaaaaaaa9';

const addSubnets = ({ cloud: { ec2 } }: WiredRegion, count: number): void => {
  for (let index = 1; index <= count; index += 1) {
    ec2.createSubnet({
      subnetId: SUBNET(index),
      vpcId: index === 1 ? 'vpc-1' : 'vpc-2',
      availabilityZone: `${REGION}${index === 1 ? 'a' : 'b'}`,
      cidrBlock: `10.${index}.0.0/24`,
    });
  }
};

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
  addSubnets(region, 2);
  const { ec2 } = region.cloud;
  ec2.createSecurityGroup({ groupId: GROUP, groupName: 'units', vpcId: 'vpc-1' });
  ec2.createSecurityGroup({ groupId: INNER, groupName: 'inner', vpcId: 'vpc-1' });
  ec2.launch({
    instanceId: MULTI_ARM,
    privateIpAddress: '10.1.0.10',
    availabilityZone: `${REGION}a`,
    subnetId: SUBNET(1),
    vpcId: 'vpc-1',
    alreadyRunning: true,
    securityGroups: [GROUP],
    furtherInterfaces: [
      { privateIpAddress: '10.1.0.11', subnetId: SUBNET(1), securityGroups: [INNER] },
      { privateIpAddress: '10.2.0.11', subnetId: SUBNET(2), securityGroups: [] },
    ],
  });
});
afterAll(() => region[Symbol.asyncDispose]());

const subnetIds = async (input: DescribeSubnetsCommandInput) => {
  const { Subnets = [] } = await region.ec2.send(new DescribeSubnetsCommand(input));
  return Subnets.map(({ SubnetId }) => SubnetId);
};

describe('DescribeSubnets', () => {
  it('describes a subnet, less the addresses that are taken', async () => {
    const { Subnets } = await region.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SUBNET(1)] }));
    expect(Subnets).toEqual([
      {
        AssignIpv6AddressOnCreation: false,
        AvailabilityZone: `${REGION}a`,
        AvailableIpAddressCount: 256 - 5 - 2,
        CidrBlock: '10.1.0.0/24',
        DefaultForAz: false,
        MapPublicIpOnLaunch: false,
        OwnerId: ACCOUNT_ID,
        State: 'available',
        SubnetArn: `arn:aws:ec2:${REGION}:${ACCOUNT_ID}:subnet/${SUBNET(1)}`,
        SubnetId: SUBNET(1),
        VpcId: 'vpc-1',
      },
    ]);
  });

  it.each([
    ['subnet-id', [SUBNET(2)], [SUBNET(2)]],
    ['vpc-id', ['vpc-1'], [SUBNET(1)]],
    ['availability-zone', [`${REGION}?`], [SUBNET(1), SUBNET(2)]],
    ['availabilityZone', [`${REGION}b`], [SUBNET(2)]],
    ['cidr', ['10.2.0.0/24'], [SUBNET(2)]],
    ['available-ip-address-count', ['250'], [SUBNET(2)]],
    ['default-for-az', ['true'], []],
    ['tag:Name', ['a'], []],
  ])('filter %s = %o', async (Name, Values, expected) => {
    expect(await subnetIds({ Filters: [{ Name, Values }] })).toEqual(expected);
  });

  it('comes in pages', async () => {
    await using own = await startWiredRegion();
    addSubnets(own, 7);
    const pages: (string | undefined)[][] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client: own.ec2, pageSize: 5 }, {})) {
      pages.push(Subnets.map(({ SubnetId }) => SubnetId));
    }
    expect(pages).toEqual([[1, 2, 3, 4, 5].map(SUBNET), [6, 7].map(SUBNET)]);
  });

  it.each([
    ['InvalidSubnetID.NotFound', { SubnetIds: [SUBNET(9)] }],
    ['InvalidParameterValue', { Filters: [{ Name: 'instance-id', Values: [FIRST] }] }],
    ['InvalidParameterValue', { MaxResults: 1001 }],
    ['InvalidPaginationToken', { NextToken: 'not-one-of-ours' }],
    ['DryRunOperation', { DryRun: true }],
  ])('is refused with %s', async (name, input) => {
    expect(await refusalOf(region.ec2.send(new DescribeSubnetsCommand(input)))).toMatchObject({ name });
  });
});

describe('the network of an instance', () => {
  it('is described with its groups and every interface', async () => {
    const { Reservations } = await region.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: [MULTI_ARM] }] }),
    );
    const [instance] = Reservations?.[0]?.Instances ?? [];
    expect(instance).toMatchObject({
      Placement: { AvailabilityZone: `${REGION}a` },
      SubnetId: SUBNET(1),
      VpcId: 'vpc-1',
      PrivateIpAddress: '10.1.0.10',
      SecurityGroups: [{ GroupId: GROUP, GroupName: 'units' }],
      NetworkInterfaces: [
        {
          Attachment: { DeviceIndex: 0 },
          PrivateIpAddress: '10.1.0.10',
          PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '10.1.0.10' }],
          SubnetId: SUBNET(1),
          Groups: [{ GroupId: GROUP, GroupName: 'units' }],
        },
        {
          Attachment: { DeviceIndex: 1 },
          PrivateIpAddress: '10.1.0.11',
          Groups: [{ GroupId: INNER, GroupName: 'inner' }],
        },
        {
          Attachment: { DeviceIndex: 2 },
          PrivateIpAddress: '10.2.0.11',
          SubnetId: SUBNET(2),
          VpcId: 'vpc-1',
          Groups: [],
        },
      ],
    });
    expect(new Set(instance?.NetworkInterfaces?.map((each) => each.NetworkInterfaceId)).size).toBe(3);
  });

  it.each([
    ['instance.group-id', GROUP],
    ['instance.group-name', 'units'],
    ['network-interface.group-id', INNER],
    ['network-interface.addresses.private-ip-address', '10.2.0.11'],
    ['network-interface.subnet-id', SUBNET(2)],
  ])('is found by %s', async (Name, value) => {
    const { Reservations = [] } = await region.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name, Values: [value] }] }),
    );
    expect(Reservations.map(({ Instances }) => Instances?.[0]?.InstanceId)).toEqual([MULTI_ARM]);
  });

  it('has addresses that no other instance can have', () => {
    const launch = (privateIpAddress: string) => () =>
      region.cloud.ec2.launch({
        privateIpAddress,
        availabilityZone: `${REGION}a`,
        subnetId: SUBNET(2),
        vpcId: 'vpc-1',
      });
    expect(launch('10.2.0.11')).toThrow('10.2.0.11 is in use');
  });
});
