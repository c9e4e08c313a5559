import { describe, expect, it } from 'vitest';
import { DEFAULT_ATTRIBUTES } from '#rehearsal/cloud/elb/attributes.ts';
import { FIRST, Rig, refusalOf, SECOND, steadyPair } from './rig.ts';

const NO_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/none/0000000000000000';

describe('registration', () => {
  it.each([
    { what: 'an unknown instance', id: 'i-0aaaaaaaaaaaaaaaf', prepare: () => undefined },
    { what: 'what is no instance', id: '10.0.1.10', prepare: () => undefined },
    { what: 'a stopped instance', id: FIRST, prepare: (rig: Rig) => rig.cloud.ec2.stop([FIRST]) },
    { what: 'a terminated instance', id: FIRST, prepare: (rig: Rig) => rig.cloud.ec2.terminate([FIRST]) },
  ])('refuses $what, and with it the whole call', ({ id, prepare }) => {
    const rig = new Rig();
    rig.launch(FIRST);
    rig.launch(SECOND);
    const group = rig.targetGroup();
    prepare(rig);
    rig.seconds(30);
    expect(refusalOf(() => rig.register(group, SECOND, id))).toBe('InvalidTarget');
    expect(rig.health(group)).toEqual([]);
  });

  it('refuses a zone for a target by instance id', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    const target = { id: FIRST, availabilityZone: 'eu-west-1a' };
    expect(refusalOf(() => rig.cloud.elb.registerTargets(rig.targetGroup(), [target]))).toBe(
      'ValidationError',
    );
  });

  it('leaves a registered target as it is', () => {
    const { rig, group } = steadyPair();
    rig.register(group, FIRST, SECOND);
    expect(rig.health(group)).toEqual(['healthy', 'unhealthy Target.FailedHealthChecks']);
  });

  it('begins anew for a draining target', () => {
    const { rig, group } = steadyPair();
    rig.deregister(group, FIRST);
    rig.register(group, FIRST);
    expect(rig.health(group)).toEqual([
      'unhealthy Target.FailedHealthChecks',
      'initial Elb.RegistrationInProgress',
    ]);
    rig.seconds(600);
    expect(rig.health(group)[1]).toBe('healthy');
  });

  it('tells the ports of one instance apart; without a port the group own is meant', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    const group = rig.targetGroup();
    rig.cloud.elb.registerTargets(group, [{ id: FIRST }, { id: FIRST, port: 8443 }]);
    rig.deregister(group, FIRST);
    expect(rig.cloud.elb.describeTargetHealth(group).map(({ target }) => target)).toEqual([
      { id: FIRST, port: 8443 },
    ]);
    rig.cloud.elb.deregisterTargets(group, [{ id: FIRST, port: 8443 }]);
    expect(rig.health(group)).toEqual([]);
  });

  it('has nothing against deregistering what is not registered', () => {
    const { rig, group } = steadyPair();
    expect(refusalOf(() => rig.deregister(group, 'i-0aaaaaaaaaaaaaaa9'))).toBe('no refusal');
  });

  it('deregisters at once what gets no traffic, or has no delay', () => {
    const { rig, group } = steadyPair({}, { attributes: { 'deregistration_delay.timeout_seconds': '0' } });
    rig.deregister(group, FIRST);
    expect(rig.health(group)).toEqual(['unhealthy Target.FailedHealthChecks']);
    expect(rig.routable(group)).toEqual([FIRST]);
    rig.cloud.elb.modifyTargetGroupAttributes(group, { 'deregistration_delay.timeout_seconds': '300' });
    rig.cloud.ec2.stop([SECOND]);
    rig.seconds(20);
    rig.deregister(group, SECOND);
    expect(rig.health(group)).toEqual([]);
  });
});

describe('target groups', () => {
  it.each([
    'describeTargetHealth',
    'describeTargetGroupAttributes',
    'routableTargets',
    'withoutHealthyTargetMs',
  ] as const)('%s of an unknown group: TargetGroupNotFound', (call) => {
    expect(refusalOf(() => new Rig().cloud.elb[call](NO_GROUP))).toBe('TargetGroupNotFound');
  });

  it('register and deregister in an unknown group: TargetGroupNotFound', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    expect(refusalOf(() => rig.register(NO_GROUP, FIRST))).toBe('TargetGroupNotFound');
    expect(refusalOf(() => rig.deregister(NO_GROUP, FIRST))).toBe('TargetGroupNotFound');
  });

  it('have names of their own, within the rules', () => {
    const rig = new Rig();
    rig.targetGroup();
    expect(refusalOf(() => rig.targetGroup())).toBe('DuplicateTargetGroupName');
    for (const name of ['', '-a', 'a-', 'a_b', 'a'.repeat(33)]) {
      expect(refusalOf(() => rig.targetGroup({ name }))).toBe('ValidationError');
    }
  });

  it('are deleted only when out of use, and then unknown', () => {
    const { rig, group } = steadyPair();
    expect(refusalOf(() => rig.cloud.elb.deleteTargetGroup(group))).toBe('ResourceInUse');
    const [loadBalancer] = rig.cloud.elb.describeLoadBalancers();
    for (const listener of rig.cloud.elb.describeListeners(loadBalancer?.loadBalancerArn ?? '')) {
      rig.cloud.elb.deleteListener(listener.listenerArn);
    }
    rig.cloud.elb.deleteTargetGroup(group);
    expect(refusalOf(() => rig.health(group))).toBe('TargetGroupNotFound');
    expect(refusalOf(() => rig.targetGroup())).toBe('no refusal');
  });
});

