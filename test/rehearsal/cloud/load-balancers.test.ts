import { describe, expect, it } from 'vitest';
import type { EnabledZone, LoadBalancerSpec } from '#rehearsal/cloud/elb/load-balancer-types.ts';
import { FIRST, Rig, refusalOf, SECOND, steadyPair } from './rig.ts';

const GROUP = 'sg-0aaaaaaaaaaaaaaa1';
const OTHER = 'sg-0aaaaaaaaaaaaaaa2';

const ZONE_A: EnabledZone = { zoneName: 'eu-west-1a', subnetId: 'subnet-a' };
const ZONE_B: EnabledZone = { zoneName: 'eu-west-1b', subnetId: 'subnet-b' };
const ELASTIC_IP = { allocationId: 'eipalloc-1', ipAddress: '203.0.113.1' };

const rigWithGroups = (): Rig => {
  const rig = new Rig();
  for (const groupId of [GROUP, OTHER]) {
    rig.cloud.ec2.createSecurityGroup({ groupId, groupName: groupId, vpcId: 'vpc-1' });
  }
  return rig;
};

const create = (rig: Rig, spec: Partial<LoadBalancerSpec> = {}) =>
  rig.cloud.elb.createLoadBalancer({
    name: 'lm',
    vpcId: 'vpc-1',
    availabilityZones: [ZONE_A, ZONE_B],
    ...spec,
  });

describe('a load balancer', () => {
  it('is an active, internet-facing Network Load Balancer without security groups unless somebody says otherwise', () => {
    expect(create(new Rig())).toMatchObject({
      type: 'network',
      state: 'active',
      scheme: 'internet-facing',
      securityGroups: [],
    });
  });

  it('may be an Application Load Balancer, with listeners for HTTP target groups alone', () => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig, { type: 'application' });
    expect(loadBalancerArn).toMatch(/:loadbalancer\/app\/lm\/[0-9a-f]{16}$/);
    expect(rig.cloud.elb.describeLoadBalancers()).toMatchObject([{ type: 'application' }]);
    const forTcp = rig.targetGroup();
    const listen = (arn: string, targetGroupArn: string) =>
      rig.cloud.elb.createListener({ loadBalancerArn: arn, port: 80, targetGroupArn });
    expect(refusalOf(() => listen(loadBalancerArn, forTcp))).toBe('IncompatibleProtocols');
    const { targetGroupArn: forHttp } = rig.cloud.elb.createTargetGroup({
      name: 'web',
      protocol: 'HTTP',
      port: 80,
      vpcId: 'vpc-1',
    });
    const network = create(rig, { name: 'net' });
    expect(refusalOf(() => listen(network.loadBalancerArn, forHttp))).toBe('IncompatibleProtocols');
    expect(listen(loadBalancerArn, forHttp)).toMatchObject({ protocol: 'HTTP' });
    expect(rig.cloud.elb.describeTargetGroups().at(-1)).toMatchObject({
      protocol: 'HTTP',
      loadBalancerArns: [loadBalancerArn],
    });
  });

  it.each<[string, string, Partial<LoadBalancerSpec>]>([
    ['ValidationError', 'no zone', { availabilityZones: [] }],
    [
      'ValidationError',
      'an Application Load Balancer in one zone',
      { type: 'application', availabilityZones: [ZONE_A] },
    ],
    ['InvalidConfigurationRequest', 'two subnets of a zone', { availabilityZones: [ZONE_A, ZONE_A] }],
    [
      'InvalidConfigurationRequest',
      'an Elastic IP address of an internal one',
      { scheme: 'internal', availabilityZones: [{ ...ZONE_A, elasticIp: ELASTIC_IP }] },
    ],
    ['InvalidSecurityGroup', 'an unknown security group', { securityGroups: ['sg-0aaaaaaaaaaaaaaa9'] }],
  ])('is refused with %s: %s', (code, _what, spec) => {
    const rig = rigWithGroups();
    expect(refusalOf(() => create(rig, spec))).toBe(code);
    expect(rig.cloud.elb.describeLoadBalancers()).toEqual([]);
  });

  it.each(['provisioning', 'active_impaired', 'failed'] as const)('may be %s', (state) => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig);
    rig.cloud.elb.setLoadBalancerState(loadBalancerArn, state);
    expect(rig.cloud.elb.describeLoadBalancers()).toMatchObject([{ state }]);
  });
});

