import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { awsFailureCode } from '#aws/aws-failure.ts';
import {
  type GatewayRequest,
  gatewayCertificate,
  gatewayEnrolled,
  gatewayFirmware,
  gatewayOutcome,
  gatewayReadings,
} from '#contracts/gateway.ts';
import type { LoadMasters, UnitRef } from '#control/ports.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';

const CONNECTION_TIMEOUT_MS: DurationMs = SECOND_MS;
/** A unit's session is over after 15 s; the rest is for a cold start. */
const REQUEST_TIMEOUT_MS: DurationMs = 25 * SECOND_MS;

/**
 * What the client that invokes the gateway must be built with. One attempt: the SDK would also repeat an invocation
 * whose answer was lost, and a second reboot is not harmless. Who asks looks again within seconds.
 */
export const gatewayClientConfig = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const satisfies LambdaClientConfig;

export interface GatewayOptions {
  /** Built with `gatewayClientConfig`. */
  readonly client: LambdaClient;
  readonly functionName: string;
}

/** What is asked of the gateway. */
export type Gateway = LoadMasters & UnitEnrolment;

const GATEWAY_ERROR = { kind: 'failed', code: 'gateway-error' } as const;

/** The LoadMasters as seen from outside their network: one invocation of the gateway, however many units. */
export const makeGatewayLoadMasters = (options: GatewayOptions): LoadMasters => {
  const invoke = makeInvoke(options.client, options.functionName);
  const readEach = async <T>(
    kind: 'read-status' | 'read-firmware',
    units: readonly UnitRef[],
    answer: z.ZodMiniType<Reading<T>[]>,
  ): Promise<readonly Reading<T>[]> => {
    if (units.length === 0) return [];
    const readings = await invoke({ kind, units: [...units] }, answer);
    if (readings?.length === units.length) return readings;
    return units.map(() => ({ kind: 'unread', code: 'gateway-error' }));
  };
  return {
    readStatus: (units) => readEach('read-status', units, gatewayReadings),
    readFirmware: (units) => readEach('read-firmware', units, gatewayFirmware),
    perform: async (unit, command) =>
      (await invoke({ kind: 'perform', unit, command }, gatewayOutcome)) ?? GATEWAY_ERROR,
  };
};

/** Enrolment by the gateway. */
export const makeGatewayEnrolment = (options: GatewayOptions): UnitEnrolment => {
  const invoke = makeInvoke(options.client, options.functionName);
  return {
    readCertificate: async (management) =>
      (await invoke({ kind: 'read-certificate', management }, gatewayCertificate)) ?? GATEWAY_ERROR,
    enrol: async (request) => (await invoke({ kind: 'enrol', ...request }, gatewayEnrolled)) ?? GATEWAY_ERROR,
  };
};

/** The gateway's answer; undefined when it was throttled, failed, took too long, or answered something else. */
const makeInvoke =
  (client: LambdaClient, functionName: string) =>
  async <T>(request: GatewayRequest, answer: z.ZodMiniType<T>): Promise<T | undefined> => {
    try {
      const result = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
      );
      if (result.FunctionError !== undefined) return undefined;
      return answer.safeParse(JSON.parse(result.Payload?.transformToString() ?? '')).data;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      // Rethrows bugs; what Lambda itself said is in its own metrics.
      awsFailureCode(error);
      return undefined;
    }
  };

/** With a client of its own: what `gateway-on-demand.ts` loads. */
export const connectGateway = (functionName: string): Gateway => {
  const options = { client: new LambdaClient(gatewayClientConfig), functionName };
  return { ...makeGatewayLoadMasters(options), ...makeGatewayEnrolment(options) };
};
