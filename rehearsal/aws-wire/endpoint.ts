import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { autoScalingService } from '#rehearsal/aws-wire/auto-scaling/service.ts';
import { ec2Service } from '#rehearsal/aws-wire/ec2/service.ts';
import { elasticLoadBalancingService } from '#rehearsal/aws-wire/elastic-load-balancing/service.ts';
import { eventBridgeService } from '#rehearsal/aws-wire/eventbridge/service.ts';
import { secretsManagerService } from '#rehearsal/aws-wire/secrets-manager/service.ts';
import { securityHubService } from '#rehearsal/aws-wire/security-hub/service.ts';
import { type ReceivedRequest, type RegionServices, type Served, serve } from '#rehearsal/aws-wire/serve.ts';
import type { PutEvent } from '#rehearsal/aws-wire/service.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/**
 * What Security Hub takes of findings at once; above the largest PutEvents request (1 MB of entries), whose Detail may
 * double in size when it is escaped.
 * @see AWS Security Hub Partner Integration Guide, Guidelines for using the BatchImportFindings API
 */
const BODY_LIMIT_BYTES = 6 * 1024 * 1024;

/** Longer than any client rests between two looks: none may find the connection closed that it is about to use. */
const KEEP_ALIVE_MS = 10 * 60_000;

const SERVICES = [
  elasticLoadBalancingService,
  ec2Service,
  autoScalingService,
  eventBridgeService,
  secretsManagerService,
  securityHubService,
];

export interface AwsEndpointOptions {
  readonly cloud: CloudRegion;
  /** The time in which the region lives. */
  readonly scheduler: Scheduler;
  /** SecretString by secret name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Receives what PutEvents accepted, in order. */
  readonly onEvents: (events: readonly PutEvent[]) => void;
  /** Told of an error in the simulator itself; the caller gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

export interface AwsEndpoint {
  /** For `AWS_ENDPOINT_URL`, or a client's `endpoint`: every service of the region is behind it. */
  readonly url: string;
  /** Ends every connection, those in use too. */
  close(): Promise<void>;
}

const receive = async (incoming: IncomingMessage): Promise<ReceivedRequest> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const target = incoming.url ?? '/';
  const queryAt = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt + 1)),
    headers,
    body: size <= BODY_LIMIT_BYTES ? Buffer.concat(chunks) : Buffer.alloc(0),
    isTooLarge: size > BODY_LIMIT_BYTES,
    requestId: randomUUID(),
  };
};

const reply = (outgoing: ServerResponse, requestId: string, served: Served): void => {
  if (served === undefined) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(served.status, {
    'x-amzn-RequestId': requestId,
    ...served.headers,
    'Content-Type': served.contentType,
    'Content-Length': Buffer.byteLength(served.body),
  });
  outgoing.end(served.body);
};

/** Starts the endpoint of one region on a free port of 127.0.0.1. */
export const startAwsEndpoint = async ({
  cloud,
  scheduler,
  secrets,
  onEvents,
  onDefect,
}: AwsEndpointOptions): Promise<AwsEndpoint> => {
  const region: RegionServices = {
    services: SERVICES,
    world: { cloud, now: () => scheduler.now(), secrets, onEvents },
    scheduler,
    onDefect,
  };
  const server = createServer((incoming, outgoing) => {
    receive(incoming)
      .then(
        async (request) => reply(outgoing, request.requestId, await serve(request, region)),
        // The caller went away while it was still sending.
        () => outgoing.destroy(),
      )
      .catch(onDefect);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that is listening has an AddressInfo; strings are for pipes.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
