import { describe, expect, it } from 'vitest';
import { canonicalCidr, sizeOfCidr } from '#rehearsal/cloud/ec2/cidr.ts';
import type { IngressRule } from '#rehearsal/cloud/ec2/security-group-types.ts';
import { FIRST, Rig, refusalOf } from './rig.ts';

const GROUP = 'sg-0aaaaaaaaaaaaaaa1';
const OTHER = 'sg-0aaaaaaaaaaaaaaa2';

const tcp = (port: number, cidr = '10.0.0.0/16'): IngressRule => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  source: { kind: 'ipv4', cidr },
});

const grouped = (...ingress: readonly IngressRule[]) => {
  const { ec2 } = new Rig().cloud;
  ec2.createSecurityGroup({ groupId: GROUP, groupName: 'units', vpcId: 'vpc-1', ingress });
  return ec2;
};

describe('a block of addresses', () => {
  it.each([
    ['ipv4', '100.68.0.18/18', '100.68.0.0/18'],
    ['ipv4', '10.0.1.7/32', '10.0.1.7/32'],
    ['ipv4', '10.0.1.7/0', '0.0.0.0/0'],
    ['ipv4', '10.0.1.7', undefined],
    ['ipv4', '10.0.1.7/33', undefined],
    ['ipv4', '10.0.1.256/24', undefined],
    ['ipv4', '2001:db8::/32', undefined],
    ['ipv6', '2001:DB8:0:1234::1/48', '2001:db8::/48'],
    ['ipv6', '::/0', '::/0'],
    ['ipv6', '2001:db8::192.0.2.1/128', '2001:db8::c000:201/128'],
    ['ipv6', '2001:db8::/129', undefined],
    ['ipv6', '10.0.0.0/8', undefined],
  ] as const)('%s %s is %s', (family, cidr, canonical) => {
    expect(canonicalCidr(family, cidr)).toBe(canonical);
  });

  it('has as many addresses as its host part can tell apart', () => {
    expect(sizeOfCidr('10.0.1.0/24')).toBe(256);
  });
});