describe('attributes', () => {
  it('start with the defaults of a Network Load Balancer and change one by one', () => {
    const { rig, group } = steadyPair();
    expect(rig.cloud.elb.describeTargetGroupAttributes(group)).toEqual(DEFAULT_ATTRIBUTES);
    expect(DEFAULT_ATTRIBUTES).toMatchObject({
      'deregistration_delay.timeout_seconds': '300',
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
    });
    const changed = rig.cloud.elb.modifyTargetGroupAttributes(group, {
      'load_balancing.cross_zone.enabled': 'true',
    });
    expect(changed).toEqual({ ...DEFAULT_ATTRIBUTES, 'load_balancing.cross_zone.enabled': 'true' });
  });

  it.each([
    { attributes: { 'deregistration_delay.timeout_seconds': '3601' }, code: 'ValidationError' },
    { attributes: { 'deregistration_delay.timeout_seconds': '-1' }, code: 'ValidationError' },
    { attributes: { 'stickiness.enabled': 'yes' }, code: 'ValidationError' },
    { attributes: { 'slow_start.duration_seconds': '30' }, code: 'ValidationError' },
    {
      attributes: { 'target_health_state.unhealthy.draining_interval_seconds': '30' },
      code: 'InvalidConfigurationRequest',
    },
  ])('refuses $attributes: $code, and changes nothing', ({ attributes, code }) => {
    const { rig, group } = steadyPair();
    expect(refusalOf(() => rig.cloud.elb.modifyTargetGroupAttributes(group, attributes))).toBe(code);
    expect(rig.cloud.elb.describeTargetGroupAttributes(group)).toEqual(DEFAULT_ATTRIBUTES);
  });
});

describe('load balancers', () => {
  it('have ARN, DNS name and zones, and give their ARN to the groups they use', () => {
    const rig = new Rig();
    const group = rig.targetGroup();
    const arn = rig.loadBalancer(group);
    expect(arn).toMatch(
      /^arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer\/net\/lm\/[0-9a-f]{16}$/,
    );
    expect(rig.cloud.elb.describeLoadBalancers()).toMatchObject([
      {
        type: 'network',
        state: 'active',
        dnsName: expect.stringMatching(/^lm-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com$/),
      },
    ]);
    expect(rig.cloud.elb.describeListeners(arn)).toMatchObject([
      {
        port: 443,
        protocol: 'TCP',
        targetGroupArn: group,
        listenerArn: expect.stringContaining(':listener/net/lm/'),
      },
    ]);
    expect(rig.cloud.elb.describeTargetGroups()).toMatchObject([{ loadBalancerArns: [arn] }]);
  });

  it('refuse what cannot be', () => {
    const rig = new Rig();
    const group = rig.targetGroup();
    const loadBalancerArn = rig.loadBalancer(group);
    const { elb } = rig.cloud;
    const other = elb.createLoadBalancer({
      name: 'lm-2',
      vpcId: 'vpc-1',
      availabilityZones: [{ zoneName: 'eu-west-1a', subnetId: 'subnet-a' }],
    });
    const listen = (arn: string, targetGroupArn: string) =>
      elb.createListener({ loadBalancerArn: arn, port: 443, targetGroupArn });
    expect(refusalOf(() => listen(loadBalancerArn, group))).toBe('DuplicateListener');
    expect(refusalOf(() => listen(other.loadBalancerArn, group))).toBe('TargetGroupAssociationLimit');
    expect(refusalOf(() => listen(other.loadBalancerArn, NO_GROUP))).toBe('TargetGroupNotFound');
    expect(refusalOf(() => listen('arn:none', group))).toBe('LoadBalancerNotFound');
    expect(refusalOf(() => elb.deleteListener('arn:none'))).toBe('ListenerNotFound');
    expect(refusalOf(() => rig.loadBalancer(group))).toBe('DuplicateLoadBalancerName');
  });
});
