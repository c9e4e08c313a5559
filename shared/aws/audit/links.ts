import { ifRead, type Readings, readingIn } from '#aws/audit/readings.ts';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** What was read, of all pairs together. */
export type ReadOfAws = {
  readonly [Part in keyof AwsSeen]: ReadonlyMap<string, AwsSeen[Part][string]>;
};

/*
 * How one thing leads to the next. The same for what is asked of all pairs together as for what of it is one pair's.
 */

const linked = <T>(
  ids: readonly string[],
  readings: Readings<T>,
  links: (value: T) => readonly string[],
): readonly string[] =>
  ids.flatMap((id) => {
    const value = ifRead(readingIn(readings, id));
    return value === undefined ? [] : links(value);
  });

export const instancesOf = ({ units }: Pair): readonly string[] =>
  UNIT_NAMES.map((unit) => units[unit].instanceId);

export const balancersOf = (
  targetGroups: readonly string[],
  all: Pick<ReadOfAws, 'targetGroups'>,
): readonly string[] => linked(targetGroups, all.targetGroups, ({ loadBalancerArns }) => loadBalancerArns);

export const subnetsOf = (
  balancers: readonly string[],
  all: Pick<ReadOfAws, 'loadBalancers'>,
): readonly string[] =>
  linked(balancers, all.loadBalancers, ({ zones }) => zones.map(({ subnetId }) => subnetId));

export const securityGroupsOf = (
  instances: readonly string[],
  balancers: readonly string[],
  all: Pick<ReadOfAws, 'instances' | 'loadBalancers'>,
): readonly string[] => [
  ...linked(instances, all.instances, ({ securityGroups }) => securityGroups),
  ...linked(balancers, all.loadBalancers, ({ securityGroups }) => securityGroups),
];

const pick = <T>(ids: readonly string[], readings: Readings<T>): Readonly<Record<string, Reading<T>>> =>
  Object.fromEntries(ids.map((id) => [id, readingIn(readings, id)]));

/** What of it is this pair's. */
export const seenOf = (pair: Pair, all: ReadOfAws): AwsSeen => {
  const { targetGroups } = pair;
  const instances = instancesOf(pair);
  const balancers = balancersOf(targetGroups, all);
  return {
    targetGroups: pick(targetGroups, all.targetGroups),
    targets: pick(targetGroups, all.targets),
    targetGroupAttributes: pick(targetGroups, all.targetGroupAttributes),
    loadBalancers: pick(balancers, all.loadBalancers),
    loadBalancerAttributes: pick(balancers, all.loadBalancerAttributes),
    instances: pick(instances, all.instances),
    instanceHealth: pick(instances, all.instanceHealth),
    terminationProtection: pick(instances, all.terminationProtection),
    autoScaling: pick(instances, all.autoScaling),
    securityGroups: pick(securityGroupsOf(instances, balancers, all), all.securityGroups),
    subnets: pick(subnetsOf(balancers, all), all.subnets),
  };
};
