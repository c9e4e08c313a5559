import type { IngressPermission } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { withAws } from './broken.ts';
import { AUDITED_PAIR, BALANCER_GROUP, CLEAN_SNAPSHOT, read, UNITS_GROUP } from './clean-snapshot.ts';

/** TCP on one port, or from one to another, let in from nobody but these. */
export const tcp = (
  fromPort: number,
  from: Partial<IngressPermission>,
  toPort: number = fromPort,
): IngressPermission => ({
  protocol: 'tcp',
  fromPort,
  toPort,
  cidrs: [],
  groups: [],
  prefixLists: [],
  ...from,
});

/** Every protocol, and so every port. */
export const everything = (from: Partial<IngressPermission>): IngressPermission => ({
  protocol: '-1',
  cidrs: [],
  groups: [],
  prefixLists: [],
  ...from,
});

/** The clean snapshot with another set of permissions in the security group that both units have. */
export const withIngress = (
  change: (ingress: readonly IngressPermission[]) => readonly IngressPermission[],
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot =>
  withAws('securityGroups', (group) => ({ ...group, ingress: change(group.ingress) }), UNITS_GROUP, from);

/** Whoever is let in to a port, it is these now. */
export const withPort = (
  port: number,
  permissions: readonly IngressPermission[],
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot =>
  withIngress((ingress) => [...ingress.filter(({ fromPort }) => fromPort !== port), ...permissions], from);

export const OWN_GROUPS: Readonly<Record<UnitName, string>> = {
  first: 'sg-000000000000000c1',
  second: 'sg-000000000000000c2',
};

/** Each unit has a security group of its own, and lets in the other by its address; but for what is changed. */
export const withOwnGroups = (
  change: Partial<Readonly<Record<UnitName, readonly IngressPermission[]>>>,
): PairSnapshot => {
  const { first, second } = AUDITED_PAIR.units;
  const ingress = (partner: string): readonly IngressPermission[] => [
    tcp(6973, { cidrs: [partner] }),
    tcp(8444, { groups: [BALANCER_GROUP], cidrs: [partner] }),
  ];
  const withGroup = (instanceId: string, group: string, from: PairSnapshot): PairSnapshot =>
    withAws('instances', (instance) => ({ ...instance, securityGroups: [group] }), instanceId, from);
  const placed = withGroup(
    second.instanceId,
    OWN_GROUPS.second,
    withGroup(first.instanceId, OWN_GROUPS.first, CLEAN_SNAPSHOT),
  );
  const securityGroups = {
    ...placed.aws.securityGroups,
    [OWN_GROUPS.first]: read({ name: 'first', ingress: change.first ?? ingress('10.0.2.5/32') }),
    [OWN_GROUPS.second]: read({ name: 'second', ingress: change.second ?? ingress('10.0.1.5/32') }),
  };
  return { ...placed, aws: { ...placed.aws, securityGroups } };
};

/** A load balancer without security groups, whose subnets are let in to the health check port by these. */
export const withoutBalancerGroups = (cidrs: readonly string[]): PairSnapshot =>
  withAws(
    'loadBalancers',
    (seen) => ({ ...seen, securityGroups: [] }),
    undefined,
    withPort(8444, [tcp(8444, { groups: [UNITS_GROUP], cidrs })]),
  );
