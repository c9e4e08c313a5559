import {
  type AvailabilityZone,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesByKey } from '#aws/audit/attributes.ts';
import { complete, completeAll } from '#aws/audit/complete.ts';
import { allPages, type Readings, readEach, readInBulk } from '#aws/audit/readings.ts';
import type { LoadBalancing } from '#aws/audit/target-groups.ts';
import type { LoadBalancerSeen, LoadBalancerZone } from '#domain/audit/aws-seen.ts';

/** "You can specify up to 20 load balancers in a single call." @see ELBv2 API, DescribeLoadBalancers */
const ARNS_PER_CALL = 20;

const parseZone = (zone: AvailabilityZone): LoadBalancerZone | undefined =>
  complete({
    zone: zone.ZoneName,
    subnetId: zone.SubnetId,
    elasticIp: (zone.LoadBalancerAddresses ?? []).some(({ AllocationId }) => AllocationId !== undefined),
  });

const parseBalancer = (balancer: LoadBalancer): LoadBalancerSeen | undefined =>
  complete({
    name: balancer.LoadBalancerName,
    type: balancer.Type,
    state: balancer.State?.Code,
    scheme: balancer.Scheme,
    zones: completeAll((balancer.AvailabilityZones ?? []).map(parseZone)),
    securityGroups: balancer.SecurityGroups ?? [],
  });

export const readLoadBalancers = (
  { client, inTurn }: LoadBalancing,
  arns: Iterable<string>,
): Promise<Readings<LoadBalancerSeen>> =>
  readInBulk(arns, {
    perCall: ARNS_PER_CALL,
    describe: (LoadBalancerArns) =>
      allPages(async (Marker) => {
        const page = await inTurn(() =>
          client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns, Marker })),
        );
        return { items: page.LoadBalancers, next: page.NextMarker };
      }),
    idOf: ({ LoadBalancerArn }) => LoadBalancerArn,
    parse: parseBalancer,
    notFound: 'LoadBalancerNotFound',
  });

/** One call for each load balancer: there is no bulk form. */
export const readLoadBalancerAttributes = (
  { client, inTurn }: LoadBalancing,
  arns: Iterable<string>,
): Promise<Readings<Readonly<Record<string, string>>>> =>
  readEach(arns, async (LoadBalancerArn) => {
    const answer = await inTurn(() =>
      client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    );
    return attributesByKey(answer.Attributes);
  });