describe('zones', () => {
  it('change, and with them what the targets in them are good for', () => {
    const { rig, group } = steadyPair();
    const [balancer] = rig.cloud.elb.describeLoadBalancers();
    const arn = balancer?.loadBalancerArn ?? '';
    rig.answer(SECOND, 200);
    rig.seconds(120);
    rig.cloud.elb.setSubnets(arn, [ZONE_B]);
    expect(rig.health(group)).toEqual(['unused Target.NotInUse', 'healthy']);
    expect(rig.routable(group)).toEqual([SECOND]);
    rig.cloud.elb.setSubnets(arn, [ZONE_A, ZONE_B]);
    rig.seconds(600);
    expect(rig.health(group)).toEqual(['healthy', 'healthy']);
    expect(rig.routable(group)).toEqual([SECOND, FIRST]);
  });

  it('get other addresses', () => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig);
    const zones = [{ ...ZONE_A, elasticIp: ELASTIC_IP }, ZONE_B];
    rig.cloud.elb.setSubnets(loadBalancerArn, zones);
    expect(rig.cloud.elb.describeLoadBalancers()[0]?.availabilityZones).toEqual(zones);
  });

  it('stay when the new ones cannot be', () => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig);
    expect(refusalOf(() => rig.cloud.elb.setSubnets(loadBalancerArn, []))).toBe('ValidationError');
    expect(refusalOf(() => rig.cloud.elb.setSubnets('arn:none', [ZONE_A]))).toBe('LoadBalancerNotFound');
    expect(rig.cloud.elb.describeLoadBalancers()[0]?.availabilityZones).toEqual([ZONE_A, ZONE_B]);
  });
});

describe('security groups', () => {
  it('change where there were some', () => {
    const rig = rigWithGroups();
    const { loadBalancerArn } = create(rig, { securityGroups: [GROUP] });
    rig.cloud.elb.setSecurityGroups(loadBalancerArn, [OTHER]);
    expect(rig.cloud.elb.describeLoadBalancers()[0]?.securityGroups).toEqual([OTHER]);
  });

  it.each([
    ['InvalidConfigurationRequest', 'a first one', [], [GROUP]],
    ['InvalidConfigurationRequest', 'none any more', [GROUP], []],
    ['InvalidSecurityGroup', 'an unknown one', [GROUP], ['sg-0aaaaaaaaaaaaaaa9']],
  ])('are refused with %s: %s', (code, _what, before, after) => {
    const rig = rigWithGroups();
    const { loadBalancerArn } = create(rig, { securityGroups: before });
    expect(refusalOf(() => rig.cloud.elb.setSecurityGroups(loadBalancerArn, after))).toBe(code);
    expect(rig.cloud.elb.describeLoadBalancers()[0]?.securityGroups).toEqual(before);
  });
});

