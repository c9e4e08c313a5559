import type { CommandParams } from '#loadmaster/api.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import type { HttpCall } from '#loadmaster/transport.ts';

/**
 * "The maximum length of an API call is 1024 characters. If you want to make a larger call, use the POST method."
 * Scheme, host and port may count as well: they get the rest.
 * @see LoadMaster Interface Description, RESTful API, section 3.7.1.7
 */
const LONGEST_PATH = 900;

/** The content type that the manual's own examples send, also with a file as the body (`curl --data-binary`). */
const FORM = 'application/x-www-form-urlencoded';

/** A command without a file: by GET, or by POST where the parameters are too long for a URL. */
export const commandCall = (command: string, params: CommandParams, credentials: Credentials): HttpCall => {
  const path = pathOf(command, { ...params, ...keyParam(credentials) });
  const headers = basicHeader(credentials);
  if (path.length <= LONGEST_PATH) return { method: 'GET', path, headers, body: '' };
  return {
    method: 'POST',
    path: pathOf(command, keyParam(credentials)),
    headers: { ...headers, 'Content-Type': FORM },
    body: encoded(params),
  };
};

/** A command with a file as the body: its parameters stay in the URL. */
export const fileCall = (
  command: string,
  params: CommandParams,
  credentials: Credentials,
  body: HttpCall['body'],
): HttpCall => ({
  method: 'POST',
  path: pathOf(command, { ...params, ...keyParam(credentials) }),
  headers: { ...basicHeader(credentials), 'Content-Type': FORM },
  body,
});

/** Sub-commands are segments of the path: `logging.df` is `/access/logging/df`. */
const pathOf = (command: string, params: CommandParams): string => {
  const path = `/access/${command.split('.').map(encodeURIComponent).join('/')}`;
  const query = encoded(params);
  return query === '' ? path : `${path}?${query}`;
};

/** A space is `%20`: not every parameter takes a `+` for one. */
const encoded = (params: CommandParams): string =>
  Object.entries(params)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');

const keyParam = (credentials: Credentials): CommandParams =>
  credentials.kind === 'api-key' ? { apikey: credentials.apiKey.reveal() } : {};

const basicHeader = (credentials: Credentials): Readonly<Record<string, string>> => {
  if (credentials.kind === 'api-key') return {};
  const { user, password } = credentials;
  return {
    Authorization: `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`,
  };
};
