import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compiledTemplate } from './compiled-template.ts';

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string(), z.array(z.string())]).transform((actions) => [actions].flat()),
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

const role = z.looseObject({
  Policies: z.array(z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(statement) }) })),
  ManagedPolicyArns: z.array(z.unknown()),
});

const FUNCTIONS = [
  'Watch',
  'Drain',
  'Failback',
  'Firmware',
  'GeoDashsync',
  'Audit',
  'Api',
  'Loadmaster',
  'Jobs',
] as const;

const { Resources } = compiledTemplate();
const roleOf = (name: string) => role.parse(Resources[`${name}IamRoleLambdaExecution`]?.Properties);
const statementsOf = (name: string) =>
  roleOf(name).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const actionsOf = (name: string): string[] =>
  statementsOf(name)
    .flatMap(({ Action }) => Action)
    .filter((action) => !action.startsWith('logs:'))
    .toSorted();

const LOOKS = ['ec2:DescribeInstances', 'elasticloadbalancing:DescribeTargetHealth'];
/** What only an audit looks at. */
const AUDITS = [
  'autoscaling:DescribeAutoScalingGroups',
  'autoscaling:DescribeAutoScalingInstances',
  'autoscaling:DescribeLifecycleHooks',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeInstanceStatus',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
];
const TABLE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
const TELLS = ['events:PutEvents', 'lambda:InvokeFunction'];
const FAILS = ['sqs:SendMessage'];

/** What changes somebody's machine, or what traffic reaches it. */
const ACTS = [
  'autoscaling:CompleteLifecycleAction',
  'autoscaling:RecordLifecycleActionHeartbeat',
  'ec2:ModifyInstanceAttribute',
  'ec2:StopInstances',
  'ec2:TerminateInstances',
  'elasticloadbalancing:DeregisterTargets',
  'elasticloadbalancing:RegisterTargets',
];

/** What an audit may put right. */
const FIXES = [
  'ec2:ModifyInstanceAttribute',
  'elasticloadbalancing:ModifyTargetGroup',
  'elasticloadbalancing:ModifyTargetGroupAttributes',
  'elasticloadbalancing:RegisterTargets',
];

/** Another region's units may have the same addresses. */
const OWN_UNITS = { 'Fn::Sub': `UNIT#\${AWS::Region}#*` };

