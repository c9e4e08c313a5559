import type { Credentials } from '#rehearsal/load-master/api/accounts.ts';

/** What a v1 client is asked for on 401. */
export const BASIC_CHALLENGE = 'Basic realm="LoadMaster"';

/** Reads an `Authorization: Basic` header; anything else is no credentials. */
export const basicCredentials = (header: string | undefined): Credentials => {
  const [scheme, token = ''] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return { kind: 'none' };
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'none' };
  return { kind: 'password', user: text.slice(0, colon), password: text.slice(colon + 1) };
};
