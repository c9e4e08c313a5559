/**
 * The security groups of the region as EC2 describes them: something to read, and to mend. They hold back no packet:
 * what the rehearsal lets through to the health ports is said by `#rehearsal/world/security-groups.ts`.
 */
export interface SecurityGroupApi {
  /** @throws CloudError InvalidGroup.Duplicate, InvalidGroup.NotFound, InvalidParameterValue, InvalidPermission.Duplicate */
  createSecurityGroup(spec: SecurityGroupSpec): SecurityGroup;
  /**
   * By id, in the order asked; all of them, oldest first, without ids.
   * @throws CloudError InvalidGroupId.Malformed, InvalidGroup.NotFound
   */
  describeSecurityGroups(groupIds?: readonly string[]): readonly SecurityGroup[];
  /**
   * All or none. Returns the new rules.
   * @throws CloudError InvalidGroupId.Malformed, InvalidGroup.NotFound, InvalidParameterValue, InvalidPermission.Duplicate
   */
  authorizeSecurityGroupIngress(groupId: string, rules: readonly IngressRule[]): readonly SecurityGroupRule[];
  /**
   * All or none, as for groups of a VPC that is not the default one. Returns the rules that were taken away.
   * @throws CloudError InvalidGroupId.Malformed, InvalidGroup.NotFound, InvalidParameterValue, InvalidPermission.NotFound
   * @see Amazon EC2 API Reference, RevokeSecurityGroupIngress
   */
  revokeSecurityGroupIngress(groupId: string, rules: readonly IngressRule[]): readonly SecurityGroupRule[];
}

export interface SecurityGroupSpec {
  /** Generated when absent. */
  readonly groupId?: string;
  /** Used once in a VPC. */
  readonly groupName: string;
  /** The name when absent. */
  readonly description?: string;
  readonly vpcId: string;
  /** None when absent. */
  readonly ingress?: readonly IngressRule[];
}

/** One rule for one source: AWS counts and names rules like this, and shows those of the same ports together. */
export interface IngressRule {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, the number of a protocol, or `-1` for all. */
  readonly protocol: string;
  /** TCP and UDP: the ports, first to last. ICMP: type and code, -1 for all. Of no meaning for other protocols. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly source: IngressSource;
  readonly description?: string;
}

export type IngressSource =
  | { readonly kind: 'ipv4' | 'ipv6'; readonly cidr: string }
  /** Whatever has this security group. */
  | { readonly kind: 'group'; readonly groupId: string };

export interface SecurityGroupRule extends IngressRule {
  /** `sgr-` and 17 digits. */
  readonly ruleId: string;
}

export interface SecurityGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
}
