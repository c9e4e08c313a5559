import {
  AuthorizeSecurityGroupIngressCommand,
  type EC2Client,
  type IpPermission,
  ModifyInstanceAttributeCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  type ModifyTargetGroupInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesByKey } from '#aws/audit/attributes.ts';
import { type AwsFailureCode, failedAction } from '#aws/aws-failure.ts';
import type { AwsSettings } from '#control/ports.ts';
import type { ActionOutcome, HealthCheckChange, Ingress } from '#domain/pair/action.ts';
import { sameContent } from '#domain/same-content.ts';
import { defined } from '#loadmaster/defined.ts';

export interface AwsSettingsParts {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
}

const DONE = { kind: 'done' } as const satisfies ActionOutcome;
const GONE = { kind: 'gone' } as const satisfies ActionOutcome;

const NOT_TAKEN = {
  kind: 'failed',
  code: 'not-taken' satisfies AwsFailureCode,
} as const satisfies ActionOutcome;

/** What AWS says the settings are after the change, where it says so: laid over them, what was sent changes nothing. */
const hasTaken = (sent: object, told: object | undefined): boolean =>
  told !== undefined && sameContent({ ...told, ...sent }, told);

const attempt = async (act: () => Promise<ActionOutcome>): Promise<ActionOutcome> => {
  try {
    return await act();
  } catch (error) {
    return failedAction(error);
  }
};

const isCode = (error: unknown, code: string): boolean => error instanceof Error && error.name === code;

const healthCheckOf = (change: HealthCheckChange): Omit<ModifyTargetGroupInput, 'TargetGroupArn'> =>
  defined({
    HealthCheckProtocol: change.protocol,
    HealthCheckPort: change.port === undefined ? undefined : String(change.port),
    HealthCheckPath: change.path,
    HealthCheckIntervalSeconds: change.intervalSeconds,
    HealthyThresholdCount: change.healthyThreshold,
    UnhealthyThresholdCount: change.unhealthyThreshold,
    Matcher: change.matcher === undefined ? undefined : { HttpCode: change.matcher },
  });

const sourceOf = ({ from }: Ingress): IpPermission => {
  if ('group' in from) return { UserIdGroupPairs: [{ GroupId: from.group }] };
  // Only an IPv6 range has colons.
  return from.cidr.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: from.cidr }] }
    : { IpRanges: [{ CidrIp: from.cidr }] };
};

const permissionOf = (ingress: Ingress): IpPermission => ({
  IpProtocol: ingress.protocol,
  ...defined({ FromPort: ingress.fromPort, ToPort: ingress.toPort }),
  ...sourceOf(ingress),
});

/** What an audit puts right in one region. Its few calls do not share a rate with those that describe. */
export const makeAwsSettings = ({ elb, ec2 }: AwsSettingsParts): AwsSettings => ({
  setHealthCheck: (TargetGroupArn, change) =>
    attempt(async () => {
      const sent = healthCheckOf(change);
      const { TargetGroups } = await elb.send(new ModifyTargetGroupCommand({ TargetGroupArn, ...sent }));
      return hasTaken(sent, TargetGroups?.[0]) ? DONE : NOT_TAKEN;
    }),

  setTargetGroupAttributes: (TargetGroupArn, attributes) =>
    attempt(async () => {
      const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
      const answer = await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
      return hasTaken(attributes, attributesByKey(answer.Attributes)) ? DONE : NOT_TAKEN;
    }),

  protectInstance: (InstanceId) =>
    attempt(async () => {
      const DisableApiTermination = { Value: true };
      await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination }));
      return DONE;
    }),

  allowIngress: (GroupId, ingress) =>
    attempt(async () => {
      const IpPermissions = [permissionOf(ingress)];
      try {
        await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
      } catch (error) {
        if (!isCode(error, 'InvalidPermission.Duplicate')) throw error;
      }
      return DONE;
    }),

  revokeIngress: (GroupId, ingress) =>
    attempt(async () => {
      const IpPermissions = [permissionOf(ingress)];
      try {
        const command = new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions });
        const { UnknownIpPermissions = [] } = await ec2.send(command);
        // In a default VPC a rule that is not there is told, and not refused.
        return UnknownIpPermissions.length === 0 ? DONE : GONE;
      } catch (error) {
        if (!isCode(error, 'InvalidPermission.NotFound')) throw error;
        return GONE;
      }
    }),
});
