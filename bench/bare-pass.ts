import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IDS_PER_CALL } from '#aws/instances.ts';
import { CONCURRENT_READS } from '#aws/target-groups.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { regionPartition } from '#store/dynamo/keys.ts';
import { bareQuery } from './bare-query.ts';
import type { RegionClients } from './region-clients.ts';
import type { RegionProcess } from './region-process.ts';
import { REGION } from './steady-region.ts';

const describeTargets = async ({ loadBalancing }: RegionClients, arns: readonly string[]): Promise<void> => {
  const waiting = arns.values();
  const lane = async (): Promise<void> => {
    for (const TargetGroupArn of waiting)
      await loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, lane));
};

const describeInstances = async ({ ec2 }: RegionClients, ids: readonly string[]): Promise<void> => {
  const calls = Array.from({ length: Math.ceil(ids.length / IDS_PER_CALL) }, (_, call) =>
    ids.slice(call * IDS_PER_CALL, (call + 1) * IDS_PER_CALL),
  );
  await Promise.all(
    calls.map((Values) =>
      ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values }] })),
    ),
  );
};

/** The calls of a pass and nothing else: same requests, same order, same concurrency, the answers thrown away. */
export const makeBarePass = (clients: RegionClients, { tableName, pairs }: RegionProcess) => {
  const arns = pairs.flatMap(({ targetGroups }) => targetGroups);
  const ids = pairs.flatMap(({ units }) => UNIT_NAMES.map((unit) => units[unit].instanceId));
  return async (): Promise<void> => {
    await bareQuery(clients.table, tableName, regionPartition(REGION));
    await Promise.all([describeTargets(clients, arns), describeInstances(clients, ids)]);
  };
};
