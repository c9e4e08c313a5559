import { describe, expect, it } from 'vitest';
import { auditRole, homeRegion, replicas, table, tableName } from '../../deploy/variables.ts';

const TABLE = { Resources: { GlobalTable: {} } };

const framework = (given: Readonly<Record<string, unknown>> = {}) => {
  const values: Readonly<Record<string, unknown>> = {
    'self:provider.region': 'eu-west-1',
    'self:provider.tags': { application: 'understudy', stage: 'dev' },
    'self:custom.name': 'understudy-dev',
    'param:regions': '',
    'param:homeRegion': '',
    'param:table': 'created',
    'file(deploy/table.yml)': TABLE,
    ...given,
  };
  return { resolveVariable: async (address: string): Promise<unknown> => values[address] };
};

const AWAY = { 'param:regions': 'eu-west-1,eu-central-1', 'param:homeRegion': 'eu-central-1' };

describe('the table', () => {
  it.each([
    { where: 'the only region', given: {}, has: TABLE, name: { Ref: 'GlobalTable' } },
    {
      where: 'the home of several',
      given: { ...AWAY, 'param:homeRegion': 'eu-west-1' },
      has: TABLE,
      name: { Ref: 'GlobalTable' },
    },
    { where: 'another region', given: AWAY, has: {}, name: 'understudy-dev' },
    {
      where: 'a stack that takes one that is there',
      given: { 'param:table': 'existing' },
      has: {},
      name: 'understudy-dev',
    },
  ])('is in the stack of $where: $has', async ({ given, has, name }) => {
    expect(await table(framework(given))).toEqual(has);
    expect(await tableName(framework(given))).toEqual(name);
  });

  it('is neither made nor left out for a word that says neither', async () => {
    await expect(table(framework({ 'param:table': 'exists' }))).rejects.toThrow('not exists');
  });

  it('has a replica in each region, every one with what keeps it', async () => {
    expect(await replicas(framework(AWAY))).toEqual(
      ['eu-central-1', 'eu-west-1'].map((region) => ({
        Region: region,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        Tags: [
          { Key: 'application', Value: 'understudy' },
          { Key: 'stage', Value: 'dev' },
        ],
      })),
    );
  });
});

it('the home region is the one that is stated, or the only one', async () => {
  expect(await homeRegion(framework())).toBe('eu-west-1');
  expect(await homeRegion(framework(AWAY))).toBe('eu-central-1');
});

describe('the role of audits', () => {
  const roles = {
    'file(deploy/roles.yml):audit': ['reads and sets'],
    'file(deploy/roles.yml):auditSecurityGroups': ['security groups'],
    'file(deploy/roles.yml):auditSecurityHub': ['Security Hub'],
  };

  it.each([
    { securityGroups: 'false', securityHub: 'false', role: ['reads and sets'] },
    { securityGroups: 'true', securityHub: 'false', role: ['reads and sets', 'security groups'] },
    { securityGroups: 'false', securityHub: 'true', role: ['reads and sets', 'Security Hub'] },
  ])('has with groups $securityGroups and hub $securityHub: $role', async (given) => {
    const params = {
      'param:auditFixesSecurityGroups': given.securityGroups,
      'param:securityHub': given.securityHub,
    };
    expect(await auditRole(framework({ ...roles, ...params }))).toEqual(given.role);
  });

  it('is not guessed where a parameter says neither true nor false', async () => {
    const params = { 'param:auditFixesSecurityGroups': 'yes', 'param:securityHub': 'false' };
    await expect(auditRole(framework({ ...roles, ...params }))).rejects.toThrow('not yes');
  });
});
