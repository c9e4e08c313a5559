import { describe, expect, it } from 'vitest';
import { FORWARDED } from '../../deploy/forwarding.ts';
import { compiledTemplate, packagedTemplate, resourcesOf, type Template } from './compiled-template.ts';
import { referenceFaults } from './references.ts';
import { schemaFaults } from './resource-schema.ts';

const THREE = ['regions=eu-west-1,eu-central-1,us-east-1', 'homeRegion=eu-west-1'];

const alone = compiledTemplate();
const home = packagedTemplate('eu-west-1', THREE);
const away = packagedTemplate('eu-central-1', THREE);

const replicaRegions = ({ Resources }: Template): unknown => {
  const { Replicas = [] } = (Resources.GlobalTable?.Properties ?? {}) as { Replicas?: { Region: string }[] };
  return Replicas.map(({ Region }) => Region);
};

const forwarding = (template: Template) =>
  Object.entries(template.Resources).filter(([id]) => id.startsWith('Forward'));

const busIn = (region: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:events:${region}:\${AWS::AccountId}:event-bus/understudy-dev`,
});

const variablesOf = (template: Template, id: string) =>
  template.Resources[id]?.Properties.Environment as { Variables: Record<string, unknown> } | undefined;

describe.each([
  { stack: 'the home region', template: home },
  { stack: 'another region', template: away },
])('the template of $stack', ({ template }) => {
  it('holds to the published resource schemas, and refers to nothing that is not there', () => {
    expect(schemaFaults(template)).toEqual([]);
    expect(referenceFaults(template)).toEqual([]);
  });

  it('says which region is home', () => {
    for (const id of ['GeoDashsyncLambdaFunction', 'ApiLambdaFunction'])
      expect(variablesOf(template, id)?.Variables.HOME_REGION).toBe('eu-west-1');
  });
});

describe('the table', () => {
  it('is in one stack, with a replica in every region', () => {
    expect(replicaRegions(alone)).toEqual(['eu-west-1']);
    expect(replicaRegions(home)).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
    expect(Object.values(away.Resources).filter(({ Type }) => Type.startsWith('AWS::DynamoDB'))).toEqual([]);
  });

  it('is replicated by a stream from the beginning: one cannot be had once there are two replicas', () => {
    for (const { Resources } of [alone, home])
      expect(Resources.GlobalTable?.Properties.StreamSpecification).toEqual({
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      });
  });

  it('has the same name in every stack', () => {
    expect(home.Resources.GlobalTable?.Properties.TableName).toBe('understudy-dev');
    for (const [id] of resourcesOf(away, 'AWS::Lambda::Function'))
      expect(variablesOf(away, id)?.Variables.TABLE_NAME).toBe('understudy-dev');
  });

  it('is under another logical id than the one of earlier versions, which was of another type', () => {
    for (const { Resources } of [alone, home, away]) expect(Resources).not.toHaveProperty('Table');
  });
});

describe('the rules that forward', () => {
  it('are not there where there is one region', () => {
    expect(forwarding(alone)).toEqual([]);
  });

  it('lead to the buses of the other regions, and keep what cannot be delivered', () => {
    const targets = resourcesOf(away, 'AWS::Events::Rule')
      .filter(([id]) => id.startsWith('Forward'))
      .map(([, { Properties }]) => Properties.Targets);
    expect(targets).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) => [
        {
          Id: 'bus',
          Arn: busIn(region),
          RoleArn: { 'Fn::GetAtt': ['ForwardingRole', 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 8 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['FailedEvents', 'Arn'] } },
        },
      ]),
    );
  });

  it('send on what began in their own region alone', () => {
    for (const [own, template] of [
      ['eu-west-1', home],
      ['eu-central-1', away],
    ] as const)
      for (const [, { Type, Properties }] of forwarding(template).filter(([id]) => id !== 'ForwardingRole')) {
        expect(Type).toBe('AWS::Events::Rule');
        expect(Properties.EventBusName).toEqual({ Ref: 'Bus' });
        expect(Properties.EventPattern).toEqual({
          source: [FORWARDED.source],
          'detail-type': FORWARDED.detailTypes,
          region: [own],
        });
      }
  });

  it('may put events on those buses, and nothing else', () => {
    expect(home.Resources.ForwardingRole?.Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 'events:PutEvents',
                Resource: [busIn('eu-central-1'), busIn('us-east-1')],
              },
            ],
          },
        },
      ],
    });
    expect(home.Resources.ForwardingRole?.Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});
