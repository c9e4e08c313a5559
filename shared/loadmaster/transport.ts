import type { ClientRequest, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Readable } from 'node:stream';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import { CallerFailure, isCallerFailure } from '#loadmaster/caller-failure.ts';
import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { Limits } from '#loadmaster/limits.ts';
import { PinnedAgent } from '#loadmaster/pinned-agent.ts';
import { readWhole } from '#loadmaster/reply-body.ts';

/** The unit's two management APIs: XML under `/access`, JSON under `/accessv2`. */
export type ApiName = 'v1' | 'v2';

/** Where a unit's API is, and whom to expect there. */
export interface UnitEndpoint {
  /** Base URL, for example `https://10.0.1.5:8443`. */
  readonly management: string;
  /** SHA-256 of the management certificate (DER), lower-case hex: the pin. */
  readonly certificateSha256: string;
  /** Which API to speak, as `probeUnit` found it; v2 where left out. */
  readonly api?: ApiName;
}

/** Bytes to send, taken from their source no faster than the unit takes them. */
export interface ByteSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many there are. Sent in chunks where unknown; whether a unit takes that is not documented. */
  readonly length?: number;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | ByteSource;
}

export interface HttpReply {
  readonly status: number;
  readonly body: Buffer;
}

/** Takes a reply in as it comes. */
export type TakeReply<T> = (status: number, body: Readable & AsyncIterable<Buffer>) => Promise<T>;

/** A connection to one unit, opened when first needed and kept until closed. Calls must not overlap. */
export interface Transport {
  /** One request and its whole reply. Throws LoadMasterError. */
  exchange(call: HttpCall, replyMs: DurationMs): Promise<HttpReply>;
  /** One request, its reply handed on piece by piece. Throws LoadMasterError, and what `take` threw as a CallerFailure. */
  stream<T>(call: HttpCall, replyMs: DurationMs, take: TakeReply<T>): Promise<T>;
  /** Until when the unit's certificate is valid; undefined before the first call. */
  certificateExpiresAt(): EpochMs | undefined;
  close(): void;
}

const DEFAULT_HTTPS_PORT = 443;

export const makeTransport = (unit: UnitEndpoint, limits: Limits): Transport => {
  const url = new URL(unit.management);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port || DEFAULT_HTTPS_PORT);
  const agent = new PinnedAgent({ host, port, certificateSha256: unit.certificateSha256 }, limits.connectMs);
  const stream = <T>(call: HttpCall, replyMs: DurationMs, take: TakeReply<T>): Promise<T> =>
    converse({ ...call, agent, host, port, hostHeader: url.host }, replyMs, take);
  return {
    exchange: (call, replyMs) =>
      stream(call, replyMs, async (status, body) => ({
        status,
        body: await readWhole(body, limits.replyBytes),
      })),
    stream,
    certificateExpiresAt: () => agent.certificateExpiresAt(),
    close: () => agent.destroy(),
  };
};

interface AddressedCall extends HttpCall {
  readonly agent: PinnedAgent;
  readonly host: string;
  readonly port: number;
  readonly hostHeader: string;
}

const converse = async <T>(call: AddressedCall, replyMs: DurationMs, take: TakeReply<T>): Promise<T> => {
  const { agent, host, port, method, path } = call;
  const outgoing = request({
    agent,
    host,
    port,
    method,
    path,
    // Units have been seen to send control characters and bare line feeds in their headers.
    insecureHTTPParser: true,
    headers: { ...call.headers, Host: call.hostHeader, ...lengthHeader(call.body) },
  });
  const expiry = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    expiry.reject(new LoadMasterError('timeout'));
    outgoing.destroy();
  }, replyMs);
  try {
    // Raced, because a source or a taker that hangs would not notice that the connection is gone.
    return await Promise.race([expiry.promise, sendAndTake(outgoing, call.body, take)]);
  } catch (error) {
    outgoing.destroy();
    throw isCallerFailure(error) ? error : asLoadMasterError(error);
  } finally {
    clearTimeout(timer);
  }
};

const lengthHeader = (body: HttpCall['body']): Readonly<Record<string, string | number>> => {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  return length === undefined ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': length };
};

const sendAndTake = async <T>(
  outgoing: ClientRequest,
  body: HttpCall['body'],
  take: TakeReply<T>,
): Promise<T> => {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).on('error', reject);
    if (typeof body === 'string') outgoing.end(body);
    else sendBytes(outgoing, body).catch(reject);
  });
  const taken = await take(incoming.statusCode ?? 0, incoming);
  // A unit may answer before it has all of an upload: what is left of it has nowhere to go.
  if (!outgoing.writableFinished) outgoing.destroy();
  return taken;
};

/** Ends early, without a word, when the reply or the end of the connection comes first. */
const sendBytes = async (outgoing: ClientRequest, { bytes, length }: ByteSource): Promise<void> => {
  let over = false;
  const end = (): void => {
    over = true;
  };
  outgoing.once('response', end).once('close', end);
  let sent = 0;
  try {
    for await (const chunk of bytes) {
      if (over) return;
      sent += chunk.length;
      if (length !== undefined && sent > length) break;
      if (!outgoing.write(chunk)) await room(outgoing);
    }
    // The unit must not take a part for the whole: with another length than said the request is never completed.
    if (length !== undefined && sent !== length)
      throw new RangeError(`${sent} bytes came, ${length} were said`);
  } catch (cause) {
    throw new CallerFailure(cause);
  }
  outgoing.end();
};

/** Resolves when more may be written, or when writing has become pointless. */
const room = (outgoing: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('response', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('response', done).on('close', done);
  });

/** The peer answered, but not in HTTP (HPE_…) or not in TLS (EPROTO, ERR_SSL_…): often 8443 and 8444 mixed up. */
const NOT_THE_PROTOCOL = /^(HPE_|ERR_SSL_|EPROTO)/;

const asLoadMasterError = (error: unknown): LoadMasterError => {
  if (error instanceof LoadMasterError) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  // The parser attaches the bytes it could not read, which may repeat what we sent.
  Reflect.deleteProperty(error, 'rawPacket');
  const code: LoadMasterErrorCode = NOT_THE_PROTOCOL.test(error.code) ? 'garbage' : 'unreachable';
  return new LoadMasterError(code, { cause: error });
};
