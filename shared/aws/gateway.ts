import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { awsFailureCode } from '#aws/aws-failure.ts';
import {
  type GatewayRequest,
  gatewayCertificate,
  gatewayEnrolled,
  gatewayFirmware,
  gatewayGeo,
  gatewayOutcome,
  gatewayReadings,
  MOST_AUDIT_UNITS,
  MOST_GEO_UNITS,
} from '#contracts/gateway.ts';
import type { LoadMasters } from '#control/ports.ts';
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

/** The LoadMasters as seen from outside their network: one invocation of the gateway for many units. */
export const makeGatewayLoadMasters = (options: GatewayOptions): LoadMasters => {
  const invoke = makeInvoke(options.client, options.functionName);
  const readEach = async <T>(
    request: Extract<GatewayRequest, { readonly units: unknown }>,
    answer: z.ZodMiniType<Reading<T>[]>,
  ): Promise<readonly Reading<T>[]> => {
    const { units } = request;
    if (units.length === 0) return [];
    const readings = await invoke(request, answer);
    if (readings?.length === units.length) return readings;
    return units.map(() => ({ kind: 'unread', code: 'gateway-error' }));
  };
  return {
    readStatus: (units) => readEach({ kind: 'read-status', units: [...units] }, gatewayReadings),
    readFirmware: (units) => readEach({ kind: 'read-firmware', units: [...units] }, gatewayFirmware),
    readGeo: (units) =>
      inPortions(units, MOST_GEO_UNITS, (some) => readEach({ kind: 'read-geo', units: some }, gatewayGeo)),
    readAudit: async (units) => {
      const { gatewayAudit } = await import('#contracts/gateway-audit.ts');
      return inPortions(units, MOST_AUDIT_UNITS, (some) =>
        readEach({ kind: 'read-audit', units: some }, gatewayAudit),
      );
    },
    perform: async (unit, command) =>
      (await invoke({ kind: 'perform', unit, command }, gatewayOutcome)) ?? GATEWAY_ERROR,
  };
};

/** One portion after the other: who looks at roles waits for the same few containers. */
const inPortions = async <Ref, T>(
  units: readonly Ref[],
  most: number,
  read: (some: Ref[]) => Promise<readonly T[]>,
): Promise<readonly T[]> => {
  const readings: T[] = [];
  for (let from = 0; from < units.length; from += most)
    readings.push(...(await read(units.slice(from, from + most))));
  return readings;
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
