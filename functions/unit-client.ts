import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock } from '#aws/clock.ts';
import { type LoadMasterClient, makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSharedLockOut } from '#loadmaster/lock-out-shared.ts';
import { makeSharedRateLimit } from '#loadmaster/rate-limit-shared.ts';
import { makeDynamoUnitCalls, unitCallsClientConfig } from '#store/dynamo/unit-calls.ts';

/** One call rate for everybody who calls units, and what a unit refused to one is not tried by another. */
export const makeUnitClient = (
  { tableName, region }: { readonly tableName: string; readonly region: string },
  logger: Logger,
): LoadMasterClient => {
  const calls = makeDynamoUnitCalls({
    client: new DynamoDBClient(unitCallsClientConfig),
    tableName,
    region,
  });
  const lockOut = makeSharedLockOut({
    clock: systemClock,
    calls,
    onUntold: (error) => logger.warn('other containers do not know what a unit refused', error),
  });
  const rateLimit = makeSharedRateLimit({
    clock: systemClock,
    calls,
    onRefusal: lockOut.learn,
    onUnreachable: (error) => logger.warn('units are called at a quarter of the rate', error),
  });
  return makeLoadMasterClient({ clock: systemClock, rateLimit, lockOut });
};
