import {
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type Instance,
  type InstanceStatus,
  type IpPermission,
  type Subnet,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { resetAws, seenOf } from './fake-aws.ts';
import { autoScaling, ec2 } from './fake-compute.ts';
import { idsOf, samplePair } from './sample-pairs.ts';

/* How AWS's answers are taken, and what is made of those that lack something. */

beforeEach(resetAws);

const PAIR = samplePair(0);
const [FIRST] = idsOf(PAIR);
const UNREAD = { kind: 'unread', code: 'aws-error' };
const read = <T>(value: T) => ({ kind: 'read', value });

describe('an instance', () => {
  const seenAs = async (instance: Instance) => {
    const Instances = [{ InstanceId: FIRST, ...instance }];
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances }] });
    return (await seenOf(PAIR)).instances[FIRST];
  };
  const RUNNING: Instance = {
    State: { Name: 'running' },
    Placement: { AvailabilityZone: 'eu-west-1b' },
    SubnetId: 'subnet-1',
  };

  it('has the addresses of all its network interfaces', async () => {
    const NetworkInterfaces = [
      {
        PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.5' }, { PrivateIpAddress: '10.0.1.6' }],
        Ipv6Addresses: [{ Ipv6Address: '2001:db8::5' }],
      },
      { PrivateIpAddresses: [{ PrivateIpAddress: '10.0.9.5' }] },
    ];
    expect(await seenAs({ ...RUNNING, NetworkInterfaces })).toMatchObject(
      read({ privateAddresses: ['10.0.1.5', '10.0.1.6', '2001:db8::5', '10.0.9.5'] }),
    );
  });

  it('has the security groups of all its network interfaces, each once', async () => {
    const NetworkInterfaces = [{ Groups: [{ GroupId: 'sg-1' }] }, { Groups: [{ GroupId: 'sg-2' }] }];
    const instance = { ...RUNNING, SecurityGroups: [{ GroupId: 'sg-1' }], NetworkInterfaces };
    expect(await seenAs(instance)).toMatchObject(read({ securityGroups: ['sg-1', 'sg-2'] }));
  });

  it('on spot capacity is not asked whether it is protected', async () => {
    expect(await seenAs({ ...RUNNING, InstanceLifecycle: 'spot' })).toMatchObject(read({ spot: true }));
    const asked = ec2
      .commandCalls(DescribeInstanceAttributeCommand)
      .map(({ args }) => args[0].input.InstanceId);
    expect(asked).not.toContain(FIRST);
    expect((await seenOf(PAIR)).terminationProtection[FIRST]).toEqual({ kind: 'unread', code: 'not-asked' });
  });

  it.each([
    { what: 'EC2 says no more of than that it is terminated', instance: { State: { Name: 'terminated' } } },
    { what: 'is in a state of tomorrow', instance: { ...RUNNING, State: { Name: 'paused' } } },
  ])('that $what is unread', async ({ instance }) => {
    expect(await seenAs(instance as Instance)).toEqual(UNREAD);
  });

  const healthOf = async (status: InstanceStatus) => {
    ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses: [{ InstanceId: FIRST, ...status }] });
    return (await seenOf(PAIR)).instanceHealth[FIRST];
  };
  const OK = { SystemStatus: { Status: 'ok' }, InstanceStatus: { Status: 'ok' } } as const;

  it('has the events that are neither completed nor cancelled', async () => {
    const NotBefore = new Date('2026-05-02T00:00:00Z');
    const event = (Description?: string) => ({
      Code: 'instance-retirement' as const,
      NotBefore,
      Description,
    });
    const Events = [
      event('The instance is running on degraded hardware'),
      event('[Completed] The instance is running on degraded hardware'),
      event('[Canceled] The instance is running on degraded hardware'),
      { Code: 'system-reboot' as const },
    ];
    expect(await healthOf({ ...OK, Events })).toStrictEqual(
      read({
        system: 'ok',
        instance: 'ok',
        events: [{ code: 'instance-retirement', notBefore: NotBefore.getTime() }, { code: 'system-reboot' }],
      }),
    );
  });

  it.each([
    { what: 'of the system', status: { ...OK, SystemStatus: {} } },
    { what: 'of its own', status: { ...OK, InstanceStatus: {} } },
    { what: 'and an event without a code', status: { ...OK, Events: [{}] } },
  ])('without a status $what has no health', async ({ status }) => {
    expect(await healthOf(status)).toEqual(UNREAD);
  });
});

