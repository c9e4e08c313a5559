import type {
  GroupIdentifier,
  InstanceNetworkInterface,
  Reservation,
  Tag,
  Instance as WireInstance,
  InstanceState as WireInstanceState,
} from '@aws-sdk/client-ec2';
import type { InstanceState } from '#domain/pair/seen.ts';
import type { Instance, NetworkInterface } from '#rehearsal/cloud/ec2/types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';

/** The low byte of the state code. @see Amazon EC2 API Reference, InstanceState */
const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export const stateToWire = (state: InstanceState): WireInstanceState => ({
  Code: STATE_CODES[state],
  Name: state,
});

export const tagsToWire = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Ids of what the model does not have but every instance does: they share the digits of the instance's id. */
const siblingId = (prefix: string, { instanceId }: Instance): string => instanceId.replace(/^i/, prefix);

/** us-east-1 is older than the rule. @see Amazon EC2 User Guide, EC2 instance hostname types */
const privateDnsSuffix = (region: string): string =>
  region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;

const privateDnsName = (address: string, { availabilityZone }: Instance): string =>
  `ip-${address.replaceAll('.', '-')}.${privateDnsSuffix(availabilityZone.slice(0, -1))}`;

const groupsToWire = (groupIds: readonly string[], { ec2 }: CloudRegion): GroupIdentifier[] =>
  ec2
    .describeSecurityGroups(groupIds)
    .map(({ groupId, groupName }) => ({ GroupId: groupId, GroupName: groupName }));

/** Ids in use begin with a 0; those of further interfaces have the index of the device in its place. */
const interfaceId = (instance: Instance, deviceIndex: number): string =>
  siblingId('eni', instance).replace('eni-0', `eni-${deviceIndex}`);

const networkInterface = (
  instance: Instance,
  { privateIpAddress, subnetId, securityGroups }: NetworkInterface,
  deviceIndex: number,
  cloud: CloudRegion,
): InstanceNetworkInterface => {
  const address = {
    PrivateDnsName: privateDnsName(privateIpAddress, instance),
    PrivateIpAddress: privateIpAddress,
  };
  return {
    ...address,
    Attachment: {
      DeviceIndex: deviceIndex,
      NetworkCardIndex: 0,
      Status: 'attached',
      DeleteOnTermination: true,
    },
    Groups: groupsToWire(securityGroups, cloud),
    InterfaceType: 'interface',
    NetworkInterfaceId: interfaceId(instance, deviceIndex),
    OwnerId: cloud.accountId,
    PrivateIpAddresses: [{ Primary: true, ...address }],
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: subnetId,
    VpcId: instance.vpcId,
  };
};

/** A terminated instance has lost its place in the network, and EC2 shows none. */
const network = (instance: Instance, cloud: CloudRegion): WireInstance =>
  instance.state === 'terminated'
    ? { NetworkInterfaces: [], PrivateDnsName: '', SecurityGroups: [] }
    : {
        NetworkInterfaces: [instance, ...instance.furtherInterfaces].map((each, deviceIndex) =>
          networkInterface(instance, each, deviceIndex, cloud),
        ),
        PrivateDnsName: privateDnsName(instance.privateIpAddress, instance),
        PrivateIpAddress: instance.privateIpAddress,
        SecurityGroups: groupsToWire(instance.securityGroups, cloud),
        SubnetId: instance.subnetId,
        VpcId: instance.vpcId,
        SourceDestCheck: true,
      };

/** The model has one kind of machine: these are the same for all of them. */
const MACHINE = {
  AmiLaunchIndex: 0,
  Architecture: 'x86_64',
  EbsOptimized: false,
  EnaSupport: true,
  Hypervisor: 'xen',
  Monitoring: { State: 'disabled' },
  PlatformDetails: 'Linux/UNIX',
  ProductCodes: [],
  PublicDnsName: '',
  RootDeviceName: '/dev/xvda',
  RootDeviceType: 'ebs',
  BlockDeviceMappings: [],
  VirtualizationType: 'hvm',
} satisfies WireInstance;

export const instanceToWire = (instance: Instance, cloud: CloudRegion): WireInstance => ({
  ...MACHINE,
  ...network(instance, cloud),
  ImageId: siblingId('ami', instance),
  InstanceId: instance.instanceId,
  InstanceLifecycle: instance.spot === undefined ? undefined : 'spot',
  SpotInstanceRequestId: instance.spot === undefined ? undefined : siblingId('sir', instance),
  InstanceType: instance.instanceType as WireInstance['InstanceType'],
  LaunchTime: new Date(instance.launchedAt),
  Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
  State: stateToWire(instance.state),
  StateReason: instance.stateReason && {
    Code: instance.stateReason.code,
    Message: instance.stateReason.message,
  },
  StateTransitionReason: instance.stateReason?.message ?? '',
  Tags: tagsToWire(instance.tags),
});

/** Every instance was launched alone, in a reservation of its own. */
export const reservationToWire = (instance: Instance, cloud: CloudRegion): Reservation => ({
  ReservationId: siblingId('r', instance),
  OwnerId: cloud.accountId,
  Groups: [],
  Instances: [instanceToWire(instance, cloud)],
});
