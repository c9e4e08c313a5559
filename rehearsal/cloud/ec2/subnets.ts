import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { canonicalCidr } from '#rehearsal/cloud/ec2/cidr.ts';

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  /** Such as `eu-west-1a`. */
  readonly availabilityZone: string;
  /** IPv4. */
  readonly cidrBlock: string;
}

export interface SubnetSpec extends Omit<Subnet, 'subnetId'> {
  /** Generated when absent. */
  readonly subnetId?: string;
}

/**
 * The subnets of the region, for those who read them: instances and load balancers name subnets, and nobody asks
 * whether they are here.
 */
export interface SubnetApi {
  /** @throws CloudError InvalidParameterValue for what is no IPv4 block */
  createSubnet(spec: SubnetSpec): Subnet;
  /** By id, in the order asked; all of them, oldest first, without ids. @throws CloudError InvalidSubnetID.NotFound */
  describeSubnets(subnetIds?: readonly string[]): readonly Subnet[];
}

export const makeSubnets = ({ ids }: Pick<CloudContext, 'ids'>): SubnetApi => {
  const subnets = new Map<string, Subnet>();
  return {
    createSubnet: ({ subnetId = `subnet-0${ids.hex(16)}`, ...spec }) => {
      if (subnets.has(subnetId)) throw new Error(`${subnetId} exists`);
      const cidrBlock = canonicalCidr('ipv4', spec.cidrBlock);
      if (cidrBlock === undefined) {
        throw new CloudError(
          'InvalidParameterValue',
          400,
          `Value (${spec.cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
        );
      }
      const subnet: Subnet = { ...spec, subnetId, cidrBlock };
      subnets.set(subnetId, subnet);
      return subnet;
    },
    describeSubnets: (subnetIds) =>
      subnetIds?.map((subnetId) => {
        const subnet = subnets.get(subnetId);
        if (subnet !== undefined) return subnet;
        throw new CloudError('InvalidSubnetID.NotFound', 400, `The subnet ID '${subnetId}' does not exist`);
      }) ?? [...subnets.values()],
  };
};
