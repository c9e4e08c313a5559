import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, it } from 'vitest';
import { callCounts, resetAws, sampleAudit } from './fake-aws.ts';
import { elb } from './fake-balancing.ts';
import { failure, page } from './limits.ts';
import { samplePairs } from './sample-pairs.ts';

beforeEach(resetAws);

const PAIRS = samplePairs(3);

it('follows the pages of whatever has some, each within the budget', async () => {
  const atOnce = await sampleAudit().readAws(PAIRS);
  resetAws();
  page.size = 1;
  const audit = sampleAudit();
  expect(await audit.readAws(PAIRS)).toEqual(atOnce);
  const counts = callCounts();
  expect(counts).toMatchObject({
    DescribeTargetGroups: 6,
    DescribeLoadBalancers: 3,
    DescribeInstances: 6,
    DescribeInstanceStatus: 6,
    DescribeAutoScalingInstances: 4,
    DescribeAutoScalingGroups: 2,
    DescribeSecurityGroups: 6,
    DescribeSubnets: 6,
  });
  expect(audit.readBudget.taken()).toBe(6 + 3 + 2 * 6 + 1);
  expect(audit.ec2Budget.taken()).toBe(4 * 6 + 2);
});

it('takes nothing from a list whose second page does not come', async () => {
  page.size = 5;
  elb.on(DescribeTargetGroupsCommand, { Marker: '5' }).rejects(failure('ThrottlingException'));
  const seen = await sampleAudit().readAws(PAIRS);
  const groups = [...seen.values()].flatMap(({ targetGroups }) => Object.values(targetGroups));
  expect(groups).toEqual(Array(6).fill({ kind: 'unread', code: 'throttled' }));
});
