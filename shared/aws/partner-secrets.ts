import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { awsFailureCode } from '#aws/aws-failure.ts';
import { parseSecretJson } from '#aws/secret-json.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import type { PartnerSecretRead, PartnerSecrets } from '#loadmaster/jobs/partner-secrets.ts';

/**
 * "between 8 and 127 characters". A line feed at the end is an editor's, and no unit would tell that it took it.
 * @see LoadMaster Technical Note, Updating the LoadMaster Software, "Set the Partner Shared Secret"
 */
const partnerSecret = z.string().check(z.regex(/^\P{Cc}{8,127}$/u));
const wrapped = z.object({ secret: partnerSecret });

/** Partner secrets from Secrets Manager: the text itself, or `{ "secret" }`. Each is used once, so none is kept. */
export const makePartnerSecrets = ({
  client,
}: {
  readonly client: SecretsManagerClient;
}): PartnerSecrets => ({
  read: async (secretName) => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
      return parseSecret(SecretString ?? '');
    } catch (error) {
      // Which failure it was is for CloudTrail; this only tells answers from bugs.
      awsFailureCode(error);
      return { kind: 'missing', code: 'partner-secret-unavailable' };
    }
  },
});

const parseSecret = (text: string): PartnerSecretRead => {
  const parsed = partnerSecret.safeParse(valueIn(text));
  return parsed.success
    ? { kind: 'secret', secret: makeSecret(parsed.data) }
    : { kind: 'missing', code: 'partner-secret-malformed' };
};

/** Text that is no JSON object is the secret; an object without one is somebody else's. */
const valueIn = (text: string): unknown => {
  const value = parseSecretJson(text);
  if (typeof value !== 'object' || value === null) return text;
  return wrapped.safeParse(value).data?.secret;
};
