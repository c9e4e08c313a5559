import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { freezeKey, type ItemKey, instanceKey, stateKey } from '#store/dynamo/keys.ts';
import type { RegionClients } from './region-clients.ts';
import { REGION } from './steady-region.ts';

/** The calls of a standby's drain up to DeregisterTargets and nothing else: same requests, same order, side by side where ours are. */
export const makeBareDrain = (clients: RegionClients, TableName: string, pair: Pair, instanceId: string) => {
  const { table, loadBalancing, ec2 } = clients;
  const ids = UNIT_NAMES.map((unit) => pair.units[unit].instanceId);
  const [TargetGroupArn] = pair.targetGroups;
  const get = async ({ PK, SK }: ItemKey) => {
    const Key = { PK: { S: PK }, SK: { S: SK } };
    return (await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  };
  return async (): Promise<void> => {
    await get(instanceKey(instanceId));
    const [Item] = await Promise.all([
      get(stateKey(REGION, pair.id)),
      get(freezeKey(REGION)),
      loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
      ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: ids }] })),
    ]);
    await table.send(
      new PutItemCommand({
        TableName,
        Item,
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': Item?.version ?? { N: '0' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    await loadBalancing.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId }] }));
  };
};
