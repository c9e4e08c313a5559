import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, REGION, startWiredRegion, type WiredRegion } from './wired-region.ts';

const SECRET = 'loadmaster/pair-1';
const PARTIAL_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${SECRET}`;

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

it('GetSecretValue by name, ARN, partial ARN, version and stage', async () => {
  const byName = await region.secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  expect(byName).toMatchObject({
    Name: SECRET,
    ARN: expect.stringMatching(new RegExp(`^${PARTIAL_ARN}-\\w{6}$`)),
    SecretString: '{"user":"bal","password":"p"}',
    VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    VersionStages: ['AWSCURRENT'],
  });
  const { ARN = '', VersionId } = byName;
  for (const input of [
    { SecretId: ARN },
    { SecretId: PARTIAL_ARN },
    { SecretId: SECRET, VersionId },
    { SecretId: SECRET, VersionStage: 'AWSCURRENT' },
  ]) {
    const { SecretString } = await region.secrets.send(new GetSecretValueCommand(input));
    expect(SecretString).toBe(byName.SecretString);
  }
});

it('DescribeSecret tells about the secret, and not the secret', async () => {
  const described = await region.secrets.send(new DescribeSecretCommand({ SecretId: SECRET }));
  expect(described).toMatchObject({ Name: SECRET, ARN: expect.stringContaining(PARTIAL_ARN) });
  expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']]);
  expect(described).not.toHaveProperty('SecretString');
});

it.each([
  new GetSecretValueCommand({ SecretId: 'none' }),
  new DescribeSecretCommand({ SecretId: 'none' }),
  new GetSecretValueCommand({ SecretId: SECRET, VersionId: '00000000-0000-0000-0000-000000000000' }),
  new GetSecretValueCommand({ SecretId: SECRET, VersionStage: 'AWSPREVIOUS' }),
])('ResourceNotFoundException, HTTP 400: $constructor.name $input', async (command) => {
  const refusal = await refusalOf(region.secrets.send(command as DescribeSecretCommand));
  expect(refusal).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
  expect(refusal.message).toContain("Secrets Manager can't find the specified secret");
});

it('an operation that is not simulated: UnknownOperationException', async () => {
  const call = region.secrets.send(new PutSecretValueCommand({ SecretId: SECRET, SecretString: 'x' }));
  expect(await refusalOf(call)).toMatchObject({ name: 'UnknownOperationException', status: 400 });
});
