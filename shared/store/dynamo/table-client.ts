import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { StoreUnavailableError } from '#control/errors.ts';
import type { ItemKey, SortKeyRange } from '#store/dynamo/keys.ts';

/** An item as DynamoDB hands it over. */
export type StoredItem = Record<string, AttributeValue>;

export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * What became of a conditional write. `now` is the item after an update that asked for it, `stored` what stood there
 * instead, where DynamoDB says so.
 */
export type Written =
  | { readonly kind: 'written'; readonly now: StoredItem | undefined }
  | { readonly kind: 'refused'; readonly stored: StoredItem | undefined };

export interface RangeQuery extends SortKeyRange {
  readonly partition: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

export interface QueryPage {
  readonly items: readonly StoredItem[];
  /** DynamoDB stopped at the limit or at 1 MB: there may be more. */
  readonly cut: boolean;
}

/** The requests this table gets, each one round trip unless it says otherwise. All throw StoreUnavailableError. */
export interface TableClient {
  /** Strongly consistent. */
  get(key: ItemKey): Promise<StoredItem | undefined>;
  /** Every item of a partition, or of a range in it, one round trip per megabyte. Strongly consistent. */
  queryPartition(partition: string, range?: SortKeyRange): Promise<readonly StoredItem[]>;
  /** Strongly consistent. */
  queryRange(query: RangeQuery): Promise<QueryPage>;
  put(key: ItemKey, attributes: object, condition?: Condition): Promise<Written>;
  update(
    key: ItemKey,
    expression: string,
    condition: Condition,
    answer?: 'nothing' | 'item',
  ): Promise<Written>;
  delete(key: ItemKey, condition?: Condition): Promise<Written>;
}

/** An object with a member called `constructor`, which a pair may be, is taken for a class instance by the SDK. */
const MARSHALL = { removeUndefinedValues: true, convertClassInstanceToMap: true };

const toItem = (value: object): StoredItem => marshall(value, MARSHALL);

const conditional = (condition: Condition | undefined) =>
  condition === undefined
    ? {}
    : {
        ConditionExpression: condition.expression,
        ...(condition.names && { ExpressionAttributeNames: condition.names }),
        ...(condition.values && { ExpressionAttributeValues: toItem(condition.values) }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      };

const answered = async <T>(sent: Promise<T>): Promise<T> => {
  try {
    return await sent;
  } catch (cause) {
    throw new StoreUnavailableError({ cause });
  }
};

const written = async (sent: Promise<{ readonly Attributes?: StoredItem | undefined }>): Promise<Written> => {
  try {
    return { kind: 'written', now: (await sent).Attributes };
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return { kind: 'refused', stored: cause.Item };
    throw new StoreUnavailableError({ cause });
  }
};

export const makeTableClient = (client: DynamoDBClient, tableName: string): TableClient => {
  const table = { TableName: tableName };

  const query = (partition: string, range: Partial<RangeQuery>, startKey?: StoredItem) =>
    answered(
      client.send(
        new QueryCommand({
          ...table,
          ConsistentRead: true,
          KeyConditionExpression: range.from ? 'PK = :pk AND SK BETWEEN :from AND :to' : 'PK = :pk',
          ExpressionAttributeValues: toItem({ ':pk': partition, ':from': range.from, ':to': range.to }),
          ...(range.newestFirst && { ScanIndexForward: false }),
          ...(range.limit && { Limit: range.limit }),
          ...(startKey && { ExclusiveStartKey: startKey }),
        }),
      ),
    );

  return {
    get: async (key) => {
      const get = new GetItemCommand({ ...table, Key: toItem(key), ConsistentRead: true });
      return (await answered(client.send(get))).Item;
    },
    queryPartition: async (partition, range) => {
      const items: StoredItem[] = [];
      let startKey: StoredItem | undefined;
      do {
        const page = await query(partition, range ?? {}, startKey);
        items.push(...(page.Items ?? []));
        startKey = page.LastEvaluatedKey;
      } while (startKey);
      return items;
    },
    queryRange: async (range) => {
      const page = await query(range.partition, range);
      return { items: page.Items ?? [], cut: page.LastEvaluatedKey !== undefined };
    },
    put: (key, attributes, condition) =>
      written(
        client.send(
          new PutItemCommand({
            ...table,
            Item: toItem({ ...attributes, ...key }),
            ...conditional(condition),
          }),
        ),
      ),
    update: (key, expression, condition, answer = 'nothing') =>
      written(
        client.send(
          new UpdateItemCommand({
            ...table,
            Key: toItem(key),
            UpdateExpression: expression,
            ...(answer === 'item' && { ReturnValues: 'ALL_NEW' as const }),
            ...conditional(condition),
          }),
        ),
      ),
    delete: (key, condition) =>
      written(client.send(new DeleteItemCommand({ ...table, Key: toItem(key), ...conditional(condition) }))),
  };
};
