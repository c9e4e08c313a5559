import type { LoadBalancerAttribute, TargetGroupAttribute } from '@aws-sdk/client-elastic-load-balancing-v2';

/** By AWS's keys. */
export const attributesByKey = (
  attributes: readonly (TargetGroupAttribute | LoadBalancerAttribute)[] = [],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributes.flatMap(({ Key, Value }) => (Key === undefined || Value === undefined ? [] : [[Key, Value]])),
  );

/** What a target group's attribute says that is the load balancer's to say. @see ELBv2 API, TargetGroupAttribute */
const LEFT_TO_LOAD_BALANCER = 'use_load_balancer_configuration';

export const isLeftToLoadBalancer = (attributes: Readonly<Record<string, string>>): boolean =>
  Object.values(attributes).includes(LEFT_TO_LOAD_BALANCER);