describe('security groups', () => {
  it('are created with rules, the group itself among the sources', () => {
    const ec2 = grouped({ ...tcp(6973), source: { kind: 'group', groupId: GROUP }, description: 'sync' });
    expect(ec2.describeSecurityGroups([GROUP])).toEqual([
      {
        groupId: GROUP,
        groupName: 'units',
        description: 'units',
        vpcId: 'vpc-1',
        ingress: [
          {
            ruleId: expect.stringMatching(/^sgr-0[0-9a-f]{16}$/),
            protocol: 'tcp',
            fromPort: 6973,
            toPort: 6973,
            source: { kind: 'group', groupId: GROUP },
            description: 'sync',
          },
        ],
      },
    ]);
  });

  it('get an id of their own when none is given, and a name only once in a VPC', () => {
    const ec2 = grouped();
    const { groupId } = ec2.createSecurityGroup({ groupName: 'units', vpcId: 'vpc-2' });
    expect(groupId).toMatch(/^sg-0[0-9a-f]{16}$/);
    expect(refusalOf(() => ec2.createSecurityGroup({ groupName: 'units', vpcId: 'vpc-1' }))).toBe(
      'InvalidGroup.Duplicate',
    );
  });

  it.each([
    ['6', 80, 80, { protocol: 'tcp', fromPort: 80, toPort: 80 }],
    ['TCP', 80, 90, { protocol: 'tcp', fromPort: 80, toPort: 90 }],
    ['icmp', 8, -1, { protocol: 'icmp', fromPort: 8, toPort: -1 }],
    ['icmpv6', undefined, undefined, { protocol: 'icmpv6', fromPort: -1, toPort: -1 }],
  ] as const)('keep protocol %s with ports %s to %s as %o', (protocol, fromPort, toPort, kept) => {
    const ec2 = grouped();
    const rule = {
      protocol,
      ...(fromPort !== undefined && { fromPort }),
      ...(toPort !== undefined && { toPort }),
      source: { kind: 'ipv4', cidr: '0.0.0.0/0' },
    } as const;
    expect(ec2.authorizeSecurityGroupIngress(GROUP, [rule])).toMatchObject([kept]);
  });

  it.each(['-1', '50'])('keep no ports for protocol %s', (protocol) => {
    const [rule] = grouped().authorizeSecurityGroupIngress(GROUP, [{ ...tcp(80), protocol }]);
    expect(rule).not.toHaveProperty('fromPort');
    expect(rule).not.toHaveProperty('toPort');
  });

  it.each<[string, IngressRule]>([
    ['InvalidParameterValue', { ...tcp(80), protocol: 'gre!' }],
    ['InvalidParameterValue', { ...tcp(80), protocol: '256' }],
    ['InvalidParameterValue', { protocol: 'tcp', source: tcp(80).source }],
    ['InvalidParameterValue', { ...tcp(80), fromPort: 81 }],
    ['InvalidParameterValue', { ...tcp(80), toPort: 65_536 }],
    ['InvalidParameterValue', tcp(80, '10.0.0.0')],
    ['InvalidParameterValue', { ...tcp(80), description: 'ä' }],
    ['InvalidGroup.NotFound', { ...tcp(80), source: { kind: 'group', groupId: OTHER } }],
    ['InvalidGroupId.Malformed', { ...tcp(80), source: { kind: 'group', groupId: 'units' } }],
    ['InvalidPermission.Duplicate', tcp(443)],
    ['InvalidPermission.Duplicate', { ...tcp(443, '10.0.7.7/16'), description: 'another' }],
  ])('refuse with %s to let in %o, and anything with it', (code, rule) => {
    const ec2 = grouped(tcp(443));
    expect(refusalOf(() => ec2.authorizeSecurityGroupIngress(GROUP, [tcp(8_080), rule]))).toBe(code);
    expect(ec2.describeSecurityGroups([GROUP])[0]?.ingress).toHaveLength(1);
  });

  it('refuse a rule that is sent twice', () => {
    expect(refusalOf(() => grouped().authorizeSecurityGroupIngress(GROUP, [tcp(80), tcp(80)]))).toBe(
      'InvalidParameterValue',
    );
  });

  it('revoke all of the rules or none', () => {
    const ec2 = grouped(tcp(443), tcp(8_443));
    expect(refusalOf(() => ec2.revokeSecurityGroupIngress(GROUP, [tcp(443), tcp(22)]))).toBe(
      'InvalidPermission.NotFound',
    );
    expect(ec2.describeSecurityGroups([GROUP])[0]?.ingress).toHaveLength(2);
    expect(ec2.revokeSecurityGroupIngress(GROUP, [tcp(443, '10.0.7.7/16')])).toMatchObject([tcp(443)]);
    expect(ec2.describeSecurityGroups([GROUP])[0]?.ingress).toMatchObject([tcp(8_443)]);
  });

  it.each([
    ['sg-1', 'InvalidGroupId.Malformed'],
    [OTHER, 'InvalidGroup.NotFound'],
  ])('%s: %s', (groupId, code) => {
    const ec2 = grouped();
    expect(refusalOf(() => ec2.describeSecurityGroups([groupId]))).toBe(code);
    expect(refusalOf(() => ec2.authorizeSecurityGroupIngress(groupId, [tcp(80)]))).toBe(code);
    expect(refusalOf(() => ec2.revokeSecurityGroupIngress(groupId, [tcp(80)]))).toBe(code);
  });
});

describe('instances', () => {
  it('have the groups they were launched with, and others when somebody changes them', () => {
    const rig = new Rig();
    const { ec2 } = rig.cloud;
    for (const groupId of [GROUP, OTHER]) {
      ec2.createSecurityGroup({ groupId, groupName: groupId, vpcId: 'vpc-1' });
    }
    rig.launch(FIRST, { securityGroups: [GROUP] });
    expect(ec2.find(FIRST)?.securityGroups).toEqual([GROUP]);
    ec2.setSecurityGroups(FIRST, [GROUP, OTHER]);
    expect(ec2.find(FIRST)?.securityGroups).toEqual([GROUP, OTHER]);
  });

  it('cannot have groups that are not there', () => {
    const rig = new Rig();
    expect(refusalOf(() => rig.launch(FIRST, { securityGroups: [GROUP] }))).toBe('InvalidGroup.NotFound');
    rig.launch(FIRST);
    expect(refusalOf(() => rig.cloud.ec2.setSecurityGroups(FIRST, [GROUP]))).toBe('InvalidGroup.NotFound');
  });
});
