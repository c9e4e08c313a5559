import {
  DescribeTargetGroupAttributes$,
  type DescribeTargetGroupAttributesInput,
  type DescribeTargetGroupAttributesOutput,
  DescribeTargetGroups$,
  type DescribeTargetGroupsInput,
  type DescribeTargetGroupsOutput,
  ModifyTargetGroup$,
  ModifyTargetGroupAttributes$,
  type ModifyTargetGroupAttributesInput,
  type ModifyTargetGroupAttributesOutput,
  type ModifyTargetGroupInput,
  type ModifyTargetGroupOutput,
  type TargetGroupAttribute,
  type TargetGroup as WireTargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  checkArn,
  markedPage,
  pick,
  validationError,
} from '#rehearsal/aws-wire/elastic-load-balancing/validation.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import { shownAttributes, type TargetGroupAttributes } from '#rehearsal/cloud/elb/attributes.ts';
import type { HealthCheck, TargetGroup } from '#rehearsal/cloud/elb/types.ts';

const toWire = (group: TargetGroup): WireTargetGroup => {
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.targetGroupArn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: String(healthCheck.port),
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    ...(healthCheck.protocol === 'HTTP' && {
      HealthCheckPath: healthCheck.path,
      Matcher: { HttpCode: healthCheck.matcher },
    }),
    LoadBalancerArns: [...group.loadBalancerArns],
    TargetType: group.targetType,
    IpAddressType: 'ipv4',
  };
};

/** The reference does not say it; AWS refuses more. @see ansible-collections/amazon.aws, pull request 1593 */
const MAX_ARNS = 20;

const selectTargetGroups = (
  { LoadBalancerArn, TargetGroupArns = [], Names = [] }: DescribeTargetGroupsInput,
  { cloud }: RegionWorld,
): readonly TargetGroup[] => {
  const ways = [LoadBalancerArn !== undefined, TargetGroupArns.length > 0, Names.length > 0];
  if (ways.filter(Boolean).length > 1) {
    throw validationError(
      'Specify only one of a load balancer ARN, target group ARNs and target group names',
    );
  }
  if (TargetGroupArns.length > MAX_ARNS) {
    throw validationError(`You cannot describe more than '${MAX_ARNS}' target groups at a time`);
  }
  const groups = cloud.elb.describeTargetGroups();
  if (LoadBalancerArn !== undefined) {
    checkArn('load balancer', LoadBalancerArn);
    pick('load balancer', cloud.elb.describeLoadBalancers(), (each) => each.loadBalancerArn, [
      LoadBalancerArn,
    ]);
    return groups.filter(({ loadBalancerArns }) => loadBalancerArns.includes(LoadBalancerArn));
  }
  for (const arn of TargetGroupArns) checkArn('target group', arn);
  if (TargetGroupArns.length > 0) {
    return pick('target group', groups, (each) => each.targetGroupArn, TargetGroupArns);
  }
  return Names.length > 0 ? pick('target group', groups, (each) => each.name, Names) : groups;
};

const describeTargetGroups = operation(
  DescribeTargetGroups$,
  (input: DescribeTargetGroupsInput, world): DescribeTargetGroupsOutput => {
    const page = markedPage(selectTargetGroups(input, world), (each) => each.targetGroupArn, input);
    return { TargetGroups: page.items.map(toWire), NextMarker: page.nextToken };
  },
);

const portFromWire = (port: string): HealthCheck['port'] => {
  if (port === 'traffic-port') return port;
  if (!/^\d{1,5}$/.test(port)) throw validationError(`Health check port '${port}' is not valid`);
  return Number(port);
};

const protocolFromWire = (protocol: string): HealthCheck['protocol'] => {
  if (protocol === 'HTTP' || protocol === 'TCP') return protocol;
  throw validationError(`Health check protocol '${protocol}' is not supported for this target group`);
};

/** The settings that were sent, and no others. */
const healthCheckFromWire = (input: ModifyTargetGroupInput): Partial<HealthCheck> => ({
  ...(input.HealthCheckProtocol !== undefined && { protocol: protocolFromWire(input.HealthCheckProtocol) }),
  ...(input.HealthCheckPort !== undefined && { port: portFromWire(input.HealthCheckPort) }),
  ...(input.HealthCheckPath !== undefined && { path: input.HealthCheckPath }),
  ...(input.HealthCheckIntervalSeconds !== undefined && {
    intervalSeconds: input.HealthCheckIntervalSeconds,
  }),
  ...(input.HealthCheckTimeoutSeconds !== undefined && { timeoutSeconds: input.HealthCheckTimeoutSeconds }),
  ...(input.HealthyThresholdCount !== undefined && { healthyThreshold: input.HealthyThresholdCount }),
  ...(input.UnhealthyThresholdCount !== undefined && { unhealthyThreshold: input.UnhealthyThresholdCount }),
  ...(input.Matcher?.HttpCode !== undefined && { matcher: input.Matcher.HttpCode }),
});

const modifyTargetGroup = operation(
  ModifyTargetGroup$,
  (input: ModifyTargetGroupInput, { cloud }): ModifyTargetGroupOutput => {
    const { TargetGroupArn = '', HealthCheckEnabled } = input;
    checkArn('target group', TargetGroupArn);
    if (HealthCheckEnabled === false) {
      throw validationError(
        "Health check enabled must be true for target groups with target type 'instance' or 'ip'",
      );
    }
    return {
      TargetGroups: [toWire(cloud.elb.modifyTargetGroup(TargetGroupArn, healthCheckFromWire(input)))],
    };
  },
);

const toAttributes = (
  { cloud }: RegionWorld,
  arn: string,
  attributes: TargetGroupAttributes,
): TargetGroupAttribute[] => {
  const group = cloud.elb.describeTargetGroups().find(({ targetGroupArn }) => targetGroupArn === arn);
  return shownAttributes(group?.protocol ?? 'TCP', attributes).map(([Key, Value]) => ({ Key, Value }));
};

const describeTargetGroupAttributes = operation(
  DescribeTargetGroupAttributes$,
  (
    { TargetGroupArn = '' }: DescribeTargetGroupAttributesInput,
    world,
  ): DescribeTargetGroupAttributesOutput => {
    checkArn('target group', TargetGroupArn);
    const attributes = world.cloud.elb.describeTargetGroupAttributes(TargetGroupArn);
    return { Attributes: toAttributes(world, TargetGroupArn, attributes) };
  },
);

const modifyTargetGroupAttributes = operation(
  ModifyTargetGroupAttributes$,
  (
    { TargetGroupArn = '', Attributes = [] }: ModifyTargetGroupAttributesInput,
    world,
  ): ModifyTargetGroupAttributesOutput => {
    checkArn('target group', TargetGroupArn);
    const changes = Object.fromEntries(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
    const attributes = world.cloud.elb.modifyTargetGroupAttributes(TargetGroupArn, changes);
    return { Attributes: toAttributes(world, TargetGroupArn, attributes) };
  },
);

export const targetGroupOperations: readonly Operation[] = [
  describeTargetGroups,
  modifyTargetGroup,
  describeTargetGroupAttributes,
  modifyTargetGroupAttributes,
];
