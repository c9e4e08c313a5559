import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Counts the commands sent from now on, by name. An SDK retry belongs to the command it repeats. */
export const countRequests = (client: DynamoDBClient): (() => Readonly<Record<string, number>>) => {
  const counts: Record<string, number> = {};
  client.middlewareStack.add(
    (next, { commandName = 'unnamed' }) =>
      (args) => {
        counts[commandName] = (counts[commandName] ?? 0) + 1;
        return next(args);
      },
    { step: 'initialize', name: 'count-requests' },
  );
  return () => counts;
};

export interface Fault {
  readonly command: string | RegExp;
  /** Which of these requests fails, counted from 1 on. */
  readonly nth: number;
  /** The request was carried out and only its answer is lost. */
  readonly after: boolean;
  /** The SDK takes it for a passing network fault and sends the request again. */
  readonly retryable: boolean;
}

/** Makes one request fail on its way; every later one too when it is not `retryable`, as in a crash. The result undoes it. */
export const failRequest = (client: DynamoDBClient, fault: Fault): (() => void) => {
  const name = 'fail-request';
  let seen = 0;
  const isHit = () => (fault.retryable ? ++seen === fault.nth : ++seen >= fault.nth);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!commandName.match(fault.command) || !isHit()) return next(args);
        if (fault.after) await next(args);
        throw Object.assign(new Error('socket hang up'), fault.retryable && { code: 'ECONNRESET' });
      },
    // Within the retry loop, which has the highest priority of this step.
    { step: 'finalizeRequest', priority: 'low', name },
  );
  return () => void client.middlewareStack.remove(name);
};
