import {
  AuthorizeSecurityGroupIngress$,
  type AuthorizeSecurityGroupIngressRequest,
  type AuthorizeSecurityGroupIngressResult,
  type IpPermission,
  RevokeSecurityGroupIngress$,
  type RevokeSecurityGroupIngressRequest,
  type RevokeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2';
import {
  invalidParameterCombination,
  missingParameter,
  noDefaultVpc,
  stopIfDryRun,
} from '#rehearsal/aws-wire/ec2/errors.ts';
import { revokedToWire, rulesOf, ruleToWire } from '#rehearsal/aws-wire/ec2/ip-permissions.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { IngressRule } from '#rehearsal/cloud/ec2/security-group-types.ts';
import type { Ec2 } from '#rehearsal/cloud/ec2/types.ts';

type Request = Pick<
  AuthorizeSecurityGroupIngressRequest,
  | 'GroupId'
  | 'GroupName'
  | 'IpPermissions'
  | 'IpProtocol'
  | 'FromPort'
  | 'ToPort'
  | 'CidrIp'
  | 'SourceSecurityGroupName'
>;

/** @throws CloudError VPCIdNotSpecified for a group by name, MissingParameter */
const groupIdIn = ({ GroupId, GroupName, SourceSecurityGroupName }: Request): string => {
  if (GroupName !== undefined || SourceSecurityGroupName !== undefined) throw noDefaultVpc();
  if (GroupId === undefined) {
    throw missingParameter('The request must contain the parameter groupName or groupId');
  }
  return GroupId;
};

/** A single permission may be sent by the request's own members. */
const permissionsIn = (request: Request): readonly IpPermission[] => {
  const { IpPermissions = [], IpProtocol, FromPort, ToPort, CidrIp } = request;
  if (IpProtocol === undefined && CidrIp === undefined) return IpPermissions;
  if (IpPermissions.length > 0) {
    throw invalidParameterCombination('The parameter ipPermissions may not be used with other permissions');
  }
  return [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }];
};

const rulesIn = (request: Request): readonly IngressRule[] => {
  const rules = permissionsIn(request).flatMap(rulesOf);
  if (rules.length === 0)
    throw missingParameter('Either ipPermissions or a single permission must be specified');
  return rules;
};

/** @throws CloudError InvalidSecurityGroupRuleId.NotFound */
const rulesById = (groupId: string, ruleIds: readonly string[], ec2: Ec2): readonly IngressRule[] => {
  const present = ec2.describeSecurityGroups([groupId]).flatMap(({ ingress }) => ingress);
  return ruleIds.map((id) => {
    const rule = present.find(({ ruleId }) => ruleId === id);
    if (rule !== undefined) return rule;
    throw new CloudError(
      'InvalidSecurityGroupRuleId.NotFound',
      400,
      `The security group rule ID '${id}' does not exist`,
    );
  });
};

const authorizeSecurityGroupIngress = operation(
  AuthorizeSecurityGroupIngress$,
  (input: AuthorizeSecurityGroupIngressRequest, { cloud }): AuthorizeSecurityGroupIngressResult => {
    const groupId = groupIdIn(input);
    const rules = rulesIn(input);
    cloud.ec2.describeSecurityGroups([groupId]);
    stopIfDryRun(input.DryRun);
    const added = cloud.ec2.authorizeSecurityGroupIngress(groupId, rules);
    return {
      Return: true,
      SecurityGroupRules: added.map((rule) => ruleToWire(groupId, rule, cloud.accountId)),
    };
  },
);

const revokeSecurityGroupIngress = operation(
  RevokeSecurityGroupIngress$,
  (input: RevokeSecurityGroupIngressRequest, { cloud }): RevokeSecurityGroupIngressResult => {
    const { SecurityGroupRuleIds: ruleIds = [], DryRun } = input;
    const groupId = groupIdIn(input);
    const rules = ruleIds.length > 0 ? rulesById(groupId, ruleIds, cloud.ec2) : rulesIn(input);
    cloud.ec2.describeSecurityGroups([groupId]);
    stopIfDryRun(DryRun);
    const revoked = cloud.ec2.revokeSecurityGroupIngress(groupId, rules);
    return {
      Return: true,
      RevokedSecurityGroupRules: revoked.map((rule) => revokedToWire(groupId, rule)),
    };
  },
);

export const changeSecurityGroupOperations: readonly Operation[] = [
  authorizeSecurityGroupIngress,
  revokeSecurityGroupIngress,
];
