import {
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupIngressCommand,
  type RevokeSecurityGroupIngressCommandInput,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, REGION, startWiredRegion, type WiredRegion } from './wired-region.ts';

const UNITS = 'sg-0aaaaaaaaaaaaaaa1';
const BALANCER = 'sg-0aaaaaaaaaaaaaaa2';
const UNKNOWN = 'sg-0ffffffffffffffff';

const start = async () => {
  const region = await startWiredRegion();
  const { ec2 } = region.cloud;
  ec2.createSecurityGroup({
    groupId: BALANCER,
    groupName: 'balancer',
    vpcId: 'vpc-1',
    ingress: [{ protocol: '-1', source: { kind: 'ipv4', cidr: '0.0.0.0/0' } }],
  });
  ec2.createSecurityGroup({
    groupId: UNITS,
    groupName: 'units',
    description: 'of the pair',
    vpcId: 'vpc-1',
    ingress: [
      { protocol: 'tcp', fromPort: 8444, toPort: 8445, source: { kind: 'group', groupId: BALANCER } },
      { protocol: 'tcp', fromPort: 8444, toPort: 8445, source: { kind: 'ipv6', cidr: '2001:db8::/56' } },
      {
        protocol: 'tcp',
        fromPort: 8443,
        toPort: 8443,
        source: { kind: 'ipv4', cidr: '10.0.0.0/16' },
        description: 'management',
      },
    ],
  });
  return region;
};

let region: WiredRegion;
beforeAll(async () => {
  region = await start();
});
afterAll(() => region[Symbol.asyncDispose]());

const groupIds = async (input: DescribeSecurityGroupsCommandInput) => {
  const { SecurityGroups = [] } = await region.ec2.send(new DescribeSecurityGroupsCommand(input));
  return SecurityGroups.map(({ GroupId }) => GroupId);
};

describe('DescribeSecurityGroups', () => {
  it('puts the rules of the same ports together', async () => {
    const { SecurityGroups } = await region.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [UNITS] }),
    );
    expect(SecurityGroups).toEqual([
      {
        Description: 'of the pair',
        GroupId: UNITS,
        GroupName: 'units',
        OwnerId: ACCOUNT_ID,
        SecurityGroupArn: `arn:aws:ec2:${REGION}:${ACCOUNT_ID}:security-group/${UNITS}`,
        Tags: [],
        VpcId: 'vpc-1',
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 8444,
            ToPort: 8445,
            IpRanges: [],
            Ipv6Ranges: [{ CidrIpv6: '2001:db8::/56' }],
            PrefixListIds: [],
            UserIdGroupPairs: [{ GroupId: BALANCER, UserId: ACCOUNT_ID }],
          },
          {
            IpProtocol: 'tcp',
            FromPort: 8443,
            ToPort: 8443,
            IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'management' }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
        IpPermissionsEgress: [expect.objectContaining({ IpProtocol: '-1' })],
      },
    ]);
  });

  it('shows no ports where all are meant', async () => {
    const { SecurityGroups } = await region.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [BALANCER] }),
    );
    expect(SecurityGroups?.[0]?.IpPermissions).toEqual([
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      },
    ]);
  });

  it.each([
    ['group-id', [UNITS], [UNITS]],
    ['group-name', ['b*'], [BALANCER]],
    ['vpc-id', ['vpc-1'], [UNITS, BALANCER]],
    ['vpc-id', ['vpc-2'], []],
    ['ip-permission.from-port', ['8444'], [UNITS]],
    ['ip-permission.to-port', ['8445'], [UNITS]],
    ['ip-permission.cidr', ['0.0.0.0/0'], [BALANCER]],
    ['ip-permission.ipv6-cidr', ['2001:db8::/56'], [UNITS]],
    ['ip-permission.group-id', [BALANCER], [UNITS]],
    ['ip-permission.protocol', ['-1'], [BALANCER]],
    ['egress.ip-permission.cidr', ['0.0.0.0/0'], []],
  ])('filter %s = %o', async (Name, Values, expected) => {
    expect(await groupIds({ Filters: [{ Name, Values }] })).toEqual(expected);
  });

  it('comes in pages on request', async () => {
    await using own = await start();
    for (let n = 0; n < 5; n += 1) {
      own.cloud.ec2.createSecurityGroup({ groupName: `more-${n}`, vpcId: 'vpc-1' });
    }
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups(
      { client: own.ec2, pageSize: 5 },
      {},
    )) {
      pages.push(SecurityGroups.length);
      for (const { GroupId } of SecurityGroups) ids.add(GroupId);
    }
    expect(pages).toEqual([5, 2]);
    expect(ids.size).toBe(7);
  });

  it.each([
    ['InvalidGroup.NotFound', { GroupIds: [UNITS, UNKNOWN] }],
    ['InvalidGroupId.Malformed', { GroupIds: ['units'] }],
    ['VPCIdNotSpecified', { GroupNames: ['units'] }],
    ['InvalidParameterValue', { Filters: [{ Name: 'subnet-id', Values: ['a'] }] }],
    ['InvalidParameterValue', { MaxResults: 4 }],
    ['DryRunOperation', { DryRun: true }],
  ])('is refused with %s', async (name, input) => {
    const call = region.ec2.send(new DescribeSecurityGroupsCommand(input));
    expect(await refusalOf(call)).toMatchObject({ name });
  });
});

const SYNC = {
  IpProtocol: 'tcp',
  FromPort: 6973,
  ToPort: 6973,
  UserIdGroupPairs: [{ GroupId: UNITS, Description: 'sync' }],
};

