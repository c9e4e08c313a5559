import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesByKey } from '#aws/audit/attributes.ts';
import type { Service } from '#aws/audit/calls.ts';
import { complete, completeAll } from '#aws/audit/complete.ts';
import { allPages, type Readings, readEach, readInBulk } from '#aws/audit/readings.ts';
import { parseTargetHealth } from '#aws/target-groups.ts';
import type { RegisteredTarget, TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import { defined } from '#loadmaster/defined.ts';

export type LoadBalancing = Service<ElasticLoadBalancingV2Client>;

/** "You cannot describe more than '20' target groups at a time", says the API; its reference names no limit. */
const ARNS_PER_CALL = 20;

const parseGroup = (group: TargetGroup): TargetGroupSeen | undefined => {
  const seen = complete({
    healthCheckProtocol: group.HealthCheckProtocol,
    healthCheckPort: group.HealthCheckPort,
    healthCheckIntervalSeconds: group.HealthCheckIntervalSeconds,
    healthyThreshold: group.HealthyThresholdCount,
    unhealthyThreshold: group.UnhealthyThresholdCount,
    targetType: group.TargetType,
    loadBalancerArns: group.LoadBalancerArns ?? [],
  });
  const others = {
    healthCheckPath: group.HealthCheckPath,
    matcher: group.Matcher?.HttpCode,
    port: group.Port,
  };
  return seen && { ...seen, ...defined(others) };
};

export const readTargetGroups = (
  { client, inTurn }: LoadBalancing,
  arns: Iterable<string>,
): Promise<Readings<TargetGroupSeen>> =>
  readInBulk(arns, {
    perCall: ARNS_PER_CALL,
    describe: (TargetGroupArns) =>
      allPages(async (Marker) => {
        const page = await inTurn(() =>
          client.send(new DescribeTargetGroupsCommand({ TargetGroupArns, Marker })),
        );
        return { items: page.TargetGroups, next: page.NextMarker };
      }),
    idOf: ({ TargetGroupArn }) => TargetGroupArn,
    parse: parseGroup,
    notFound: 'TargetGroupNotFound',
  });

const parseTarget = ({ Target, TargetHealth }: TargetHealthDescription): RegisteredTarget | undefined =>
  Target?.Id === undefined
    ? undefined
    : { id: Target.Id, ...defined({ port: Target.Port }), ...parseTargetHealth(TargetHealth) };

/** One call for each group: DescribeTargetHealth has neither a bulk form nor pages. */
export const readTargets = (
  { client, inTurn }: LoadBalancing,
  arns: Iterable<string>,
): Promise<Readings<readonly RegisteredTarget[]>> =>
  readEach(arns, async (TargetGroupArn) => {
    const answer = await inTurn(() => client.send(new DescribeTargetHealthCommand({ TargetGroupArn })));
    return completeAll((answer.TargetHealthDescriptions ?? []).map(parseTarget));
  });

/** One call for each group: there is no bulk form. */
export const readTargetGroupAttributes = (
  { client, inTurn }: LoadBalancing,
  arns: Iterable<string>,
): Promise<Readings<Readonly<Record<string, string>>>> =>
  readEach(arns, async (TargetGroupArn) => {
    const answer = await inTurn(() =>
      client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
    );
    return attributesByKey(answer.Attributes);
  });
