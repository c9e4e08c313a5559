import type { AsffPartition, AsffResource } from '#domain/audit/asff-finding.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

export interface ResourcePlace {
  readonly accountId: string;
  readonly partition: AsffPartition;
  readonly region: string;
}

const instance = (
  { accountId, partition, region }: ResourcePlace,
  pair: Pair,
  unit: UnitName,
): AsffResource => ({
  Type: 'AwsEc2Instance',
  Id: `arn:${partition}:ec2:${region}:${accountId}:instance/${pair.units[unit].instanceId}`,
  Partition: partition,
  Region: region,
});

/**
 * What of AWS a finding is about: a unit's instance, a declared target group, or for the pair as a whole both instances.
 * What is known by its name alone, as a load balancer is, goes by that name.
 */
export const asffResources = (place: ResourcePlace, pair: Pair, subject: string): readonly AsffResource[] => {
  const units = UNIT_NAMES.filter((unit) => subject === unit || subject === 'pair');
  if (units.length > 0) return units.map((unit) => instance(place, pair, unit));
  const { partition: Partition, region: Region } = place;
  const arn = pair.targetGroups.find((one) => targetGroupName(one) === subject);
  return [{ Type: 'Other', Id: arn ?? `${pair.id}/${subject}`, Partition, Region }];
};
