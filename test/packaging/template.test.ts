import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '#contracts/api/routes.ts';
import { EXPIRY_ATTRIBUTE, tableDefinition } from '#store/dynamo/table.ts';
import { compiledTemplate, resourcesOf } from './compiled-template.ts';

const template = compiledTemplate();
const functions = resourcesOf(template, 'AWS::Lambda::Function');

const functionProperties = z.looseObject({
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  Architectures: z.array(z.string()),
  Runtime: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

describe('every function', () => {
  it.each(functions)('%s runs on arm64 and Node 24', (_, { Properties }) => {
    const { Architectures, Runtime } = functionProperties.parse(Properties);
    expect([Runtime, ...Architectures]).toEqual(['nodejs24.x', 'arm64']);
  });

  it('has a role of its own, and none the shared one, which is never made', () => {
    const roles = functions.map(
      ([, { Properties }]) => functionProperties.parse(Properties).Role['Fn::GetAtt'][0],
    );
    expect(new Set(roles).size).toBe(functions.length);
    expect(roles).not.toContain('IamRoleLambdaExecution');
    expect(template.Resources.IamRoleLambdaExecution?.Condition).toBe('SharedRoleIsUsed');
  });

  it.each(functions)('%s has settings in its environment and no secret', (_, { Properties }) => {
    const { Variables } = functionProperties.parse(Properties).Environment;
    const known = [
      'POWERTOOLS_LOG_LEVEL',
      'TABLE_NAME',
      'BUS_NAME',
      'GATEWAY_FUNCTION',
      'JOBS_FUNCTION',
      'ELBV2_CALLS_PER_SECOND',
      'FIRMWARE_BUCKET',
      'HOME_REGION',
      'SECURITY_HUB',
      'AWS_ACCOUNT',
      'AWS_PARTITION_NAME',
    ];
    expect(known).toEqual(expect.arrayContaining(Object.keys(Variables)));
  });

  it('has a log that is kept for a stated time', () => {
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup');
    expect(logs.length).toBeGreaterThanOrEqual(functions.length);
    for (const [, { Properties }] of logs) expect(Properties.RetentionInDays).toBeGreaterThan(0);
  });
});

describe('what fails', () => {
  const arn = { 'Fn::GetAtt': ['FailedEvents', 'Arn'] };

  it.each(resourcesOf(template, 'AWS::Events::Rule'))('%s goes to the queue', (_, { Properties }) => {
    expect(Properties.Targets).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: arn } })]);
  });

  it.each(['Watch', 'Drain', 'Failback', 'Firmware', 'GeoDashsync'])(
    '%s goes to the queue after its retries',
    (name) => {
      expect(template.Resources[`${name}LambdaEvConf`]?.Properties).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: arn } },
        MaximumEventAgeInSeconds: expect.any(Number),
        MaximumRetryAttempts: expect.any(Number),
      });
    },
  );

  it('is encrypted where it waits', () => {
    expect(template.Resources.FailedEvents?.Properties).toMatchObject({ SqsManagedSseEnabled: true });
  });
});

describe('the table', () => {
  const table = template.Resources.GlobalTable;

  it('is the one that the store is tested on', () => {
    const { TableName: _, ...definition } = tableDefinition('any');
    expect(table?.Properties).toMatchObject({
      ...definition,
      TimeToLiveSpecification: { AttributeName: EXPIRY_ATTRIBUTE, Enabled: true },
    });
    expect(table?.Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  it('outlives mistakes', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('the bucket', () => {
  const bucket = template.Resources.FirmwareBucket;

  it('is nobody else’s, and outlives mistakes', () => {
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(bucket?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: expect.anything(),
    });
  });

  it('answers over TLS alone', () => {
    const { Statement } = z
      .looseObject({ Statement: z.array(z.unknown()) })
      .parse(template.Resources.FirmwareBucketPolicy?.Properties.PolicyDocument);
    expect(Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('forgets backups, and no image', () => {
    const rules = z
      .looseObject({ Rules: z.array(z.looseObject({ Prefix: z.string().optional() })) })
      .parse(bucket?.Properties.LifecycleConfiguration).Rules;
    const expiring = rules.filter(
      (rule) => 'ExpirationInDays' in rule || 'NoncurrentVersionExpiration' in rule,
    );
    expect(expiring.map(({ Prefix }) => Prefix)).toEqual(['backups/']);
  });
});

describe('the function for jobs', () => {
  it('has the time that Lambda gives, and is not tried again by itself', () => {
    const jobs = template.Resources.JobsLambdaFunction?.Properties;
    expect(jobs).toMatchObject({ Timeout: 900, ReservedConcurrentExecutions: 10, MemorySize: 512 });
    expect(jobs?.VpcConfig).toEqual(template.Resources.LoadmasterLambdaFunction?.Properties.VpcConfig);
    expect(template.Resources.JobsLambdaEvConf?.Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});

describe('the API', () => {
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

  it('has the routes of the contract and no others', () => {
    const declared = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(declared.toSorted());
  });

  it('knows who asks, on every route', () => {
    expect(routes.map(({ AuthorizationType }) => AuthorizationType)).toEqual(routes.map(() => 'AWS_IAM'));
  });
});
