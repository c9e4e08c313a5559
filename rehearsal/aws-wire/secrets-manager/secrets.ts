import { createHash } from 'node:crypto';
import {
  DescribeSecret$,
  type DescribeSecretRequest,
  type DescribeSecretResponse,
  GetSecretValue$,
  type GetSecretValueRequest,
  type GetSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const CURRENT_STAGE = 'AWSCURRENT';

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly versionId: string;
  readonly value: string;
}

const notFound = (what: string): CloudError =>
  new CloudError('ResourceNotFoundException', 400, `Secrets Manager can't find the specified ${what}.`);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Six characters after the name tell secrets of the same name apart that were made one after the other. */
const suffixOf = (name: string): string => hash(name).slice(0, 6);

/** The same value is the same version. */
const versionIdOf = (value: string): string =>
  hash(value).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** By name, ARN, or ARN without the suffix. @throws CloudError ResourceNotFoundException */
const findSecret = (secretId: string, { cloud, secrets }: RegionWorld): Secret => {
  for (const [name, value] of secrets) {
    const partialArn = `arn:aws:secretsmanager:${cloud.region}:${cloud.accountId}:secret:${name}`;
    const arn = `${partialArn}-${suffixOf(name)}`;
    if ([name, arn, partialArn].includes(secretId))
      return { name, arn, value, versionId: versionIdOf(value) };
  }
  throw notFound('secret');
};

const getSecretValue = operation(
  GetSecretValue$,
  (
    { SecretId = '', VersionId, VersionStage = CURRENT_STAGE }: GetSecretValueRequest,
    world,
  ): GetSecretValueResponse => {
    const secret = findSecret(SecretId, world);
    if (VersionId !== undefined && VersionId !== secret.versionId) {
      throw notFound(`secret value for VersionId: ${VersionId}`);
    }
    if (VersionStage !== CURRENT_STAGE) throw notFound(`secret value for staging label: ${VersionStage}`);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: secret.versionId,
      SecretString: secret.value,
      VersionStages: [CURRENT_STAGE],
    };
  },
);

const describeSecret = operation(
  DescribeSecret$,
  ({ SecretId = '' }: DescribeSecretRequest, world): DescribeSecretResponse => {
    const secret = findSecret(SecretId, world);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionIdsToStages: { [secret.versionId]: [CURRENT_STAGE] },
    };
  },
);

export const secretOperations: readonly Operation[] = [getSecretValue, describeSecret];
