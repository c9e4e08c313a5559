import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeTagsCommand,
  paginateDescribeInstances,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT_ID,
  FIRST,
  REGION,
  SECOND,
  START_AT,
  startWiredRegion,
  type WiredRegion,
} from './wired-region.ts';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

const idsOf = async (input: DescribeInstancesCommandInput) => {
  const { Reservations = [] } = await region.ec2.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
};

describe('DescribeInstances', () => {
  it('describes an instance', async () => {
    const { Reservations } = await region.ec2.send(new DescribeInstancesCommand({ InstanceIds: [FIRST] }));
    expect(Reservations).toHaveLength(1);
    expect(Reservations?.[0]).toMatchObject({
      OwnerId: ACCOUNT_ID,
      ReservationId: expect.stringMatching(/^r-/),
    });
    expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({
      InstanceId: FIRST,
      State: { Code: 16, Name: 'running' },
      PrivateIpAddress: '10.0.1.10',
      PrivateDnsName: `ip-10-0-1-10.${REGION}.compute.internal`,
      Placement: { AvailabilityZone: `${REGION}a` },
      LaunchTime: new Date(START_AT),
      Tags: [
        { Key: 'Name', Value: 'lm-1' },
        { Key: 'managed', Value: 'yes' },
      ],
    });
  });

  it.each([
    ['instance-id', [SECOND], [SECOND]],
    ['instance-state-name', ['running'], [FIRST, SECOND]],
    ['instance-state-name', ['stopped', 'stopping'], []],
    ['instance-state-code', ['16'], [FIRST, SECOND]],
    ['tag:Name', ['lm-1'], [FIRST]],
    ['tag:Name', ['lm-*'], [FIRST, SECOND]],
    ['tag:Name', ['lm-?'], [FIRST, SECOND]],
    ['tag:Name', ['lm-\\*'], []],
    ['tag:name', ['lm-1'], []],
    ['tag-key', ['managed'], [FIRST]],
    ['vpc-id', ['vpc-1'], [FIRST, SECOND]],
    ['subnet-id', ['subnet-b'], [SECOND]],
    ['private-ip-address', ['10.0.2.10'], [SECOND]],
    ['network-interface.addresses.private-ip-address', ['10.0.1.10', '10.0.9.9'], [FIRST]],
    ['availability-zone', [`${REGION}b`], [SECOND]],
    ['instance-lifecycle', ['spot'], []],
    ['key-name', ['anything'], []],
  ])('filter %s = %o', async (Name, Values, expected) => {
    expect(await idsOf({ Filters: [{ Name, Values }] })).toEqual(expected);
  });

  it('filters narrow each other, and the ids', async () => {
    const running = { Name: 'instance-state-name', Values: ['running'] };
    expect(await idsOf({ Filters: [running, { Name: 'tag-key', Values: ['managed'] }] })).toEqual([FIRST]);
    expect(await idsOf({ InstanceIds: [SECOND], Filters: [running] })).toEqual([SECOND]);
  });

  it('comes in pages', async () => {
    await using own = await startWiredRegion();
    for (let n = 0; n < 10; n += 1) {
      own.cloud.ec2.launch({
        privateIpAddress: `10.0.3.${n}`,
        availabilityZone: `${REGION}a`,
        subnetId: 'subnet-a',
        vpcId: 'vpc-1',
      });
    }
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { Reservations = [] } of paginateDescribeInstances(
      { client: own.ec2, pageSize: 5 },
      {},
    )) {
      pages.push(Reservations.length);
      for (const { Instances = [] } of Reservations) ids.add(Instances[0]?.InstanceId);
    }
    expect(pages).toEqual([5, 5, 2]);
    expect(ids.size).toBe(12);
  });

  it('brings back any tag that XML can carry as it was', async () => {
    await using own = await startWiredRegion();
    let address = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (Value) => {
        const { instanceId } = own.cloud.ec2.launch({
          privateIpAddress: `10.1.0.${address++}`,
          availabilityZone: `${REGION}a`,
          subnetId: 'subnet-a',
          vpcId: 'vpc-1',
          tags: { Note: ` <&>"'\t\r\n${Value}]]>` },
        });
        const { Reservations } = await own.ec2.send(
          new DescribeInstancesCommand({ InstanceIds: [instanceId] }),
        );
        expect(Reservations?.[0]?.Instances?.[0]?.Tags).toEqual([
          { Key: 'Note', Value: ` <&>"'\t\r\n${Value}]]>` },
        ]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('DescribeInstanceStatus', () => {
  it('lists what runs, and everything on request', async () => {
    await using own = await startWiredRegion();
    await own.ec2.send(new StopInstancesCommand({ InstanceIds: [SECOND] }));
    own.scheduler.advance(60_000);
    const running = await own.ec2.send(new DescribeInstanceStatusCommand({}));
    expect(running.InstanceStatuses).toEqual([
      expect.objectContaining({
        InstanceId: FIRST,
        InstanceStatus: expect.objectContaining({ Status: 'ok' }),
      }),
    ]);
    const all = await own.ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances: true }));
    expect(
      all.InstanceStatuses?.map((each) => [each.InstanceState?.Name, each.SystemStatus?.Status]),
    ).toEqual([
      ['running', 'ok'],
      ['stopped', 'not-applicable'],
    ]);
    const filtered = await own.ec2.send(
      new DescribeInstanceStatusCommand({
        Filters: [{ Name: 'instance-status.status', Values: ['impaired'] }],
      }),
    );
    expect(filtered.InstanceStatuses).toEqual([]);
  });
});

describe('DescribeTags', () => {
  it.each([
    [[], 3],
    [[{ Name: 'resource-id', Values: [FIRST] }], 2],
    [[{ Name: 'key', Values: ['Name'] }], 2],
    [[{ Name: 'tag:Name', Values: ['lm-2'] }], 1],
    [[{ Name: 'resource-type', Values: ['volume'] }], 0],
  ])('with %o', async (Filters, count) => {
    const { Tags } = await region.ec2.send(new DescribeTagsCommand({ Filters }));
    expect(Tags).toHaveLength(count);
    for (const tag of Tags ?? []) expect(tag.ResourceType).toBe('instance');
  });
});
