import type { DurationMs } from '#domain/time.ts';

/** AWS's API endpoints are in the function's own region: a connection that takes longer does not come. */
const CONNECTION_TIMEOUT_MS: DurationMs = 1_000;
/** DescribeInstances over 100 ids, the slowest of the calls, answers well below this. */
const REQUEST_TIMEOUT_MS: DurationMs = 5_000;

/**
 * What every SDK client is built with. Three attempts with the SDK's own back-off: a call that is throttled longer
 * than that is for the next look. Region, credentials and endpoint come from the environment.
 * @see AWS SDKs and Tools Reference Guide, Retry behavior
 */
export const awsClientConfig = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const;
