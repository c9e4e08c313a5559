import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const OPERATOR = 'arn:aws:sts::111122223333:assumed-role/Network/ada';

/** A request as a client makes it. */
export interface Asked {
  readonly body?: unknown;
  /** Sent as it is, in the stead of `body`. */
  readonly text?: string;
  readonly base64?: boolean;
  /** Sent as they are, in base64 as API Gateway does. */
  readonly bytes?: readonly number[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whom API Gateway's IAM authoriser names; null where none runs. */
  readonly as?: string | null;
}

const iam = (userArn: string) => ({
  accessKey: 'ASIAEXAMPLEEXAMPLE00',
  accountId: '111122223333',
  callerId: 'AROAEXAMPLEEXAMPLE000:ada',
  cognitoIdentity: null,
  principalOrgId: 'o-example000',
  userArn,
  userId: 'AROAEXAMPLEEXAMPLE000:ada',
});

const sentBy = ({ body, text, bytes }: Asked): string | undefined => {
  if (bytes !== undefined) return Buffer.from(bytes).toString('base64');
  return text ?? (body === undefined ? undefined : JSON.stringify(body));
};

/**
 * The event that an API Gateway HTTP API sends, with the IAM authoriser's part.
 * @see Amazon API Gateway, AWS Lambda proxy integrations for HTTP APIs, payload format 2.0
 */
export const apiEvent = (request: string, asked: Asked = {}): APIGatewayProxyEventV2 => {
  const { query, as = OPERATOR, base64 = false } = asked;
  const [method = '', path = ''] = request.split(' ');
  const sent = sentBy(asked);
  const event = {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: '*/*',
      host: 'api1234567.execute-api.eu-west-1.amazonaws.com',
      'user-agent': 'curl/8.5.0',
      'x-amzn-trace-id': 'Root=1-6630d000-0123456789abcdef01234567',
      'x-forwarded-for': '192.0.2.10',
      ...(sent === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': `${sent.length}` }),
      ...asked.headers,
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: '111122223333',
      apiId: 'api1234567',
      ...(as === null ? {} : { authorizer: { iam: iam(as) } }),
      domainName: 'api1234567.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'api1234567',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.10', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '01/May/2026:10:00:00 +0000',
      timeEpoch: 1_777_629_600_000,
    },
    isBase64Encoded: base64 || asked.bytes !== undefined,
    ...(sent === undefined ? {} : { body: base64 ? Buffer.from(sent).toString('base64') : sent }),
  };
  // The published types want what AWS leaves out: `authorizer` on a route that has none.
  return event as unknown as APIGatewayProxyEventV2;
};
