import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { EpochMs } from '#domain/time.ts';

/**
 * The attribute after whose time (seconds since 1970) DynamoDB removes an item. Journal entries, rollouts,
 * waivers and the calls of units carry it.
 */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/** A year and a bit: last year's maintenance window can still be looked up in this year's. */
export const RETENTION_DAYS = 400;

const DAY_S = 86_400;

/** The value of that attribute so many days after an instant. */
export const expiryAfter = (at: EpochMs, days: number): number => Math.floor(at / 1_000) + days * DAY_S;

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
