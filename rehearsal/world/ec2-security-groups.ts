import type { IngressRule, IngressSource } from '#rehearsal/cloud/ec2/security-group-types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { CUSTOMARY_HEALTH_PORT } from '#rehearsal/load-master/pair.ts';
import { securityGroupIdOf, vpcCidrOf, vpcOf } from '#rehearsal/world/addresses.ts';
import {
  HANDOVER_PORT,
  LISTENER_PORTS,
  MANAGEMENT_PORT,
  SERVICE_PORT,
  SYNC_PORT,
} from '#rehearsal/world/ports.ts';

/*
 * The security groups that EC2 shows for what is in the rehearsal, as they should be. They are there to be read: what
 * the health ports let through is in `security-groups.ts`.
 */

const ANYWHERE: IngressSource = { kind: 'ipv4', cidr: '0.0.0.0/0' };

const from = (source: IngressSource, ...ports: readonly number[]): readonly IngressRule[] =>
  ports.map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, source }));

const fromGroup = (groupId: string, ...ports: readonly number[]): readonly IngressRule[] =>
  from({ kind: 'group', groupId }, ...ports);

const managementFrom = (regionIndex: number): readonly IngressRule[] =>
  from({ kind: 'ipv4', cidr: vpcCidrOf(regionIndex) }, MANAGEMENT_PORT);

export interface PairSecurityGroups {
  readonly units: string;
  readonly loadBalancer: string;
}

interface PairSurroundings {
  readonly cloud: CloudRegion;
  readonly regionIndex: number;
  readonly pairIndex: number;
}

/** The units ask one another's health ports, as the load balancer does: that is how each knows of the other. */
export const addPairSecurityGroups = (
  { cloud, regionIndex, pairIndex }: PairSurroundings,
  pairId: string,
): PairSecurityGroups => {
  const vpcId = vpcOf(regionIndex);
  const units = securityGroupIdOf(regionIndex, pairIndex, 'units');
  const loadBalancer = securityGroupIdOf(regionIndex, pairIndex, 'load-balancer');
  cloud.ec2.createSecurityGroup({
    groupId: loadBalancer,
    groupName: `${pairId}-load-balancer`,
    vpcId,
    ingress: from(ANYWHERE, ...LISTENER_PORTS),
  });
  cloud.ec2.createSecurityGroup({
    groupId: units,
    groupName: `${pairId}-units`,
    vpcId,
    ingress: [
      ...fromGroup(units, SYNC_PORT, CUSTOMARY_HEALTH_PORT, HANDOVER_PORT),
      ...fromGroup(loadBalancer, CUSTOMARY_HEALTH_PORT, HANDOVER_PORT, SERVICE_PORT),
      ...managementFrom(regionIndex),
    ],
  });
  return { units, loadBalancer };
};

/** Returns the id. */
export const addStandaloneSecurityGroup = (
  { cloud, regionIndex, index }: Omit<PairSurroundings, 'pairIndex'> & { readonly index: number },
  id: string,
): string => {
  const groupId = securityGroupIdOf(regionIndex, index, 'standalone');
  cloud.ec2.createSecurityGroup({
    groupId,
    groupName: id,
    vpcId: vpcOf(regionIndex),
    ingress: [...from(ANYWHERE, SERVICE_PORT), ...managementFrom(regionIndex)],
  });
  return groupId;
};
