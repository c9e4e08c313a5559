import { createHash } from 'node:crypto';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { completeRule, ruleKey, ruleText } from '#rehearsal/cloud/ec2/ingress-rule.ts';
import type {
  IngressRule,
  SecurityGroup,
  SecurityGroupApi,
  SecurityGroupRule,
} from '#rehearsal/cloud/ec2/security-group-types.ts';

const GROUP_ID = /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/;

const refused = (code: string, message: string): CloudError => new CloudError(code, 400, message);

const checkGroupId = (groupId: string): void => {
  if (GROUP_ID.test(groupId)) return;
  throw refused('InvalidGroupId.Malformed', `Invalid id: "${groupId}" (expecting "sg-...")`);
};

/** Made from what the rule says: a random id would be missing from the numbers that recorded histories go on with. */
const ruleIdOf = (groupId: string, rule: IngressRule): string =>
  `sgr-0${createHash('sha256')
    .update(`${groupId} ${ruleKey(rule)}`)
    .digest('hex')
    .slice(0, 16)}`;

/** @throws CloudError InvalidPermission.Duplicate, InvalidParameterValue for a rule that was sent twice */
const checkNew = (rules: readonly IngressRule[], present: readonly IngressRule[]): void => {
  const known = new Set(present.map(ruleKey));
  for (const rule of rules) {
    if (!known.has(ruleKey(rule))) continue;
    throw refused('InvalidPermission.Duplicate', `the specified rule "${ruleText(rule)}" already exists`);
  }
  if (new Set(rules.map(ruleKey)).size === rules.length) return;
  throw refused('InvalidParameterValue', 'The same permission must not appear multiple times');
};

/** The security groups of the region. */
export const makeSecurityGroups = ({ ids }: Pick<CloudContext, 'ids'>): SecurityGroupApi => {
  const groups = new Map<string, SecurityGroup>();

  const require = (groupId: string): SecurityGroup => {
    checkGroupId(groupId);
    const group = groups.get(groupId);
    if (group !== undefined) return group;
    throw refused('InvalidGroup.NotFound', `The security group '${groupId}' does not exist`);
  };
  /** A group may name itself before it is there. */
  const complete = (groupId: string, rules: readonly IngressRule[]): readonly SecurityGroupRule[] =>
    rules.map((sent) => {
      const rule = completeRule(sent);
      if (rule.source.kind === 'group' && rule.source.groupId !== groupId) require(rule.source.groupId);
      return { ...rule, ruleId: ruleIdOf(groupId, rule) };
    });

  return {
    createSecurityGroup: (spec) => {
      const {
        groupId = `sg-0${ids.hex(16)}`,
        groupName,
        description = groupName,
        vpcId,
        ingress = [],
      } = spec;
      checkGroupId(groupId);
      if (groups.has(groupId)) throw new Error(`${groupId} exists`);
      if ([...groups.values()].some((other) => other.vpcId === vpcId && other.groupName === groupName)) {
        throw refused(
          'InvalidGroup.Duplicate',
          `The security group '${groupName}' already exists for VPC '${vpcId}'`,
        );
      }
      const rules = complete(groupId, ingress);
      checkNew(rules, []);
      const group: SecurityGroup = { groupId, groupName, description, vpcId, ingress: rules };
      groups.set(groupId, group);
      return group;
    },
    describeSecurityGroups: (groupIds) => groupIds?.map(require) ?? [...groups.values()],
    authorizeSecurityGroupIngress: (groupId, rules) => {
      const group = require(groupId);
      const added = complete(groupId, rules);
      checkNew(added, group.ingress);
      groups.set(groupId, { ...group, ingress: [...group.ingress, ...added] });
      return added;
    },
    revokeSecurityGroupIngress: (groupId, rules) => {
      const group = require(groupId);
      const keys = new Set(rules.map((rule) => ruleKey(completeRule(rule))));
      const revoked = group.ingress.filter((rule) => keys.has(ruleKey(rule)));
      if (revoked.length < keys.size) {
        throw refused(
          'InvalidPermission.NotFound',
          'The specified rule does not exist in this security group.',
        );
      }
      groups.set(groupId, {
        ...group,
        ingress: group.ingress.filter((rule) => !keys.has(ruleKey(rule))),
      });
      return revoked;
    },
  };
};
