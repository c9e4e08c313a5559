import type { IngressRule, SecurityGroupRule } from '#rehearsal/cloud/ec2/security-group-types.ts';
import type { Break, BreakPlace, Breaks } from '#rehearsal/scenarios/audit-break.ts';
import { balancerOf } from '#rehearsal/scenarios/audit-breaks-load-balancer.ts';
import { SYNC_PORT } from '#rehearsal/world/ports.ts';

/* What can be wrong about the security group of the units. It is only read: no packet goes another way. */

export const EVERYBODY = { kind: 'ipv4', cidr: '0.0.0.0/0' } as const;

/** Of both units. */
export const unitsGroup = ({ cloud, pair }: BreakPlace): string => {
  const [groupId] = cloud.ec2.find(pair.units.first.instanceId)?.securityGroups ?? [];
  if (groupId === undefined) throw new Error(`${pair.id} has no security group`);
  return groupId;
};

/**
 * Where the units' management is declared to be. In the rehearsal that is not the port that the security group names: a
 * relay on this machine leads there.
 */
export const managementPortOf = ({ pair }: BreakPlace): number =>
  Number(new URL(pair.units.second.management).port);

export const tcpFrom = (port: number, source: IngressRule['source']): IngressRule => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  source,
});

const opened = (words: string, port: (place: BreakPlace) => number): Break => ({
  words,
  happen: (place) => {
    const { ec2 } = place.cloud;
    const rules = [tcpFrom(port(place), EVERYBODY)];
    ec2.authorizeSecurityGroupIngress(unitsGroup(place), rules);
    return () => void ec2.revokeSecurityGroupIngress(unitsGroup(place), rules);
  },
});

const closed = (words: string, isMeant: (rule: SecurityGroupRule, place: BreakPlace) => boolean): Break => ({
  words,
  happen: (place) => {
    const { ec2 } = place.cloud;
    const groupId = unitsGroup(place);
    const [group] = ec2.describeSecurityGroups([groupId]);
    const rules = (group?.ingress ?? []).filter((rule) => isMeant(rule, place));
    if (rules.length === 0) throw new Error(`${groupId} has no such rule`);
    ec2.revokeSecurityGroupIngress(groupId, rules);
    return () => void ec2.authorizeSecurityGroupIngress(groupId, rules);
  },
});

export const SECURITY_GROUP_BREAKS: Breaks = {
  'partner-port': closed(
    'the units do not let one another in to synchronise',
    ({ fromPort }) => fromPort === SYNC_PORT,
  ),
  'health-port-open': closed(
    'the load balancer is not let in to the health check port',
    ({ fromPort, source }, place) =>
      fromPort === place.pair.healthCheck.port &&
      source.kind === 'group' &&
      balancerOf(place).securityGroups.includes(source.groupId),
  ),
  'management-not-public': opened('the management interface is opened to everybody', managementPortOf),
  'ssh-not-public': opened('SSH is opened to everybody', () => 22),
};
