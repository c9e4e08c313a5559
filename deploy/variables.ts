import { forwardingResources } from './forwarding.ts';
import { type Placement, PlacementError, placementOf } from './placement.ts';

/**
 * What the template has by region, for CloudFormation has no loops: serverless.yml and deploy/*.yml name these functions
 * through deploy/variables.js.
 * @see Serverless Framework documentation, Variables, "Reference Properties in JavaScript files"
 */
interface Framework {
  /** The value of `${address}`. */
  resolveVariable(address: string): Promise<unknown>;
}

const text = async ({ resolveVariable }: Framework, address: string): Promise<string> =>
  String((await resolveVariable(address)) ?? '');

const placement = async (framework: Framework): Promise<Placement> =>
  placementOf({
    own: await text(framework, 'self:provider.region'),
    regions: await text(framework, 'param:regions'),
    homeRegion: await text(framework, 'param:homeRegion'),
  });

const hasTable = async (framework: Framework): Promise<boolean> => {
  const { own, home } = await placement(framework);
  const table = await text(framework, 'param:table');
  if (table !== 'created' && table !== 'existing')
    throw new PlacementError(`table: created or existing, not ${table}`);
  return own === home && table === 'created';
};

export const homeRegion = async (framework: Framework): Promise<string> => (await placement(framework)).home;

/** The table, in the stack that has it. */
export const table = async (framework: Framework): Promise<unknown> =>
  (await hasTable(framework)) ? framework.resolveVariable('file(deploy/table.yml)') : {};

/** The same name in every stack; where the table is a resource of the stack, functions are made after it. */
export const tableName = async (framework: Framework): Promise<unknown> =>
  (await hasTable(framework)) ? { Ref: 'GlobalTable' } : framework.resolveVariable('self:custom.name');

/** `Replicas` of the table. @see AWS CloudFormation Template Reference, AWS::DynamoDB::GlobalTable ReplicaSpecification */
export const replicas = async (framework: Framework): Promise<readonly object[]> => {
  const { regions } = await placement(framework);
  const tags = Object.entries((await framework.resolveVariable('self:provider.tags')) as object);
  return regions.map((region) => ({
    Region: region,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    Tags: tags.map(([Key, Value]) => ({ Key, Value })),
  }));
};

const isOn = async (framework: Framework, name: string): Promise<boolean> => {
  const value = await text(framework, `param:${name}`);
  if (value !== 'true' && value !== 'false') throw new PlacementError(`${name}: true or false, not ${value}`);
  return value === 'true';
};

/** What `audit` may do: only where it is asked for also change security groups, and tell Security Hub. */
export const auditRole = async (framework: Framework): Promise<readonly unknown[]> => {
  const part = async (name: string) =>
    (await framework.resolveVariable(`file(deploy/roles.yml):${name}`)) as readonly unknown[];
  return [
    ...(await part('audit')),
    ...((await isOn(framework, 'auditFixesSecurityGroups')) ? await part('auditSecurityGroups') : []),
    ...((await isOn(framework, 'securityHub')) ? await part('auditSecurityHub') : []),
  ];
};

/** The rules that tell the other regions' buses. */
export const forwarding = async (framework: Framework): Promise<object> => {
  const { maximumEventAge, maximumRetryAttempts } = (await framework.resolveVariable(
    'self:custom.delivery',
  )) as { readonly maximumEventAge: number; readonly maximumRetryAttempts: number };
  return {
    Resources: forwardingResources(await placement(framework), {
      busName: await text(framework, 'self:custom.name'),
      retryPolicy: { MaximumEventAgeInSeconds: maximumEventAge, MaximumRetryAttempts: maximumRetryAttempts },
    }),
  };
};