describe('an Auto Scaling group', () => {
  const seenAs = async () => (await seenOf(PAIR)).autoScaling[FIRST];

  it.each([
    { policy: undefined, retains: false },
    { policy: {}, retains: false },
    { policy: { RetentionTriggers: { TerminateHookAbandon: 'terminate' as const } }, retains: false },
    { policy: { RetentionTriggers: { TerminateHookAbandon: 'retain' as const } }, retains: true },
  ])('with the policy $policy retains on abandon: $retains', async ({ policy, retains }) => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'group-0',
          InstanceLifecyclePolicy: policy,
        } as never,
      ],
    });
    expect(await seenAs()).toMatchObject(read({ retainsOnAbandon: retains }));
  });

  it('is unread with a terminate hook that lacks its default result', async () => {
    autoScaling.on(DescribeLifecycleHooksCommand).resolves({
      LifecycleHooks: [
        {
          LifecycleHookName: 'drain',
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
          HeartbeatTimeout: 60,
        },
      ],
    });
    expect(await seenAs()).toEqual(UNREAD);
  });
});

describe('the network', () => {
  const ingressAs = async (permission: IpPermission) => {
    const group = { GroupId: 'sg-units-0', GroupName: 'units', IpPermissions: [permission] };
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [group] });
    return (await seenOf(PAIR)).securityGroups['sg-units-0'];
  };
  const NOBODY = { cidrs: [], groups: [], prefixLists: [] };

  it('admits by range, by group and by prefix list', async () => {
    const permission: IpPermission = {
      IpProtocol: 'tcp',
      FromPort: 8443,
      ToPort: 8444,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }],
      Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: '111122223333' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
    };
    const seen = {
      protocol: 'tcp',
      fromPort: 8443,
      toPort: 8444,
      cidrs: ['10.0.0.0/8', '2001:db8::/32'],
      groups: ['sg-1'],
      prefixLists: ['pl-1'],
    };
    expect(await ingressAs(permission)).toStrictEqual(read({ name: 'units', ingress: [seen] }));
  });

  it.each([
    { permission: { IpProtocol: '-1' }, protocol: '-1' },
    { permission: { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, protocol: 'icmp' },
  ])('has no ports with protocol $protocol', async ({ permission, protocol }) => {
    expect(await ingressAs(permission)).toStrictEqual(
      read({ name: 'units', ingress: [{ protocol, ...NOBODY }] }),
    );
  });

  it.each([
    { what: 'protocol', permission: {} },
    { what: 'range', permission: { IpProtocol: 'tcp', IpRanges: [{}] } },
    { what: 'group', permission: { IpProtocol: 'tcp', UserIdGroupPairs: [{ GroupName: 'default' }] } },
  ])('is unread where a permission lacks its $what', async ({ permission }) => {
    expect(await ingressAs(permission)).toEqual(UNREAD);
  });

  it.each([
    { what: 'IPv4', subnet: { CidrBlock: '10.0.1.0/24' }, cidrs: ['10.0.1.0/24'] },
    {
      what: 'both, without a block that is being removed,',
      subnet: {
        CidrBlock: '10.0.1.0/24',
        Ipv6CidrBlockAssociationSet: [
          { Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
          { Ipv6CidrBlock: '2001:db8:0:2::/64', Ipv6CidrBlockState: { State: 'disassociating' } },
        ],
      },
      cidrs: ['10.0.1.0/24', '2001:db8:0:1::/64'],
    },
  ] satisfies readonly { what: string; subnet: Subnet; cidrs: readonly string[] }[])(
    'has a subnet with the ranges of $what',
    async ({ subnet, cidrs }) => {
      ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ SubnetId: 'subnet-0a', ...subnet }] });
      expect((await seenOf(PAIR)).subnets['subnet-0a']).toEqual(read({ cidrs }));
    },
  );
});
