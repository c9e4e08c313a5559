import { inspect } from 'node:util';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeCredentialSource } from '#aws/secrets.ts';
import { MINUTE_MS } from '#domain/time.ts';

const secrets = mockClient(SecretsManagerClient);
let now = 0;
const clock = { now: () => now, sleep: async () => undefined };
const make = () => makeCredentialSource({ client: new SecretsManagerClient({ region: 'eu-west-1' }), clock });

const stored = (SecretString: string | undefined, VersionId = 'v1') =>
  secrets
    .on(GetSecretValueCommand)
    .resolves({ ...(SecretString !== undefined && { SecretString }), VersionId });

const calls = () => secrets.commandCalls(GetSecretValueCommand).map((call) => call.args[0].input);

beforeEach(() => {
  secrets.reset();
  now = 0;
});

describe('credentials', () => {
  it('are a user and a password', async () => {
    stored('{"user":"understudy","password":"s3cret-Zx"}');
    const read = await make().read('lm/dublin-1');
    expect(read).toMatchObject({
      kind: 'credentials',
      credentials: { kind: 'password', user: 'understudy', version: 'v1' },
    });
    if (read.kind === 'credentials' && read.credentials.kind === 'password') {
      expect(read.credentials.password.reveal()).toBe('s3cret-Zx');
    }
    expect(inspect(read, { depth: 9 }) + JSON.stringify(read)).not.toContain('s3cret-Zx');
    expect(calls()).toEqual([{ SecretId: 'lm/dublin-1' }]);
  });

  it('are an API key, which wins where both are given', async () => {
    stored('{"user":"u","password":"p","apikey":"k"}');
    expect(await make().read('lm/dublin-1')).toMatchObject({
      credentials: { kind: 'api-key', version: 'v1' },
    });
  });

  it.each([
    undefined,
    '',
    'p4ssword-Zx',
    '"p4ssword-Zx"',
    'null',
    '{"user":"u"}',
    '{"user":"u","password":""}',
    '{"username":"u","password":"p4ssword-Zx"}',
    '{"apikey":7}',
  ])('that read %j are malformed, and not repeated to anybody', async (secret) => {
    stored(secret);
    const read = await make().read('lm/dublin-1');
    expect(read).toEqual({ kind: 'missing', code: 'credentials-malformed' });
  });

  it.each(['ResourceNotFoundException', 'AccessDeniedException', 'ThrottlingException', 'TimeoutError'])(
    'are unavailable after %s, and asked for again next time',
    async (name) => {
      secrets.on(GetSecretValueCommand).rejectsOnce(Object.assign(new Error(name), { name }));
      const source = make();
      expect(await source.read('lm/dublin-1')).toEqual({ kind: 'missing', code: 'credentials-unavailable' });
      stored('{"apikey":"k"}');
      expect(await source.read('lm/dublin-1')).toMatchObject({ kind: 'credentials' });
    },
  );

  it('are read once for callers at the same time, and again after five minutes', async () => {
    stored('{"apikey":"k"}');
    const source = make();
    await Promise.all([source.read('a'), source.read('a'), source.read('b')]);
    expect(calls()).toHaveLength(2);
    now += 5 * MINUTE_MS - 1;
    await source.read('a');
    expect(calls()).toHaveLength(2);
    now += 1;
    stored('{"apikey":"k2"}', 'v2');
    expect(await source.read('a')).toMatchObject({ credentials: { version: 'v2' } });
  });

  it('are read again once forgotten', async () => {
    stored('{"apikey":"k"}');
    const source = make();
    await source.read('a');
    source.forget('a');
    await source.read('a');
    expect(calls()).toHaveLength(2);
  });

  it('do not hide a bug', async () => {
    secrets.on(GetSecretValueCommand).rejects(new TypeError('ours'));
    await expect(make().read('a')).rejects.toThrow(TypeError);
  });
});
