import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bucket } from '#rehearsal/aws-wire/s3/bucket.ts';
import { type DeclaredObject, declaredObject, type StoredObject } from '#rehearsal/aws-wire/s3/object.ts';
import type { S3Request } from '#rehearsal/aws-wire/s3/request.ts';
import { send } from '#rehearsal/aws-wire/s3/send.ts';
import { type S3Region, serveS3 } from '#rehearsal/aws-wire/s3/serve.ts';

/** Longer than any client rests between two calls: none may find the connection closed that it is about to use. */
const KEEP_ALIVE_MS = 10 * 60_000;

export interface S3EndpointOptions extends Omit<S3Region, 'buckets' | 'directory'> {
  /** There are no others. */
  readonly buckets: readonly string[];
}

/** S3 in one region, on its own port: what passes is never held whole. */
export interface S3Endpoint {
  /** For `AWS_ENDPOINT_URL_S3`, or a client's `endpoint` with `forcePathStyle`. */
  readonly url: string;
  /** Declares an object of the world itself, whose bytes nobody has to send. */
  put(bucket: string, key: string, object: DeclaredObject): Promise<void>;
  /** For tests and people, who do not count as callers. */
  read(bucket: string, key: string): StoredObject | undefined;
  keys(bucket: string, prefix?: string): readonly string[];
  /** Ends every connection, those in use too, and removes what was put. */
  stop(): Promise<void>;
}

const requestOf = (incoming: IncomingMessage): S3Request => ({
  method: incoming.method ?? 'GET',
  target: incoming.url ?? '/',
  headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
  // A body that is refused half-way still has its connection, for the refusal.
  body: incoming.iterator({ destroyOnReturn: false }),
  requestId: randomUUID(),
  hasLeft: () => incoming.socket.destroyed,
});

/** Node's word for a stream that was closed from its other end. */
const hasClosed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

const answer = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  region: S3Region,
): Promise<void> => {
  const request = requestOf(incoming);
  try {
    await send(outgoing, request.requestId, await serveS3(request, region));
  } catch (error) {
    // Whoever asked need not take all of it.
    if (!hasClosed(error)) throw error;
  } finally {
    // What is left of a body that was refused stands before the next request.
    incoming.resume();
  }
};

/** Starts S3 of one region on a free port of 127.0.0.1. */
export const startS3Endpoint = async (options: S3EndpointOptions): Promise<S3Endpoint> => {
  const { scheduler, onDefect } = options;
  const directory = await mkdtemp(join(tmpdir(), 'understudy-s3-'));
  const buckets = new Map(options.buckets.map((name) => [name, new Bucket(name)]));
  const region: S3Region = { ...options, buckets, directory };
  const bucketNamed = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new RangeError(`no bucket ${name} is declared`);
    return bucket;
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, region).catch(onDefect);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that is listening has an AddressInfo; strings are for pipes.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    put: (bucket, key, object) => bucketNamed(bucket).put(key, declaredObject(object, scheduler.now())),
    read: (bucket, key) => bucketNamed(bucket).find(key),
    keys: (bucket, prefix = '') => bucketNamed(bucket).keys(prefix),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      // A payload that was on its way may still be writing its last chunk.
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};
