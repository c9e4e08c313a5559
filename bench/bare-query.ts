import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { SortKeyRange } from '#store/dynamo/keys.ts';

export type RawItem = Record<string, AttributeValue>;

/** A partition or a range of it, with one Query per megabyte; the items as they come. */
export const bareQuery = async (
  table: DynamoDBClient,
  TableName: string,
  partition: string,
  range?: SortKeyRange,
): Promise<readonly RawItem[]> => {
  const items: RawItem[] = [];
  let startKey: RawItem | undefined;
  do {
    const page = await table.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: range ? 'PK = :pk AND SK BETWEEN :from AND :to' : 'PK = :pk',
        ExpressionAttributeValues: {
          ':pk': { S: partition },
          ...(range && { ':from': { S: range.from }, ':to': { S: range.to } }),
        },
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    startKey = page.LastEvaluatedKey;
  } while (startKey);
  return items;
};
