import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock } from '#aws/clock.ts';
import { SECOND_MS } from '#domain/time.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { makeSharedRateLimit } from '#loadmaster/rate-limit-shared.ts';
import { LOCAL_CREDENTIALS } from '#rehearsal/world/table.ts';
import { makeDynamoUnitCalls, unitCallsClientConfig } from '#store/dynamo/unit-calls.ts';

/*
 * One of several processes that call the same unit, as a container of the gateway does: its callers share the call rate
 * with those of the others by way of the table.
 */

export type CallerMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      /** Calls that were answered. */
      readonly answered: number;
      /** Calls whose connection was lost. */
      readonly lost: number;
    };

export type CallerCommand = 'begin';

const [management = '', certificateSha256 = '', endpoint = '', tableName = '', user = '', password = ''] =
  process.argv.slice(2);
const CALLERS = 5;
const CALL_FOR_MS = 10 * SECOND_MS;

const tell = (message: CallerMessage): void => void process.send?.(message);

const calls = makeDynamoUnitCalls({
  client: new DynamoDBClient({
    ...unitCallsClientConfig,
    region: 'eu-west-1',
    endpoint,
    credentials: LOCAL_CREDENTIALS,
  }),
  tableName,
  region: 'eu-west-1',
});
const client = makeLoadMasterClient({
  clock: systemClock,
  rateLimit: makeSharedRateLimit({
    clock: systemClock,
    calls,
    onRefusal: () => undefined,
    onUnreachable: (error) => {
      throw error;
    },
  }),
});
const credentials = { kind: 'password', user, password: makeSecret(password), version: 'v1' } as const;

const counted = { answered: 0, lost: 0 };

const callOnce = async (): Promise<void> => {
  const session = client.open({ management, certificateSha256 }, credentials);
  try {
    await getHaStatus(session);
    counted.answered += 1;
  } catch (error) {
    if (!(error instanceof LoadMasterError) || error.code !== 'unreachable') throw error;
    counted.lost += 1;
  } finally {
    session.close();
  }
};

const call = async (until: number): Promise<void> => {
  while (systemClock.now() < until) await callOnce();
};

process.on('message', async (_command: CallerCommand) => {
  const until = systemClock.now() + CALL_FOR_MS;
  await Promise.all(Array.from({ length: CALLERS }, () => call(until)));
  tell({ kind: 'done', ...counted });
});
process.on('disconnect', () => process.exit());
tell({ kind: 'ready' });