describe('the roles', () => {
  it.each([
    { name: 'Watch', actions: [...LOOKS, ...TABLE, ...TELLS, ...FAILS] },
    { name: 'Drain', actions: [...LOOKS, ...TABLE, ...TELLS, ...FAILS, ...ACTS] },
    { name: 'Failback', actions: [...LOOKS, ...TABLE, ...TELLS, ...FAILS] },
    { name: 'Firmware', actions: [...LOOKS, ...TABLE, ...TELLS, ...FAILS] },
    { name: 'GeoDashsync', actions: [...LOOKS, ...TABLE, ...TELLS, ...FAILS] },
    {
      name: 'Audit',
      actions: [
        ...LOOKS,
        ...AUDITS,
        ...TABLE,
        'dynamodb:DeleteItem',
        ...TELLS,
        ...FAILS,
        's3:ListBucket',
        // Neither security groups nor Security Hub, unless that is asked for at deployment.
        ...FIXES,
      ],
    },
    { name: 'Api', actions: [...LOOKS, ...TABLE, 'dynamodb:DeleteItem', ...TELLS] },
    {
      name: 'Loadmaster',
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'secretsmanager:GetSecretValue'],
    },
    {
      name: 'Jobs',
      actions: [
        ...TABLE,
        // Of the records of jobs, and of what is declared.
        'dynamodb:GetItem',
        'secretsmanager:GetSecretValue',
        's3:AbortMultipartUpload',
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
      ],
    },
  ])('$name may do this and no more', ({ name, actions }) => {
    expect(actionsOf(name)).toEqual(actions.toSorted());
  });

  it.each(FUNCTIONS)('%s names resources, but for the Describe calls, which have none', (name) => {
    const unbounded = statementsOf(name).filter(({ Resource }) => [Resource].flat().includes('*'));
    for (const { Action } of unbounded) expect([...LOOKS, ...AUDITS]).toEqual(expect.arrayContaining(Action));
  });

  it.each(FUNCTIONS)('%s has no wildcard among its actions', (name) => {
    expect(
      statementsOf(name)
        .flatMap(({ Action }) => Action)
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  it.each(['Loadmaster', 'Jobs'])(
    '%s reads the secrets that its contract lets be named, and no others',
    (name) => {
      const reading = statementsOf(name).filter(({ Action }) =>
        Action.includes('secretsmanager:GetSecretValue'),
      );
      expect(JSON.stringify(reading.map(({ Resource }) => Resource))).toMatch(
        /^\[\{"Fn::Sub":"[^"]*:secret:understudy\/\*"\}\]$/,
      );
    },
  );

  it.each(FUNCTIONS)("%s uses its own region's table, and no other", (name) => {
    const tables = statementsOf(name)
      .filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
      .map(({ Resource }) => Resource);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of Fn::Sub
    const own = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/understudy-dev';
    expect(tables).toEqual(tables.map(() => ({ 'Fn::Sub': own })));
    expect(tables).not.toEqual([]);
  });

  it.each(['Loadmaster', 'Jobs'])("%s reads its own region's declarations, and no others", (name) => {
    const reading = statementsOf(name).filter(({ Action }) => Action.includes('dynamodb:Query'));
    expect(reading.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
      {
        Action: ['dynamodb:GetItem', 'dynamodb:Query'],
        Condition: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of Fn::Sub
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [{ 'Fn::Sub': 'REGION#${AWS::Region}' }] },
        },
      },
    ]);
  });

  it.each([
    { name: 'Watch', invokes: ['Loadmaster'] },
    { name: 'Drain', invokes: ['Loadmaster'] },
    { name: 'Failback', invokes: ['Loadmaster'] },
    { name: 'Firmware', invokes: ['Loadmaster', 'Jobs'] },
    { name: 'GeoDashsync', invokes: ['Loadmaster', 'Jobs'] },
    { name: 'Audit', invokes: ['Loadmaster'] },
    { name: 'Api', invokes: ['Loadmaster'] },
  ])('$name invokes $invokes alone', ({ name, invokes }) => {
    const invoked = statementsOf(name)
      .filter(({ Action }) => Action.includes('lambda:InvokeFunction'))
      .flatMap(({ Resource }) => Resource);
    expect(invoked).toEqual(invokes.map((each) => ({ 'Fn::GetAtt': [`${each}LambdaFunction`, 'Arn'] })));
  });

  it('Loadmaster writes nothing of the table but the calls of units', () => {
    const writing = statementsOf('Loadmaster').filter(({ Action }) => Action.includes('dynamodb:UpdateItem'));
    expect(writing.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [OWN_UNITS] } },
    ]);
  });

  it('Jobs writes nothing of the table but the calls of units and the records of jobs', () => {
    const keys = (action: string) =>
      statementsOf('Jobs')
        .filter(({ Action }) => Action.includes(action))
        .map(({ Condition }) => Condition['ForAllValues:StringLike']);
    expect(keys('dynamodb:UpdateItem')).toEqual([{ 'dynamodb:LeadingKeys': [OWN_UNITS] }]);
    expect(keys('dynamodb:PutItem')).toEqual([{ 'dynamodb:LeadingKeys': ['JOB#*'] }]);
  });

  it('Jobs writes no image, and removes nothing', () => {
    const under = (action: string) =>
      statementsOf('Jobs')
        .filter(({ Action }) => Action.includes(action))
        .map(({ Resource }) => JSON.stringify(Resource));
    expect(under('s3:PutObject')).toEqual([expect.stringMatching(/^[^,]+\/backups\/\*[^,]+$/)]);
  });

  it('Audit lists the names of backups, and reads none', () => {
    const listing = statementsOf('Audit').filter(({ Action }) => Action.includes('s3:ListBucket'));
    expect(listing.map(({ Condition }) => Condition)).toEqual([{ StringLike: { 's3:prefix': 'backups/*' } }]);
    expect(actionsOf('Audit').filter((action) => action.startsWith('s3:'))).toEqual(['s3:ListBucket']);
  });

  it('nobody else touches the bucket', () => {
    const others = FUNCTIONS.filter((name) => name !== 'Jobs' && name !== 'Audit');
    expect(others.flatMap(actionsOf).filter((action) => action.startsWith('s3:'))).toEqual([]);
  });

  it.each(['Watch', 'Drain', 'Failback', 'Firmware', 'GeoDashsync', 'Audit', 'Api'])(
    '%s takes no managed policy',
    (name) => {
      expect(roleOf(name).ManagedPolicyArns).toEqual([]);
    },
  );
});

describe('the tag understudy:managed', () => {
  const tagged = FUNCTIONS.flatMap((name) => statementsOf(name)).filter(({ Action }) =>
    Action.some((action) => [...ACTS, ...FIXES].includes(action) || action.startsWith('secretsmanager:')),
  );

  it.each(tagged.map(({ Action, Condition }) => [Action.join(', '), Condition] as const))(
    'is asked for by %s',
    (_, condition) => {
      expect(condition.StringEquals).toEqual({ 'aws:ResourceTag/understudy:managed': 'true' });
    },
  );

  it('is asked for by everything that acts or reads a secret', () => {
    expect(tagged.flatMap(({ Action }) => Action).toSorted()).toEqual(
      [...ACTS, ...FIXES, 'secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue'].toSorted(),
    );
  });
});
