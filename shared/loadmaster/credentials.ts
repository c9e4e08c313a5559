import { inspect } from 'node:util';

const REDACTED = '[secret]';

/** A value that must not be seen: every usual way to print it gives `[secret]`. */
export interface Secret {
  /** The value itself. Called where a request is written and nowhere else. */
  reveal(): string;
  toJSON(): string;
  toString(): string;
  [inspect.custom](): string;
}

export const makeSecret = (value: string): Secret => ({
  reveal: () => value,
  toJSON: () => REDACTED,
  toString: () => REDACTED,
  [inspect.custom]: () => REDACTED,
});

/** How a unit's API is entered; `version` changes whenever the secret does. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret; readonly version: string }
  | { readonly kind: 'api-key'; readonly apiKey: Secret; readonly version: string };

/** Where credentials come from. Never throws for what the world does. */
export interface CredentialSource {
  read(secretName: string): Promise<CredentialsRead>;
  /** A unit refused what was read: the next read asks the source again. */
  forget(secretName: string): void;
}

export type CredentialsRead =
  | { readonly kind: 'credentials'; readonly credentials: Credentials }
  | { readonly kind: 'missing'; readonly code: CredentialsMissingCode };

export type CredentialsMissingCode =
  /** The secret does not exist, may not be read, or did not come. */
  | 'credentials-unavailable'
  /** The secret is neither `{ "user", "password" }` nor `{ "apikey" }`. */
  | 'credentials-malformed';

/** The fields by which API v2 authenticates, inside the request's body. */
export const credentialFields = (credentials: Credentials): Readonly<Record<string, string>> =>
  credentials.kind === 'api-key'
    ? { apikey: credentials.apiKey.reveal() }
    : { apiuser: credentials.user, apipass: credentials.password.reveal() };

/** `text` without the secret part of the credentials, as written and as JSON, a URL and Basic authentication write it. */
export const withoutCredentials = (text: string, credentials: Credentials): string => {
  const secret = (credentials.kind === 'api-key' ? credentials.apiKey : credentials.password).reveal();
  if (secret === '') return text;
  const spellings = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ];
  if (credentials.kind === 'password') {
    spellings.push(Buffer.from(`${credentials.user}:${secret}`).toString('base64'));
  }
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, REDACTED), text);
};