describe('attributes', () => {
  it.each([
    ['network', { 'load_balancing.cross_zone.enabled': 'false', 'deletion_protection.enabled': 'false' }],
    ['application', { 'load_balancing.cross_zone.enabled': 'true', 'idle_timeout.timeout_seconds': '60' }],
  ] as const)('of a %s load balancer start as %o', (type, attributes) => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig, { type });
    expect(rig.cloud.elb.describeLoadBalancerAttributes(loadBalancerArn)).toMatchObject(attributes);
  });

  it('change one by one', () => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig);
    const before = rig.cloud.elb.describeLoadBalancerAttributes(loadBalancerArn);
    const change = { 'load_balancing.cross_zone.enabled': 'true' };
    const after = { ...before, ...change };
    expect(rig.cloud.elb.modifyLoadBalancerAttributes(loadBalancerArn, change)).toEqual(after);
    expect(rig.cloud.elb.describeLoadBalancerAttributes(loadBalancerArn)).toEqual(after);
  });

  it.each([
    ['ValidationError', 'network', { 'load_balancing.cross_zone.enabled': 'yes' }],
    ['ValidationError', 'network', { 'idle_timeout.timeout_seconds': '60' }],
    ['ValidationError', 'network', { 'dns_record.client_routing_policy': 'nearest' }],
    ['ValidationError', 'network', { constructor: 'true' }],
    ['ValidationError', 'application', { 'load_balancing.cross_zone.enabled': 'false' }],
    ['InvalidConfigurationRequest', 'network', { 'access_logs.s3.enabled': 'true' }],
  ] as const)('%s for a %s load balancer: %o', (code, type, change) => {
    const rig = new Rig();
    const { loadBalancerArn } = create(rig, { type });
    const before = rig.cloud.elb.describeLoadBalancerAttributes(loadBalancerArn);
    expect(refusalOf(() => rig.cloud.elb.modifyLoadBalancerAttributes(loadBalancerArn, change))).toBe(code);
    expect(rig.cloud.elb.describeLoadBalancerAttributes(loadBalancerArn)).toEqual(before);
  });
});

describe('targets by address', () => {
  const INNER = '10.0.9.10';

  const pairByAddress = (address: string) => {
    const rig = new Rig();
    rig.launch(FIRST, {
      furtherInterfaces: [{ privateIpAddress: INNER, subnetId: 'subnet-inner', securityGroups: [] }],
    });
    rig.answer(FIRST, 200);
    const group = rig.targetGroup({ targetType: 'ip' });
    rig.loadBalancer(group);
    rig.cloud.elb.registerTargets(group, [{ id: address }]);
    rig.seconds(600);
    return { rig, group };
  };

  it('are checked at that address, and described with their zone', () => {
    const { rig, group } = pairByAddress('10.0.1.10');
    expect(rig.cloud.elb.describeTargetHealth(group)).toEqual([
      {
        target: { id: '10.0.1.10', port: 443, availabilityZone: 'eu-west-1a' },
        healthCheckPort: '8444',
        health: { state: 'healthy' },
      },
    ]);
    expect(rig.routable(group)).toEqual([FIRST]);
  });

  it('may be any interface of an instance', () => {
    const { rig, group } = pairByAddress(INNER);
    expect(new Set(rig.checks.map(({ url }) => url))).toEqual(new Set([`http://${INNER}:8444/`]));
    expect(rig.health(group)).toEqual(['unhealthy Target.FailedHealthChecks']);
  });

  it('stay registered when EC2 ends the instance, and fail their checks', () => {
    const { rig, group } = pairByAddress('10.0.1.10');
    rig.cloud.ec2.terminate([FIRST]);
    rig.answer(FIRST, 'refused');
    rig.seconds(600);
    expect(rig.health(group)).toEqual(['unhealthy Target.FailedHealthChecks']);
  });

  it('see the load balancer, not the client', () => {
    const { rig, group } = pairByAddress('10.0.1.10');
    expect(rig.cloud.elb.describeTargetGroups()).toMatchObject([{ targetType: 'ip' }]);
    expect(rig.cloud.elb.describeTargetGroupAttributes(group)).toMatchObject({
      'preserve_client_ip.enabled': 'false',
    });
  });

  it('are refused where no instance has the address', () => {
    const { rig, group } = pairByAddress('10.0.1.10');
    expect(refusalOf(() => rig.register(group, FIRST))).toBe('InvalidTarget');
    expect(refusalOf(() => rig.register(group, '10.0.9.99'))).toBe('InvalidTarget');
  });
});
