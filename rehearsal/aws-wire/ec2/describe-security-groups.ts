import {
  DescribeSecurityGroups$,
  type DescribeSecurityGroupsRequest,
  type DescribeSecurityGroupsResult,
  type IpPermission,
  type SecurityGroup as WireGroup,
} from '@aws-sdk/client-ec2';
import { noDefaultVpc, stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { permissionsToWire } from '#rehearsal/aws-wire/ec2/ip-permissions.ts';
import { resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import type { SecurityGroup } from '#rehearsal/cloud/ec2/security-group-types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';

/** What a new group lets out; the model knows no other rules for that way. @see Amazon VPC User Guide, Security groups */
const EGRESS: readonly IpPermission[] = [
  {
    IpProtocol: '-1',
    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  },
];

const toWire = (group: SecurityGroup, { accountId, region }: CloudRegion): WireGroup => ({
  Description: group.description,
  GroupId: group.groupId,
  GroupName: group.groupName,
  IpPermissions: permissionsToWire(group.ingress, accountId),
  IpPermissionsEgress: [...EGRESS],
  OwnerId: accountId,
  SecurityGroupArn: `arn:aws:ec2:${region}:${accountId}:security-group/${group.groupId}`,
  Tags: [],
  VpcId: group.vpcId,
});

type Values = readonly (string | undefined)[];

const ofPermissions =
  (valuesOf: (permission: IpPermission) => Values | undefined) =>
  ({ IpPermissions = [] }: WireGroup): Values =>
    IpPermissions.flatMap((permission) => valuesOf(permission) ?? []);

const numeric = (port: number | undefined): Values => (port === undefined ? [] : [String(port)]);

/** The published filters for whose facts the model has values. @see Amazon EC2 API Reference, DescribeSecurityGroups */
const FILTERS: Readonly<Record<string, (group: WireGroup) => Values>> = {
  description: (group) => [group.Description],
  'group-id': (group) => [group.GroupId],
  'group-name': (group) => [group.GroupName],
  'ip-permission.cidr': ofPermissions((each) => each.IpRanges?.map(({ CidrIp }) => CidrIp)),
  'ip-permission.from-port': ofPermissions((each) => numeric(each.FromPort)),
  'ip-permission.group-id': ofPermissions((each) => each.UserIdGroupPairs?.map(({ GroupId }) => GroupId)),
  'ip-permission.ipv6-cidr': ofPermissions((each) => each.Ipv6Ranges?.map(({ CidrIpv6 }) => CidrIpv6)),
  'ip-permission.protocol': ofPermissions((each) => [each.IpProtocol]),
  'ip-permission.to-port': ofPermissions((each) => numeric(each.ToPort)),
  'ip-permission.user-id': ofPermissions((each) => each.UserIdGroupPairs?.map(({ UserId }) => UserId)),
  'owner-id': (group) => [group.OwnerId],
  'vpc-id': (group) => [group.VpcId],
};

/** Published filters on what no group of the model has: they are known, and nothing matches. */
const WITHOUT_FACTS =
  /^(egress\.ip-permission\.[a-z0-9-]+|ip-permission\.(group-name|prefix-list-id)|tag-key|tag:.+)$/s;

const describeSecurityGroups = operation(
  DescribeSecurityGroups$,
  (input: DescribeSecurityGroupsRequest, { cloud }): DescribeSecurityGroupsResult => {
    const { GroupIds = [], GroupNames = [], Filters = [], DryRun } = input;
    if (GroupNames.length > 0) throw noDefaultVpc();
    const groups = cloud.ec2.describeSecurityGroups(GroupIds.length > 0 ? [...new Set(GroupIds)] : undefined);
    const matching = filterItems(
      groups.map((group) => toWire(group, cloud)),
      Filters,
      (name) => Object.hasOwn(FILTERS, name) || WITHOUT_FACTS.test(name),
      (name, group) => (FILTERS[name]?.(group) ?? []).filter((value) => value !== undefined),
    );
    stopIfDryRun(DryRun);
    const page = resultsPage(matching, ({ GroupId = '' }) => GroupId, input, Number.POSITIVE_INFINITY);
    return { SecurityGroups: [...page.items], NextToken: page.nextToken };
  },
);

export const describeSecurityGroupOperations: readonly Operation[] = [describeSecurityGroups];
