import type { LoadBalancerSeen } from '#domain/audit/aws-seen.ts';
import { isSameFamily, justThis } from '#domain/audit/cidr.ts';
import type { Caller } from '#domain/audit/ingress.ts';
import {
  groupsWithUnknownLoadBalancers,
  loadBalancerArns,
  loadBalancerName,
} from '#domain/audit/load-balancers.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';

/**
 * The partner, by its declared address or by a security group of its instance. A fix lets in the address alone: others may
 * have the same group.
 */
export const partnerOf = ({ pair, aws }: PairSnapshot, unit: UnitName): Caller => {
  const name = otherUnit(unit);
  const { address, instanceId } = pair.units[name];
  const instance = aws.instances[instanceId];
  const cidr = justThis(address);
  return {
    name,
    groups: instance?.kind === 'read' ? instance.value.securityGroups : [],
    cidrs: [cidr],
    unread: unreadWords(`instance of ${name}`, instance),
    letInBy: [{ cidr }],
  };
};

/** The networks out of which a load balancer checks a unit: of the family of the unit's address. */
const networksOf = (
  { aws }: PairSnapshot,
  { zones }: LoadBalancerSeen,
  address: string,
): Pick<Caller, 'cidrs' | 'unread'> => {
  const subnets = zones.map(({ subnetId }) => ({ subnetId, subnet: aws.subnets[subnetId] }));
  const unread = subnets.flatMap(({ subnetId, subnet }) => unreadWords(subnetId, subnet));
  const cidrs = subnets.flatMap(({ subnet }) => (subnet?.kind === 'read' ? subnet.value.cidrs : []));
  const ofFamily = cidrs.filter((cidr) => isSameFamily(cidr, address));
  if (unread.length > 0) return { unread };
  if (ofFamily.length === 0) return { unread: [`its subnets have no network for ${address}`] };
  return { cidrs: ofFamily, unread };
};

const unknownCaller = (name: string, unread: readonly string[]): Caller => ({
  name,
  groups: [],
  unread,
  letInBy: [],
});

const loadBalancer = (snapshot: PairSnapshot, arn: string, unit: UnitName): Caller => {
  const name = loadBalancerName(arn);
  const seen = snapshot.aws.loadBalancers[arn];
  if (seen?.kind !== 'read') return unknownCaller(name, unreadWords('load balancer', seen));
  const groups = seen.value.securityGroups;
  const networks = networksOf(snapshot, seen.value, snapshot.pair.units[unit].address);
  const letInBy =
    groups.length > 0
      ? groups.slice(0, 1).map((group) => ({ group }))
      : (networks.cidrs ?? []).map((cidr) => ({ cidr }));
  return { name, groups, ...networks, letInBy };
};

/**
 * The load balancers, which check health out of their subnets, whether or not they have security groups. Where their own
 * groups are let in, the subnets do not matter.
 * @see Elastic Load Balancing, Update the security groups for your Network Load Balancer
 */
export const loadBalancersCalling = (snapshot: PairSnapshot, unit: UnitName): readonly Caller[] => [
  ...loadBalancerArns(snapshot).map((arn) => loadBalancer(snapshot, arn, unit)),
  ...groupsWithUnknownLoadBalancers(snapshot).map(({ name, why }) => unknownCaller(name, [why])),
];
