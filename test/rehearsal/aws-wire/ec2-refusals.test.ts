import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  ModifyInstanceAttributeCommand,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { FIRST, startWiredRegion, type WiredRegion } from './wired-region.ts';

const UNKNOWN = 'i-0ffffffffffffffff';
const UNKNOWN_TOO = 'i-0fffffffffffffffe';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

describe('refusals', () => {
  it.each([
    ['InvalidInstanceID.Malformed', 400, new DescribeInstancesCommand({ InstanceIds: ['i-xyz'] })],
    ['InvalidInstanceID.NotFound', 400, new DescribeInstancesCommand({ InstanceIds: [FIRST, UNKNOWN] })],
    ['InvalidInstanceID.NotFound', 400, new TerminateInstancesCommand({ InstanceIds: [UNKNOWN] })],
    ['InvalidInstanceID.NotFound', 400, new StopInstancesCommand({ InstanceIds: [UNKNOWN] })],
    ['InvalidInstanceID.NotFound', 400, new DescribeInstanceStatusCommand({ InstanceIds: [UNKNOWN] })],
    [
      'InvalidInstanceID.NotFound',
      400,
      new ModifyInstanceAttributeCommand({ InstanceId: UNKNOWN, DisableApiTermination: { Value: true } }),
    ],
    [
      'InvalidInstanceID.NotFound',
      400,
      new DescribeInstanceAttributeCommand({ InstanceId: UNKNOWN, Attribute: 'disableApiTermination' }),
    ],
    [
      'InvalidParameterValue',
      400,
      new DescribeInstancesCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
    ],
    [
      'InvalidParameterValue',
      400,
      new DescribeTagsCommand({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }),
    ],
    ['InvalidParameterValue', 400, new DescribeInstancesCommand({ MaxResults: 4 })],
    ['InvalidParameterValue', 400, new DescribeInstancesCommand({ MaxResults: 1001 })],
    [
      'InvalidParameterCombination',
      400,
      new DescribeInstancesCommand({ InstanceIds: [FIRST], MaxResults: 5 }),
    ],
    ['InvalidParameterCombination', 400, new ModifyInstanceAttributeCommand({ InstanceId: FIRST })],
    ['InvalidPaginationToken', 400, new DescribeInstancesCommand({ NextToken: 'not-one-of-ours' })],
    [
      'FilterLimitExceeded',
      400,
      new DescribeInstancesCommand({
        Filters: [{ Name: 'instance-id', Values: Array.from({ length: 201 }, () => FIRST) }],
      }),
    ],
    [
      'UnsupportedOperation',
      400,
      new DescribeInstanceAttributeCommand({ InstanceId: FIRST, Attribute: 'kernel' }),
    ],
    ['DryRunOperation', 412, new DescribeInstancesCommand({ DryRun: true })],
    ['DryRunOperation', 412, new TerminateInstancesCommand({ InstanceIds: [FIRST], DryRun: true })],
    ['DryRunOperation', 412, new StopInstancesCommand({ InstanceIds: [FIRST], DryRun: true })],
    ['DryRunOperation', 412, new StartInstancesCommand({ InstanceIds: [FIRST], DryRun: true })],
    ['DryRunOperation', 412, new RebootInstancesCommand({ InstanceIds: [FIRST], DryRun: true })],
    [
      'DryRunOperation',
      412,
      new ModifyInstanceAttributeCommand({
        InstanceId: FIRST,
        DisableApiTermination: { Value: true },
        DryRun: true,
      }),
    ],
  ])('%s, HTTP %i', async (name, status, command) => {
    expect(await refusalOf(region.ec2.send(command as DescribeInstancesCommand))).toMatchObject({
      name,
      status,
    });
  });

  it('names every instance that was not found', async () => {
    const call = region.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [UNKNOWN, FIRST, UNKNOWN_TOO] }),
    );
    expect((await refusalOf(call)).message).toBe(
      `The instance IDs '${UNKNOWN}, ${UNKNOWN_TOO}' do not exist`,
    );
  });

  it('a dry run changed nothing', async () => {
    await refusalOf(region.ec2.send(new TerminateInstancesCommand({ InstanceIds: [FIRST], DryRun: true })));
    expect(region.cloud.ec2.find(FIRST)).toMatchObject({ state: 'running', disableApiTermination: false });
  });
});