describe('AuthorizeSecurityGroupIngress', () => {
  it('adds the rules, and says which', async () => {
    await using own = await start();
    const { Return, SecurityGroupRules } = await own.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: UNITS,
        IpPermissions: [SYNC, { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.1.7/24' }] }],
      }),
    );
    expect(Return).toBe(true);
    const common = {
      SecurityGroupRuleId: expect.stringMatching(/^sgr-0/),
      GroupId: UNITS,
      GroupOwnerId: ACCOUNT_ID,
      IsEgress: false,
    };
    expect(SecurityGroupRules).toEqual([
      {
        ...common,
        IpProtocol: 'tcp',
        FromPort: 6973,
        ToPort: 6973,
        ReferencedGroupInfo: { GroupId: UNITS, UserId: ACCOUNT_ID },
        Description: 'sync',
      },
      { ...common, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '10.0.1.0/24' },
    ]);
    expect(own.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress).toHaveLength(5);
  });

  it('takes a single permission without a list', async () => {
    await using own = await start();
    await own.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: UNITS,
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: '10.0.0.0/16',
      }),
    );
    expect(own.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress.at(-1)).toMatchObject({
      fromPort: 22,
      source: { kind: 'ipv4', cidr: '10.0.0.0/16' },
    });
  });

  it.each<[string, AuthorizeSecurityGroupIngressCommandInput]>([
    ['InvalidGroup.NotFound', { GroupId: UNKNOWN, IpPermissions: [SYNC] }],
    ['MissingParameter', { IpPermissions: [SYNC] }],
    ['MissingParameter', { GroupId: UNITS }],
    ['VPCIdNotSpecified', { GroupName: 'units', IpPermissions: [SYNC] }],
    ['InvalidParameterCombination', { GroupId: UNITS, IpPermissions: [SYNC], IpProtocol: 'tcp' }],
    [
      'InvalidParameterValue',
      { GroupId: UNITS, IpPermissions: [{ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }] },
    ],
    [
      'InvalidPermission.Duplicate',
      {
        GroupId: UNITS,
        IpProtocol: 'tcp',
        FromPort: 8443,
        ToPort: 8443,
        CidrIp: '10.0.0.0/16',
      },
    ],
    [
      'UnsupportedOperation',
      { GroupId: UNITS, IpPermissions: [{ ...SYNC, PrefixListIds: [{ PrefixListId: 'pl-1' }] }] },
    ],
    ['DryRunOperation', { GroupId: UNITS, IpPermissions: [SYNC], DryRun: true }],
  ])('is refused with %s, and changes nothing', async (name, input) => {
    const call = region.ec2.send(new AuthorizeSecurityGroupIngressCommand(input));
    expect(await refusalOf(call)).toMatchObject({ name });
    expect(region.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress).toHaveLength(3);
  });

  it('names the rule that is there already', async () => {
    const call = region.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: UNITS,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 8444,
            ToPort: 8445,
            UserIdGroupPairs: [{ GroupId: BALANCER }],
          },
        ],
      }),
    );
    expect((await refusalOf(call)).message).toBe(
      `the specified rule "peer: ${BALANCER}, TCP, from port: 8444, to port: 8445, ALLOW" already exists`,
    );
  });
});

describe('RevokeSecurityGroupIngress', () => {
  const MANAGEMENT = {
    IpProtocol: 'tcp',
    FromPort: 8443,
    ToPort: 8443,
    IpRanges: [{ CidrIp: '10.0.0.0/16' }],
  };

  it('takes the rules away, and says which', async () => {
    await using own = await start();
    const { Return, RevokedSecurityGroupRules } = await own.ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: UNITS, IpPermissions: [MANAGEMENT] }),
    );
    expect(Return).toBe(true);
    expect(RevokedSecurityGroupRules).toMatchObject([
      { GroupId: UNITS, IsEgress: false, FromPort: 8443, CidrIpv4: '10.0.0.0/16', Description: 'management' },
    ]);
    expect(own.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress).toHaveLength(2);
  });

  it('takes ids of rules', async () => {
    await using own = await start();
    const ids = own.cloud.ec2
      .describeSecurityGroups([UNITS])
      .flatMap(({ ingress }) => ingress.map(({ ruleId }) => ruleId));
    await own.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: UNITS, SecurityGroupRuleIds: ids }));
    expect(own.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress).toEqual([]);
  });

  it.each<[string, RevokeSecurityGroupIngressCommandInput]>([
    ['InvalidGroup.NotFound', { GroupId: UNKNOWN, IpPermissions: [MANAGEMENT] }],
    ['InvalidPermission.NotFound', { GroupId: UNITS, IpPermissions: [MANAGEMENT, SYNC] }],
    ['InvalidSecurityGroupRuleId.NotFound', { GroupId: UNITS, SecurityGroupRuleIds: ['sgr-1'] }],
    ['MissingParameter', { GroupId: UNITS }],
    ['DryRunOperation', { GroupId: UNITS, IpPermissions: [MANAGEMENT], DryRun: true }],
  ])('is refused with %s, and changes nothing', async (name, input) => {
    const call = region.ec2.send(new RevokeSecurityGroupIngressCommand(input));
    expect(await refusalOf(call)).toMatchObject({ name });
    expect(region.cloud.ec2.describeSecurityGroups([UNITS])[0]?.ingress).toHaveLength(3);
  });
});
