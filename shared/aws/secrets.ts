import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { awsFailureCode } from '#aws/aws-failure.ts';
import { parseSecretJson } from '#aws/secret-json.ts';
import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { type CredentialSource, type CredentialsRead, makeSecret } from '#loadmaster/credentials.ts';

/** How long a rotated secret may go unnoticed, unless a unit refuses the old one before. */
const KEEP_MS: DurationMs = 5 * MINUTE_MS;

const filled = z.string().check(z.minLength(1));
const password = z.object({ user: filled, password: filled });
const apiKey = z.object({ apikey: filled });

/** API credentials from Secrets Manager: `{ "user", "password" }` or `{ "apikey" }`. One call per secret in 5 minutes. */
export const makeCredentialSource = (options: {
  readonly client: SecretsManagerClient;
  readonly clock: Clock;
}): CredentialSource => {
  const { client, clock } = options;
  const kept = new Map<string, { readonly read: Promise<CredentialsRead>; readonly until: EpochMs }>();
  return {
    read: async (secretName) => {
      const known = kept.get(secretName);
      if (known !== undefined && clock.now() < known.until) return known.read;
      const read = readSecret(client, secretName);
      kept.set(secretName, { read, until: clock.now() + KEEP_MS });
      const isKept = () => kept.get(secretName)?.read === read;
      try {
        if ((await read).kind === 'missing' && isKept()) kept.delete(secretName);
      } catch (error) {
        if (isKept()) kept.delete(secretName);
        throw error;
      }
      return read;
    },
    forget: (secretName) => void kept.delete(secretName),
  };
};

const readSecret = async (client: SecretsManagerClient, secretName: string): Promise<CredentialsRead> => {
  try {
    const { SecretString, VersionId } = await client.send(
      new GetSecretValueCommand({ SecretId: secretName }),
    );
    return parseSecret(SecretString ?? '', VersionId ?? '');
  } catch (error) {
    // Which failure it was is for CloudTrail; this only tells answers from bugs.
    awsFailureCode(error);
    return { kind: 'missing', code: 'credentials-unavailable' };
  }
};

const parseSecret = (secret: string, version: string): CredentialsRead => {
  const value = parseSecretJson(secret);
  const key = apiKey.safeParse(value);
  if (key.success) {
    const credentials = { kind: 'api-key', apiKey: makeSecret(key.data.apikey), version } as const;
    return { kind: 'credentials', credentials };
  }
  const login = password.safeParse(value);
  if (!login.success) return { kind: 'missing', code: 'credentials-malformed' };
  const { user } = login.data;
  return {
    kind: 'credentials',
    credentials: { kind: 'password', user, password: makeSecret(login.data.password), version },
  };
};
