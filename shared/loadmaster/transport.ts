import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { DurationMs } from '#domain/time.ts';
import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { Limits } from '#loadmaster/limits.ts';
import { PinnedAgent } from '#loadmaster/pinned-agent.ts';

/** Where a unit's API is, and whom to expect there. */
export interface UnitEndpoint {
  /** Base URL, for example `https://10.0.1.5:8443`. */
  readonly management: string;
  /** SHA-256 of the management certificate (DER), lower-case hex: the pin. */
  readonly certificateSha256: string;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  readonly body: Buffer;
}

/** A connection to one unit, opened when first needed and kept until closed. Calls must not overlap. */
export interface Transport {
  /** One request and its whole reply. Throws LoadMasterError. */
  exchange(call: HttpCall, replyMs: DurationMs): Promise<HttpReply>;
  close(): void;
}

const DEFAULT_HTTPS_PORT = 443;

export const makeTransport = (unit: UnitEndpoint, limits: Limits): Transport => {
  const url = new URL(unit.management);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port || DEFAULT_HTTPS_PORT);
  const agent = new PinnedAgent({ host, port, certificateSha256: unit.certificateSha256 }, limits.connectMs);
  return {
    exchange: (call, replyMs) =>
      exchange({ ...call, agent, host, port, hostHeader: url.host }, replyMs, limits.replyBytes),
    close: () => agent.destroy(),
  };
};

interface AddressedCall extends HttpCall {
  readonly agent: PinnedAgent;
  readonly host: string;
  readonly port: number;
  readonly hostHeader: string;
}

const exchange = async (call: AddressedCall, replyMs: DurationMs, replyBytes: number): Promise<HttpReply> => {
  const { agent, host, port, method, path, body } = call;
  const outgoing = request({
    agent,
    host,
    port,
    method,
    path,
    // Units have been seen to send control characters and bare line feeds in their headers.
    insecureHTTPParser: true,
    headers: { ...call.headers, Host: call.hostHeader, 'Content-Length': Buffer.byteLength(body) },
  });
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    outgoing.destroy();
  }, replyMs);
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).on('error', reject).end(body);
    });
    return { status: incoming.statusCode ?? 0, body: await readBody(incoming, replyBytes) };
  } catch (error) {
    outgoing.destroy();
    throw expired ? new LoadMasterError('timeout') : asLoadMasterError(error);
  } finally {
    clearTimeout(timer);
  }
};

const readBody = async (incoming: IncomingMessage, replyBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > replyBytes) throw new LoadMasterError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

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
