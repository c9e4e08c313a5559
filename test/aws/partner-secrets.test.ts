import { inspect } from 'node:util';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makePartnerSecrets } from '#aws/partner-secrets.ts';

const secrets = mockClient(SecretsManagerClient);
const make = () => makePartnerSecrets({ client: new SecretsManagerClient({ region: 'eu-west-1' }) });
const NAME = 'understudy/dublin-1/partner';

const stored = (SecretString: string | undefined) =>
  secrets.on(GetSecretValueCommand).resolves({ ...(SecretString !== undefined && { SecretString }) });

beforeEach(() => void secrets.reset());

describe('the partner secret', () => {
  it.each([
    { what: 'a text', text: 'Zx9 geheim"\\', secret: 'Zx9 geheim"\\' },
    { what: 'the shortest text', text: 'Zx9-Zx9-', secret: 'Zx9-Zx9-' },
    { what: 'the longest text', text: 'Z'.repeat(127), secret: 'Z'.repeat(127) },
    { what: 'a text that is a number', text: '1234567890', secret: '1234567890' },
    { what: 'a text that begins as JSON', text: '{"Zx9-geheim', secret: '{"Zx9-geheim' },
    { what: 'a field', text: '{"secret":"Zx9-geheim"}', secret: 'Zx9-geheim' },
  ])('is $what', async ({ text, secret }) => {
    stored(text);
    const read = await make().read(NAME);
    expect(read.kind === 'secret' && read.secret.reveal()).toBe(secret);
    expect(inspect(read, { depth: 9 }) + JSON.stringify(read)).not.toContain(secret);
    expect(secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: NAME });
  });

  it.each([
    undefined,
    '',
    'Zx9-Zx9',
    'Z'.repeat(128),
    'Zx9-geheim\n',
    '{"secret":"Zx9-Zx9"}',
    '{"secret":12345678}',
    '{"password":"Zx9-geheim"}',
    '["Zx9-geheim"]',
  ])('that reads %j is malformed', async (text) => {
    stored(text);
    expect(await make().read(NAME)).toEqual({ kind: 'missing', code: 'partner-secret-malformed' });
  });

  it.each(['ResourceNotFoundException', 'AccessDeniedException', 'TimeoutError'])(
    'is unavailable after %s',
    async (name) => {
      secrets.on(GetSecretValueCommand).rejects(Object.assign(new Error(name), { name }));
      expect(await make().read(NAME)).toEqual({ kind: 'missing', code: 'partner-secret-unavailable' });
    },
  );

  it('does not hide a bug', async () => {
    secrets.on(GetSecretValueCommand).rejects(new TypeError('ours'));
    await expect(make().read(NAME)).rejects.toThrow(TypeError);
  });
});
