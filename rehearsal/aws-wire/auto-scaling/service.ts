import { groupOperations } from '#rehearsal/aws-wire/auto-scaling/groups.ts';
import { lifecycleHookOperations } from '#rehearsal/aws-wire/auto-scaling/lifecycle-hooks.ts';
import { terminateInstanceOperations } from '#rehearsal/aws-wire/auto-scaling/terminate-instance.ts';
import { awsQuery } from '#rehearsal/aws-wire/protocol/aws-query.ts';
import { wireService } from '#rehearsal/aws-wire/service.ts';

/** @see Amazon EC2 Auto Scaling API Reference version 2011-01-01 */
export const autoScalingService = wireService(
  'autoscaling',
  awsQuery({ version: '2011-01-01', xmlns: 'http://autoscaling.amazonaws.com/doc/2011-01-01/' }),
  [...groupOperations, ...lifecycleHookOperations, ...terminateInstanceOperations],
);
