import type {
  InstanceNetworkInterface,
  Reservation,
  Tag,
  Instance as WireInstance,
  InstanceState as WireInstanceState,
} from '@aws-sdk/client-ec2';
import type { InstanceState } from '#domain/pair/seen.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

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

const privateDnsName = ({ privateIpAddress, availabilityZone }: Instance): string =>
  `ip-${privateIpAddress.replaceAll('.', '-')}.${privateDnsSuffix(availabilityZone.slice(0, -1))}`;

const networkInterface = (instance: Instance, ownerId: string): InstanceNetworkInterface => ({
  Attachment: { DeviceIndex: 0, NetworkCardIndex: 0, Status: 'attached', DeleteOnTermination: true },
  Groups: [],
  InterfaceType: 'interface',
  NetworkInterfaceId: siblingId('eni', instance),
  OwnerId: ownerId,
  PrivateDnsName: privateDnsName(instance),
  PrivateIpAddress: instance.privateIpAddress,
  PrivateIpAddresses: [
    {
      Primary: true,
      PrivateDnsName: privateDnsName(instance),
      PrivateIpAddress: instance.privateIpAddress,
    },
  ],
  SourceDestCheck: true,
  Status: 'in-use',
  SubnetId: instance.subnetId,
  VpcId: instance.vpcId,
});

/** A terminated instance has lost its place in the network, and EC2 shows none. */
const network = (instance: Instance, ownerId: string): WireInstance =>
  instance.state === 'terminated'
    ? { NetworkInterfaces: [], PrivateDnsName: '' }
    : {
        NetworkInterfaces: [networkInterface(instance, ownerId)],
        PrivateDnsName: privateDnsName(instance),
        PrivateIpAddress: instance.privateIpAddress,
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
  SecurityGroups: [],
  BlockDeviceMappings: [],
  VirtualizationType: 'hvm',
} satisfies WireInstance;

export const instanceToWire = (instance: Instance, ownerId: string): WireInstance => ({
  ...MACHINE,
  ...network(instance, ownerId),
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
export const reservationToWire = (instance: Instance, ownerId: string): Reservation => ({
  ReservationId: siblingId('r', instance),
  OwnerId: ownerId,
  Groups: [],
  Instances: [instanceToWire(instance, ownerId)],
});
