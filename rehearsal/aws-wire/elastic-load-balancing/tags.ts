import {
  DescribeTags$,
  type DescribeTagsInput,
  type DescribeTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { allListeners } from '#rehearsal/aws-wire/elastic-load-balancing/load-balancers.ts';
import {
  kindOfArn,
  notFound,
  type ResourceKind,
  validationError,
} from '#rehearsal/aws-wire/elastic-load-balancing/validation.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';

/** @see Elastic Load Balancing API, DescribeTags: up to 20 resources in a call */
const MAX_RESOURCES = 20;

const arnsOf: Readonly<Record<ResourceKind, (world: RegionWorld) => readonly string[]>> = {
  'load balancer': ({ cloud }) => cloud.elb.describeLoadBalancers().map((each) => each.loadBalancerArn),
  'target group': ({ cloud }) => cloud.elb.describeTargetGroups().map((each) => each.targetGroupArn),
  listener: (world) => allListeners(world).map((each) => each.listenerArn),
};

/** The model keeps no tags for load balancers, target groups and listeners: whatever exists has none. */
const describeTags = operation(
  DescribeTags$,
  ({ ResourceArns = [] }: DescribeTagsInput, world): DescribeTagsOutput => {
    if (ResourceArns.length > MAX_RESOURCES) {
      throw validationError(`Cannot have more than ${MAX_RESOURCES} resources described`);
    }
    for (const arn of ResourceArns) {
      const kind = kindOfArn(arn);
      if (kind === undefined) throw validationError(`'${arn}' is not a valid resource ARN`);
      if (!arnsOf[kind](world).includes(arn)) throw notFound(kind);
    }
    return { TagDescriptions: ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [] })) };
  },
);

export const tagOperations: readonly Operation[] = [describeTags];
