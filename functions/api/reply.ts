import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a route answers, before it is put on the wire. */
export interface ApiReply {
  readonly status: number;
  /** Put on the wire as JSON. */
  readonly body: unknown;
  /** In its stead: plain text, for who asked for that, or a file. */
  readonly text?: string;
  /** Media type of that text where it is not plain. */
  readonly textType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): ApiReply => ({ status: 200, body });

export const created = (body: unknown): ApiReply => ({ status: 201, body });

export const accepted = (body: unknown): ApiReply => ({ status: 202, body });

/** A reply as API Gateway takes it. Nothing may be cached: everything here is true for a moment. */
export const toWire = ({
  status,
  body,
  text,
  textType = 'text/plain; charset=utf-8',
  headers,
}: ApiReply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    'content-type': text === undefined ? 'application/json' : textType,
    'cache-control': 'no-store',
    ...headers,
  },
  body: text ?? JSON.stringify(body),
});
