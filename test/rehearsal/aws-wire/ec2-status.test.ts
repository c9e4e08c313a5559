import {
  DescribeInstanceStatusCommand,
  type InstanceStatus,
  paginateDescribeInstanceStatus,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { FIRST, REGION, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

const HOUR_MS = 3_600_000;

let region: WiredRegion;
let retiredAt: Date;
let impairedSince: Date;
beforeAll(async () => {
  region = await startWiredRegion();
  const now = region.scheduler.now();
  impairedSince = new Date(now);
  retiredAt = new Date(now + 24 * HOUR_MS);
  region.cloud.ec2.setStatusCheck(FIRST, 'system', 'impaired');
  region.cloud.ec2.setStatusCheck(SECOND, 'instance', 'insufficient-data');
  region.cloud.ec2.scheduleRetirement(SECOND, retiredAt.getTime());
});
afterAll(() => region[Symbol.asyncDispose]());

const idsOf = (statuses: readonly InstanceStatus[] = []) => statuses.map(({ InstanceId }) => InstanceId);

describe('DescribeInstanceStatus', () => {
  it('says what each check says, and since when', async () => {
    const { InstanceStatuses } = await region.ec2.send(
      new DescribeInstanceStatusCommand({ InstanceIds: [FIRST] }),
    );
    expect(InstanceStatuses).toEqual([
      {
        AvailabilityZone: `${REGION}a`,
        Events: [],
        InstanceId: FIRST,
        InstanceState: { Code: 16, Name: 'running' },
        SystemStatus: {
          Status: 'impaired',
          Details: [{ Name: 'reachability', Status: 'failed', ImpairedSince: impairedSince }],
        },
        InstanceStatus: { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] },
      },
    ]);
  });

  it('shows scheduled retirements', async () => {
    const { InstanceStatuses } = await region.ec2.send(
      new DescribeInstanceStatusCommand({ InstanceIds: [SECOND] }),
    );
    expect(InstanceStatuses?.[0]).toMatchObject({
      InstanceStatus: { Status: 'insufficient-data', Details: [{ Status: 'insufficient-data' }] },
      Events: [
        {
          InstanceEventId: expect.stringMatching(/^instance-event-/),
          Code: 'instance-retirement',
          Description: 'The instance is running on degraded hardware',
          NotBefore: retiredAt,
        },
      ],
    });
  });

  it.each([
    ['availability-zone', () => `${REGION}b`, [SECOND]],
    ['event.code', () => 'instance-retirement', [SECOND]],
    ['event.code', () => 'system-reboot', []],
    ['event.description', () => '*degraded*', [SECOND]],
    ['event.not-before', () => retiredAt.toISOString(), [SECOND]],
    ['event.not-after', () => '*', []],
    ['instance-status.status', () => 'ok', [FIRST]],
    ['instance-status.reachability', () => 'insufficient-data', [SECOND]],
    ['system-status.status', () => 'impaired', [FIRST]],
    ['system-status.reachability', () => 'passed', [SECOND]],
  ])('filter %s', async (Name, value, expected) => {
    const { InstanceStatuses } = await region.ec2.send(
      new DescribeInstanceStatusCommand({ Filters: [{ Name, Values: [value()] }] }),
    );
    expect(idsOf(InstanceStatuses)).toEqual(expected);
  });

  it('comes in pages', async () => {
    await using own = await startWiredRegion();
    for (let n = 0; n < 5; n += 1) {
      own.cloud.ec2.launch({
        privateIpAddress: `10.0.3.${n}`,
        availabilityZone: `${REGION}a`,
        subnetId: 'subnet-a',
        vpcId: 'vpc-1',
        alreadyRunning: true,
      });
    }
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { InstanceStatuses } of paginateDescribeInstanceStatus(
      { client: own.ec2, pageSize: 5 },
      {},
    )) {
      pages.push(idsOf(InstanceStatuses).length);
      for (const id of idsOf(InstanceStatuses)) ids.add(id);
    }
    expect(pages).toEqual([5, 2]);
    expect(ids.size).toBe(7);
  });

  it.each([
    ['InvalidParameterValue', { InstanceIds: Array.from({ length: 101 }, () => FIRST) }],
    ['InvalidParameterCombination', { InstanceIds: [FIRST], MaxResults: 5 }],
    ['InvalidParameterValue', { MaxResults: 4 }],
    ['InvalidParameterValue', { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }],
    ['DryRunOperation', { DryRun: true }],
  ])('is refused with %s', async (name, input) => {
    const call = region.ec2.send(new DescribeInstanceStatusCommand(input));
    expect(await refusalOf(call)).toMatchObject({ name });
  });
});
