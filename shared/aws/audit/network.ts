import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type IpPermission,
  type SecurityGroup,
  type Subnet,
} from '@aws-sdk/client-ec2';
import { complete, completeAll } from '#aws/audit/complete.ts';
import type { Ec2 } from '#aws/audit/instances.ts';
import { allPages, type Readings, readInBulk } from '#aws/audit/readings.ts';
import type { IngressPermission, SecurityGroupSeen, SubnetSeen } from '#domain/audit/aws-seen.ts';
import { defined } from '#loadmaster/defined.ts';

/** @see Amazon EC2 User Guide, Find resources: "up to 200 filter values" in a request */
const IDS_PER_CALL = 200;

/** What the port range of any other protocol says is no port: of ICMP it is type and code. */
const HAS_PORTS: ReadonlySet<string> = new Set(['tcp', 'udp']);

const portsOf = ({ IpProtocol = '', FromPort, ToPort }: IpPermission) =>
  HAS_PORTS.has(IpProtocol) ? defined({ fromPort: FromPort, toPort: ToPort }) : {};

const parsePermission = (permission: IpPermission): IngressPermission | undefined => {
  const { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] } = permission;
  const seen = complete({
    protocol: permission.IpProtocol,
    cidrs: completeAll([
      ...IpRanges.map(({ CidrIp }) => CidrIp),
      ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ]),
    groups: completeAll(UserIdGroupPairs.map(({ GroupId }) => GroupId)),
    prefixLists: completeAll(PrefixListIds.map(({ PrefixListId }) => PrefixListId)),
  });
  return seen && { ...seen, ...portsOf(permission) };
};

const parseGroup = ({ GroupName, IpPermissions = [] }: SecurityGroup): SecurityGroupSeen | undefined =>
  complete({ name: GroupName, ingress: completeAll(IpPermissions.map(parsePermission)) });

/** By filter: one id that EC2 does not have would fail a call that names ids. */
export const readSecurityGroups = (
  { client, inTurn }: Ec2,
  ids: Iterable<string>,
): Promise<Readings<SecurityGroupSeen>> =>
  readInBulk(ids, {
    perCall: IDS_PER_CALL,
    describe: (Values) =>
      allPages(async (NextToken) => {
        const Filters = [{ Name: 'group-id', Values }];
        const page = await inTurn(() =>
          client.send(new DescribeSecurityGroupsCommand({ Filters, NextToken })),
        );
        return { items: page.SecurityGroups, next: page.NextToken };
      }),
    idOf: ({ GroupId }) => GroupId,
    parse: parseGroup,
  });

/** Of IPv6 blocks that are being removed, or could not be added, those that are in force. */
const parseSubnet = ({ CidrBlock, Ipv6CidrBlockAssociationSet = [] }: Subnet): SubnetSeen | undefined => {
  const associated = Ipv6CidrBlockAssociationSet.filter(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated',
  );
  const ipv4 = CidrBlock === undefined ? [] : [CidrBlock];
  return complete({
    cidrs: completeAll([...ipv4, ...associated.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)]),
  });
};

/** Likewise. */
export const readSubnets = ({ client, inTurn }: Ec2, ids: Iterable<string>): Promise<Readings<SubnetSeen>> =>
  readInBulk(ids, {
    perCall: IDS_PER_CALL,
    describe: (Values) =>
      allPages(async (NextToken) => {
        const Filters = [{ Name: 'subnet-id', Values }];
        const page = await inTurn(() => client.send(new DescribeSubnetsCommand({ Filters, NextToken })));
        return { items: page.Subnets, next: page.NextToken };
      }),
    idOf: ({ SubnetId }) => SubnetId,
    parse: parseSubnet,
  });
