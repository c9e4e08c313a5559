import { REGION } from './wired-region.ts';

export interface RawRequest {
  readonly method?: string;
  /** Signing name in the credential scope; nothing is signed when absent. */
  readonly service?: string;
  readonly region?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const authorizationFor = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** One HTTP request that no SDK had a hand in. */
export const send = async (
  url: string,
  { method = 'POST', service, region = REGION, query, body, headers = {} }: RawRequest,
) => {
  const response = await fetch(query === undefined ? url : `${url}/?${query}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      ...(service !== undefined && { authorization: authorizationFor(service, region) }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    requestId: response.headers.get('x-amzn-requestid'),
    body: await response.text(),
  };
};
