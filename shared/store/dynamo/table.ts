import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/**
 * The attribute after whose time (seconds since 1970) DynamoDB removes an item. Journal entries and the calls of units
 * carry it.
 */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/**
 * The one table: a string partition key and a string sort key, no index, paid per request. `serverless.yml` declares
 * the same for AWS; this is what the rehearsal and the tests create. Time to live is switched on there, on
 * `EXPIRY_ATTRIBUTE`.
 */
export const tableDefinition = (tableName: string): CreateTableCommandInput => ({
  TableName: tableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'PK', AttributeType: 'S' },
    { AttributeName: 'SK', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'PK', KeyType: 'HASH' },
    { AttributeName: 'SK', KeyType: 'RANGE' },
  ],
});
