import type { Filter, Reservation, Instance as WireInstance } from '@aws-sdk/client-ec2';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { reservationToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';

type Values = readonly (string | undefined)[];

interface Described {
  readonly instance: WireInstance;
  readonly reservation: Reservation;
}

const addressesOf = ({ instance }: Described): Values =>
  instance.NetworkInterfaces?.map((each) => each.PrivateIpAddress) ?? [];

/** The published filters for whose facts the model has values. @see Amazon EC2 API Reference, DescribeInstances */
const FILTERS: Readonly<Record<string, (described: Described) => Values>> = {
  architecture: ({ instance }) => [instance.Architecture],
  'availability-zone': ({ instance }) => [instance.Placement?.AvailabilityZone],
  hypervisor: ({ instance }) => [instance.Hypervisor],
  'image-id': ({ instance }) => [instance.ImageId],
  'instance.group-id': ({ instance }) => instance.SecurityGroups?.map((each) => each.GroupId) ?? [],
  'instance.group-name': ({ instance }) => instance.SecurityGroups?.map((each) => each.GroupName) ?? [],
  'instance-id': ({ instance }) => [instance.InstanceId],
  'instance-lifecycle': ({ instance }) => [instance.InstanceLifecycle],
  'instance-state-code': ({ instance }) => [String(instance.State?.Code)],
  'instance-state-name': ({ instance }) => [instance.State?.Name],
  'instance-type': ({ instance }) => [instance.InstanceType],
  'launch-time': ({ instance }) => [instance.LaunchTime?.toISOString()],
  'monitoring-state': ({ instance }) => [instance.Monitoring?.State],
  'network-interface.addresses.private-ip-address': addressesOf,
  'network-interface.group-id': ({ instance }) =>
    instance.NetworkInterfaces?.flatMap((each) => each.Groups?.map((group) => group.GroupId) ?? []) ?? [],
  'network-interface.network-interface-id': ({ instance }) =>
    instance.NetworkInterfaces?.map((each) => each.NetworkInterfaceId) ?? [],
  'network-interface.private-ip-address': addressesOf,
  'network-interface.subnet-id': ({ instance }) =>
    instance.NetworkInterfaces?.map((each) => each.SubnetId) ?? [],
  'network-interface.vpc-id': ({ instance }) => instance.NetworkInterfaces?.map((each) => each.VpcId) ?? [],
  'owner-id': ({ reservation }) => [reservation.OwnerId],
  'platform-details': ({ instance }) => [instance.PlatformDetails],
  'private-dns-name': ({ instance }) => [instance.PrivateDnsName],
  'private-ip-address': ({ instance }) => [instance.PrivateIpAddress],
  reason: ({ instance }) => [instance.StateTransitionReason],
  'reservation-id': ({ reservation }) => [reservation.ReservationId],
  'root-device-name': ({ instance }) => [instance.RootDeviceName],
  'root-device-type': ({ instance }) => [instance.RootDeviceType],
  'source-dest-check': ({ instance }) => [String(instance.SourceDestCheck ?? false)],
  'spot-instance-request-id': ({ instance }) => [instance.SpotInstanceRequestId],
  'state-reason-code': ({ instance }) => [instance.StateReason?.Code],
  'state-reason-message': ({ instance }) => [instance.StateReason?.Message],
  'subnet-id': ({ instance }) => [instance.SubnetId],
  'tag-key': ({ instance }) => instance.Tags?.map(({ Key }) => Key) ?? [],
  tenancy: ({ instance }) => [instance.Placement?.Tenancy],
  'virtualization-type': ({ instance }) => [instance.VirtualizationType],
  'vpc-id': ({ instance }) => [instance.VpcId],
};

/** Published filters on what no instance of the model has: they are known, and nothing matches. */
const WITHOUT_FACTS =
  /^((block-device-mapping|capacity-reservation-specification|iam-instance-profile|maintenance-options|metadata-options|network-interface|network-performance-options|operator|private-dns-name-options)\.[a-z0-9.-]+|affinity|availability-zone-id|boot-mode|capacity-reservation-id|client-token|current-instance-boot-mode|dns-name|ebs-optimized|ena-support|enclave-options\.enabled|hibernation-options\.configured|host-id|ip-address|ipv6-address|kernel-id|key-name|launch-index|outpost-arn|placement-group-name|placement-partition-number|platform|product-code|product-code\.type|ramdisk-id|requester-id|tpm-support|usage-operation|usage-operation-update-time)$/;

const TAG = /^tag:(.+)$/s;

const isFilter = (name: string): boolean =>
  Object.hasOwn(FILTERS, name) || TAG.test(name) || WITHOUT_FACTS.test(name);

const valuesOf = (name: string, described: Described): readonly string[] => {
  const key = TAG.exec(name)?.[1];
  const values =
    key === undefined
      ? (FILTERS[name]?.(described) ?? [])
      : described.instance.Tags?.filter((tag) => tag.Key === key).map((tag) => tag.Value);
  return (values ?? []).filter((value) => value !== undefined);
};

const WILDCARD = /[*?\\]/;

/**
 * The instances that a filter on plain ids leaves. The filter itself decides as well, but has to describe on the wire
 * every instance it is shown, and callers who look at a region ask for hundreds of ids out of thousands.
 */
const preselect = (instances: readonly Instance[], filters: readonly Filter[]): readonly Instance[] => {
  const byId = filters.find(
    ({ Name, Values = [] }) => Name === 'instance-id' && !Values.some((value) => WILDCARD.test(value)),
  );
  if (byId === undefined) return instances;
  const ids = new Set(byId.Values);
  return instances.filter(({ instanceId }) => ids.has(instanceId));
};

/** @throws CloudError InvalidParameterValue for a filter that DescribeInstances does not have */
export const filterInstances = (
  instances: readonly Instance[],
  filters: readonly Filter[],
  cloud: CloudRegion,
): readonly Instance[] => {
  if (filters.length === 0) return instances;
  const items = preselect(instances, filters).map((instance) => {
    const reservation = reservationToWire(instance, cloud);
    return { model: instance, reservation, instance: reservation.Instances?.[0] ?? {} };
  });
  return filterItems(items, filters, isFilter, valuesOf).map(({ model }) => model);
};
