import { describe, expect, it } from 'vitest';
import type { ApiFault, AwsService } from '#rehearsal/cloud/api/types.ts';
import { Rig } from './rig.ts';

const THROTTLED = {
  kind: 'error',
  code: 'ThrottlingException',
  httpStatus: 400,
  message: 'Rate exceeded',
} as const;

/** How many calls in a row are served. */
const servedInARow = (rig: Rig, service: AwsService, operation: string): number => {
  let served = 0;
  while (served < 1_000 && rig.cloud.faults.next(service, operation) === undefined) served += 1;
  return served;
};

describe('published rate limits', () => {
  it.each([
    { service: 'elasticloadbalancing', operation: 'DescribeTargetHealth', burst: 40, perSecond: 10 },
    { service: 'elasticloadbalancing', operation: 'DeregisterTargets', burst: 20, perSecond: 4 },
    { service: 'ec2', operation: 'DescribeInstances', burst: 100, perSecond: 20 },
    { service: 'ec2', operation: 'TerminateInstances', burst: 50, perSecond: 5 },
    { service: 'securityhub', operation: 'BatchImportFindings', burst: 30, perSecond: 10 },
    { service: 'autoscaling', operation: 'CompleteLifecycleAction', burst: 1_000, perSecond: 1_000 },
  ] as const)('$service $operation: $burst at once, $perSecond a second', (row) => {
    const rig = new Rig();
    expect(servedInARow(rig, row.service, row.operation)).toBe(row.burst);
    rig.seconds(1);
    expect(servedInARow(rig, row.service, row.operation)).toBe(row.perSecond);
    rig.seconds(3_600);
    expect(servedInARow(rig, row.service, row.operation)).toBe(row.burst);
  });

  it('refuse what is too much, and count it', () => {
    const rig = new Rig();
    servedInARow(rig, 'ec2', 'DescribeInstances');
    expect(rig.cloud.faults.throttled()).toBe(1);
    rig.cloud.faults.inject({ service: 'ec2', fault: THROTTLED });
    rig.cloud.faults.next('ec2', 'DescribeInstances');
    expect(rig.cloud.faults.throttled()).toBe(1);
  });

  it('are shared by the reads of Elastic Load Balancing, and not by its writes', () => {
    const rig = new Rig();
    servedInARow(rig, 'elasticloadbalancing', 'DescribeTargetGroups');
    expect(rig.cloud.faults.next('elasticloadbalancing', 'DescribeTargetHealth')).toEqual(THROTTLED);
    expect(rig.cloud.faults.next('elasticloadbalancing', 'RegisterTargets')).toBeUndefined();
    servedInARow(rig, 'ec2', 'DescribeInstances');
    expect(rig.cloud.faults.next('ec2', 'DescribeInstances')).toMatchObject({
      code: 'RequestLimitExceeded',
      httpStatus: 503,
    });
  });

  it.each([
    { share: 0.1, burst: 4 },
    { share: 0.001, burst: 1 },
    { share: Number.POSITIVE_INFINITY, burst: 1_000 },
  ])('at a share of $share: $burst at once', ({ share, burst }) => {
    const rig = new Rig();
    rig.cloud.faults.setRateShare(share);
    expect(servedInARow(rig, 'elasticloadbalancing', 'DescribeTargetHealth')).toBe(burst);
    rig.seconds(7_200);
    expect(servedInARow(rig, 'elasticloadbalancing', 'DescribeTargetHealth')).toBe(burst);
  });
});

describe('injected faults', () => {
  const DROP: ApiFault = { kind: 'drop-reply' };

  it('strike the operation they are for, as often as they say', () => {
    const { faults } = new Rig().cloud;
    faults.inject({ service: 'ec2', operation: 'TerminateInstances', fault: DROP, times: 2 });
    const answers = [1, 2, 3].map(() => faults.next('ec2', 'TerminateInstances'));
    expect(answers).toEqual([DROP, DROP, undefined]);
    expect(faults.next('ec2', 'DescribeInstances')).toBeUndefined();
  });

  it('strike the whole service without an operation, until taken away', () => {
    const { faults } = new Rig().cloud;
    const remove = faults.inject({ service: 'ec2', fault: THROTTLED });
    expect(faults.next('ec2', 'DescribeInstances')).toEqual(THROTTLED);
    expect(faults.next('autoscaling', 'CompleteLifecycleAction')).toBeUndefined();
    remove();
    expect(faults.next('ec2', 'DescribeInstances')).toBeUndefined();
  });

  it('strike about the share they say', () => {
    const { faults } = new Rig().cloud;
    faults.setRateShare(Number.POSITIVE_INFINITY);
    faults.inject({ service: 'ec2', fault: DROP, share: 0.25 });
    const struck = Array.from({ length: 1_000 }, () => faults.next('ec2', 'StopInstances')).filter(
      Boolean,
    ).length;
    expect(struck).toBeGreaterThan(200);
    expect(struck).toBeLessThan(300);
  });
});

describe('call counters', () => {
  it('count by service and operation until reset', () => {
    const { calls } = new Rig().cloud;
    calls.count('ec2', 'DescribeInstances');
    calls.count('ec2', 'DescribeInstances');
    calls.count('elasticloadbalancing', 'DescribeTargetHealth');
    expect(calls.read()).toEqual({
      'ec2.DescribeInstances': 2,
      'elasticloadbalancing.DescribeTargetHealth': 1,
    });
    calls.reset();
    expect(calls.read()).toEqual({});
  });
});
