import type {
  IpPermission,
  RevokedSecurityGroupRule,
  SecurityGroupRule as WireRule,
} from '@aws-sdk/client-ec2';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type {
  IngressRule,
  IngressSource,
  SecurityGroupRule,
} from '#rehearsal/cloud/ec2/security-group-types.ts';

/* An IpPermission holds the rules of one protocol and port range together; a rule has one source. */

const notSimulated = (what: string): CloudError =>
  new CloudError('UnsupportedOperation', 400, `${what} are not simulated`);

interface DescribedSource {
  readonly source: IngressSource;
  readonly description: string | undefined;
}

/** @throws CloudError UnsupportedOperation for prefix lists and groups by name */
const sourcesOf = (permission: IpPermission): readonly DescribedSource[] => {
  const { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] } = permission;
  if (PrefixListIds.length > 0) throw notSimulated('Prefix lists');
  return [
    ...IpRanges.map(({ CidrIp = '', Description }) => ({
      source: { kind: 'ipv4', cidr: CidrIp } as const,
      description: Description,
    })),
    ...Ipv6Ranges.map(({ CidrIpv6 = '', Description }) => ({
      source: { kind: 'ipv6', cidr: CidrIpv6 } as const,
      description: Description,
    })),
    ...UserIdGroupPairs.map(({ GroupId, Description }) => {
      if (GroupId === undefined) throw notSimulated('Security groups by name');
      return { source: { kind: 'group', groupId: GroupId } as const, description: Description };
    }),
  ];
};

/** @throws CloudError UnsupportedOperation */
export const rulesOf = (permission: IpPermission): readonly IngressRule[] => {
  const { IpProtocol = '', FromPort, ToPort } = permission;
  return sourcesOf(permission).map(({ source, description }) => ({
    protocol: IpProtocol,
    ...(FromPort !== undefined && { fromPort: FromPort }),
    ...(ToPort !== undefined && { toPort: ToPort }),
    source,
    ...(description !== undefined && { description }),
  }));
};

const withDescription = (description: string | undefined) =>
  description === undefined ? {} : { Description: description };

/** The permissions of a group: one for each protocol and port range, as DescribeSecurityGroups shows them. */
export const permissionsToWire = (rules: readonly IngressRule[], ownerId: string): IpPermission[] => {
  const byPorts = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...byPorts.values()].map((same) => {
    const cidrs = (kind: 'ipv4' | 'ipv6') =>
      same.flatMap(({ source, description }) =>
        source.kind === kind ? [{ cidr: source.cidr, ...withDescription(description) }] : [],
      );
    return {
      IpProtocol: same[0]?.protocol,
      FromPort: same[0]?.fromPort,
      ToPort: same[0]?.toPort,
      IpRanges: cidrs('ipv4').map(({ cidr, ...rest }) => ({ CidrIp: cidr, ...rest })),
      Ipv6Ranges: cidrs('ipv6').map(({ cidr, ...rest }) => ({ CidrIpv6: cidr, ...rest })),
      PrefixListIds: [],
      UserIdGroupPairs: same.flatMap(({ source, description }) =>
        source.kind === 'group'
          ? [{ GroupId: source.groupId, UserId: ownerId, ...withDescription(description) }]
          : [],
      ),
    };
  });
};

/** What rules have in common wherever they are shown one by one: for all ports, they show -1. */
const ruleParts = (groupId: string, rule: SecurityGroupRule) => ({
  SecurityGroupRuleId: rule.ruleId,
  GroupId: groupId,
  IsEgress: false,
  IpProtocol: rule.protocol,
  FromPort: rule.fromPort ?? -1,
  ToPort: rule.toPort ?? -1,
  ...(rule.source.kind === 'ipv4' && { CidrIpv4: rule.source.cidr }),
  ...(rule.source.kind === 'ipv6' && { CidrIpv6: rule.source.cidr }),
  ...withDescription(rule.description),
});

export const ruleToWire = (groupId: string, rule: SecurityGroupRule, ownerId: string): WireRule => ({
  ...ruleParts(groupId, rule),
  GroupOwnerId: ownerId,
  ...(rule.source.kind === 'group' && {
    ReferencedGroupInfo: { GroupId: rule.source.groupId, UserId: ownerId },
  }),
});

export const revokedToWire = (groupId: string, rule: SecurityGroupRule): RevokedSecurityGroupRule => ({
  ...ruleParts(groupId, rule),
  ...(rule.source.kind === 'group' && { ReferencedGroupId: rule.source.groupId }),
});
