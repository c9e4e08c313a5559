import { loadBalancerOperations } from '#rehearsal/aws-wire/elastic-load-balancing/load-balancers.ts';
import { tagOperations } from '#rehearsal/aws-wire/elastic-load-balancing/tags.ts';
import { targetGroupOperations } from '#rehearsal/aws-wire/elastic-load-balancing/target-groups.ts';
import { targetHealthOperations } from '#rehearsal/aws-wire/elastic-load-balancing/target-health.ts';
import { awsQuery } from '#rehearsal/aws-wire/protocol/aws-query.ts';
import { wireService } from '#rehearsal/aws-wire/service.ts';

/** @see Elastic Load Balancing API Reference version 2015-12-01 */
export const elasticLoadBalancingService = wireService(
  'elasticloadbalancing',
  awsQuery({ version: '2015-12-01', xmlns: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/' }),
  [...targetHealthOperations, ...targetGroupOperations, ...loadBalancerOperations, ...tagOperations],
);
