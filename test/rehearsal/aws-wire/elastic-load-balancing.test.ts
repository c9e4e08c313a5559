import {
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST, REGION, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

describe('DescribeTargetHealth', () => {
  it('lists the registered targets with state, reason and description', async () => {
    const { TargetHealthDescriptions, $metadata } = await region.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: region.targetGroupArn }),
    );
    expect($metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(TargetHealthDescriptions).toEqual([
      { Target: { Id: FIRST, Port: 443 }, HealthCheckPort: '8444', TargetHealth: { State: 'healthy' } },
      {
        Target: { Id: SECOND, Port: 443 },
        HealthCheckPort: '8444',
        TargetHealth: {
          State: 'unhealthy',
          Reason: 'Target.FailedHealthChecks',
          Description: expect.any(String),
        },
      },
    ]);
  });

  it('answers for a target that is named but not registered: unused, Target.NotRegistered', async () => {
    const { TargetHealthDescriptions } = await region.elb.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: region.targetGroupArn,
        Targets: [{ Id: 'i-0ffffffffffffffff' }, { Id: SECOND, Port: 443 }],
        Include: ['All'],
      }),
    );
    expect(
      TargetHealthDescriptions?.map(({ Target, TargetHealth }) => [
        Target?.Id,
        TargetHealth?.State,
        TargetHealth?.Reason,
      ]),
    ).toEqual([
      ['i-0ffffffffffffffff', 'unused', 'Target.NotRegistered'],
      [SECOND, 'unhealthy', 'Target.FailedHealthChecks'],
    ]);
  });
});

describe('RegisterTargets and DeregisterTargets', () => {
  it('a deregistered target drains; registered again it begins anew', async () => {
    await using own = await startWiredRegion();
    const TargetGroupArn = own.targetGroupArn;
    const stateOfFirst = async () => {
      const { TargetHealthDescriptions } = await own.elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn, Targets: [{ Id: FIRST }] }),
      );
      return TargetHealthDescriptions?.[0]?.TargetHealth?.State;
    };
    await own.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: FIRST }] }));
    expect(await stateOfFirst()).toBe('draining');
    await own.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: FIRST }] }));
    expect(await stateOfFirst()).toBe('initial');
  });
});

describe('target groups', () => {
  it('are described with the settings of their health checks', async () => {
    const { TargetGroups } = await region.elb.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [region.targetGroupArn] }),
    );
    expect(TargetGroups).toEqual([
      expect.objectContaining({
        TargetGroupArn: region.targetGroupArn,
        TargetGroupName: 'web',
        Protocol: 'TCP',
        Port: 443,
        VpcId: 'vpc-1',
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: '8444',
        HealthCheckPath: '/',
        HealthCheckEnabled: true,
        Matcher: { HttpCode: '200' },
        LoadBalancerArns: [region.loadBalancerArn],
        TargetType: 'instance',
      }),
    ]);
  });

  it.each([
    ['name', () => ({ Names: ['web'] })],
    ['load balancer', () => ({ LoadBalancerArn: region.loadBalancerArn })],
  ])('are found by %s', async (_by, input) => {
    const { TargetGroups } = await region.elb.send(new DescribeTargetGroupsCommand(input()));
    expect(TargetGroups?.map((each) => each.TargetGroupName)).toEqual(['web']);
  });

  it('come in pages that together are all of them, each once', async () => {
    await using own = await startWiredRegion();
    for (let n = 0; n < 6; n += 1)
      own.cloud.elb.createTargetGroup({ name: `more-${n}`, port: 80, vpcId: 'vpc-1' });
    const pages: number[] = [];
    const names: (string | undefined)[] = [];
    for await (const { TargetGroups = [] } of paginateDescribeTargetGroups(
      { client: own.elb },
      { PageSize: 3 },
    )) {
      pages.push(TargetGroups.length);
      names.push(...TargetGroups.map((each) => each.TargetGroupName));
    }
    expect(pages).toEqual([3, 3, 1]);
    expect(names.sort()).toEqual(['more-0', 'more-1', 'more-2', 'more-3', 'more-4', 'more-5', 'web']);
  });

  it('take new settings, and keep those that were not sent', async () => {
    await using own = await startWiredRegion();
    const { TargetGroups } = await own.elb.send(
      new ModifyTargetGroupCommand({
        TargetGroupArn: own.targetGroupArn,
        HealthCheckPort: 'traffic-port',
        HealthCheckIntervalSeconds: 10,
        UnhealthyThresholdCount: 2,
        Matcher: { HttpCode: '200-299' },
      }),
    );
    expect(TargetGroups?.[0]).toMatchObject({
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 10,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200-299' },
    });
  });

  it('take every setting of a check', async () => {
    await using own = await startWiredRegion();
    const settings = {
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: '8445',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 20,
      HealthCheckTimeoutSeconds: 12,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 4,
      Matcher: { HttpCode: '200,204' },
    } as const;
    const TargetGroupArn = own.targetGroupArn;
    await own.elb.send(new ModifyTargetGroupCommand({ TargetGroupArn, ...settings }));
    const { TargetGroups } = await own.elb.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
    );
    expect(TargetGroups?.[0]).toMatchObject(settings);
    await own.elb.send(new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckProtocol: 'TCP' }));
    const tcp = await own.elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }));
    expect(tcp.TargetGroups?.[0]).toMatchObject({ HealthCheckProtocol: 'TCP', HealthCheckPort: '8445' });
    expect(tcp.TargetGroups?.[0]).not.toHaveProperty('Matcher');
  });

  it('may have targets by address', async () => {
    await using own = await startWiredRegion();
    const { targetGroupArn: TargetGroupArn } = own.cloud.elb.createTargetGroup({
      name: 'by-address',
      targetType: 'ip',
      port: 443,
      vpcId: 'vpc-1',
    });
    await own.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.2.10' }] }));
    const { TargetHealthDescriptions } = await own.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    expect(TargetHealthDescriptions?.map(({ Target }) => Target)).toEqual([
      { Id: '10.0.2.10', Port: 443, AvailabilityZone: `${REGION}b` },
    ]);
    const { TargetGroups } = await own.elb.send(new DescribeTargetGroupsCommand({ Names: ['by-address'] }));
    expect(TargetGroups).toMatchObject([{ TargetType: 'ip' }]);
  });

  it('have attributes that can be changed', async () => {
    await using own = await startWiredRegion();
    const change = { Key: 'deregistration_delay.timeout_seconds', Value: '30' };
    const TargetGroupArn = own.targetGroupArn;
    const before = await own.elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    expect(before.Attributes).toContainEqual({ ...change, Value: '300' });
    const changed = await own.elb.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [change] }),
    );
    expect(changed.Attributes).toContainEqual(change);
    const after = await own.elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    expect(after.Attributes).toEqual(changed.Attributes);
  });
});

describe('load balancers', () => {
  it.each([
    ['all', () => ({})],
    ['by ARN', () => ({ LoadBalancerArns: [region.loadBalancerArn] })],
    ['by name', () => ({ Names: ['edge'] })],
  ])('are described: %s', async (_by, input) => {
    const { LoadBalancers } = await region.elb.send(new DescribeLoadBalancersCommand(input()));
    expect(LoadBalancers).toEqual([
      expect.objectContaining({
        LoadBalancerArn: region.loadBalancerArn,
        LoadBalancerName: 'edge',
        Type: 'network',
        State: { Code: 'active' },
        CreatedTime: expect.any(Date),
        AvailabilityZones: [
          { ZoneName: `${REGION}a`, SubnetId: 'subnet-a', LoadBalancerAddresses: [] },
          { ZoneName: `${REGION}b`, SubnetId: 'subnet-b', LoadBalancerAddresses: [] },
        ],
      }),
    ]);
  });

  it('are described with type, state, security groups and addresses', async () => {
    await using own = await startWiredRegion();
    const { ec2, elb } = own.cloud;
    const { groupId } = ec2.createSecurityGroup({ groupName: 'balancer', vpcId: 'vpc-1' });
    const elasticIp = { allocationId: 'eipalloc-1', ipAddress: '203.0.113.1' };
    const { loadBalancerArn } = elb.createLoadBalancer({
      name: 'static',
      vpcId: 'vpc-1',
      securityGroups: [groupId],
      availabilityZones: [{ zoneName: `${REGION}a`, subnetId: 'subnet-a', elasticIp }],
    });
    elb.setLoadBalancerState(loadBalancerArn, 'active_impaired');
    elb.createLoadBalancer({
      name: 'web',
      type: 'application',
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'].map((letter) => ({
        zoneName: `${REGION}${letter}`,
        subnetId: `subnet-${letter}`,
      })),
    });
    const { LoadBalancers } = await own.elb.send(
      new DescribeLoadBalancersCommand({ Names: ['static', 'web'] }),
    );
    expect(
      Object.fromEntries(LoadBalancers?.map((each) => [each.LoadBalancerName, each]) ?? []),
    ).toMatchObject({
      static: {
        Type: 'network',
        State: { Code: 'active_impaired' },
        SecurityGroups: [groupId],
        AvailabilityZones: [
          {
            ZoneName: `${REGION}a`,
            LoadBalancerAddresses: [{ AllocationId: 'eipalloc-1', IpAddress: '203.0.113.1' }],
          },
        ],
      },
      web: { Type: 'application', State: { Code: 'active' } },
    });
  });

  it('of an Application Load Balancer have target groups without what only a Network Load Balancer does', async () => {
    await using own = await startWiredRegion();
    const { targetGroupArn: TargetGroupArn } = own.cloud.elb.createTargetGroup({
      name: 'pages',
      protocol: 'HTTP',
      port: 80,
      vpcId: 'vpc-1',
    });
    const { TargetGroups } = await own.elb.send(new DescribeTargetGroupsCommand({ Names: ['pages'] }));
    expect(TargetGroups).toMatchObject([
      { Protocol: 'HTTP', HealthCheckProtocol: 'HTTP', Matcher: { HttpCode: '200' } },
    ]);
    const { Attributes } = await own.elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    const keys = Attributes?.map(({ Key }) => Key);
    expect(keys).toContain('load_balancing.cross_zone.enabled');
    expect(keys).not.toContain('target_health_state.unhealthy.connection_termination.enabled');
    expect(Attributes).toContainEqual({ Key: 'stickiness.type', Value: 'lb_cookie' });
  });

  it('come in pages', async () => {
    await using own = await startWiredRegion();
    for (let n = 0; n < 4; n += 1) {
      own.cloud.elb.createLoadBalancer({
        name: `more-${n}`,
        vpcId: 'vpc-1',
        availabilityZones: [{ zoneName: `${REGION}a`, subnetId: 'subnet-a' }],
      });
    }
    const pages: number[] = [];
    const names = new Set<string | undefined>();
    for await (const { LoadBalancers = [] } of paginateDescribeLoadBalancers(
      { client: own.elb },
      { PageSize: 3 },
    )) {
      pages.push(LoadBalancers.length);
      for (const { LoadBalancerName } of LoadBalancers) names.add(LoadBalancerName);
    }
    expect(pages).toEqual([3, 2]);
    expect(names.size).toBe(5);
  });

  it('have attributes that can be changed', async () => {
    await using own = await startWiredRegion();
    const LoadBalancerArn = own.loadBalancerArn;
    const change = { Key: 'load_balancing.cross_zone.enabled', Value: 'true' };
    const changed = await own.elb.send(
      new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: [change] }),
    );
    expect(changed.Attributes).toContainEqual(change);
    const after = await own.elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
    expect(after.Attributes).toEqual(changed.Attributes);
  });

  it('have listeners that forward to target groups, by load balancer and by ARN', async () => {
    const inputs = [{ LoadBalancerArn: region.loadBalancerArn }, { ListenerArns: [region.listenerArn] }];
    for (const input of inputs) {
      const { Listeners } = await region.elb.send(new DescribeListenersCommand(input));
      expect(Listeners).toEqual([
        expect.objectContaining({
          ListenerArn: region.listenerArn,
          Protocol: 'TCP',
          Port: 443,
          DefaultActions: [
            expect.objectContaining({ Type: 'forward', TargetGroupArn: region.targetGroupArn }),
          ],
        }),
      ]);
    }
  });

  it('have the attributes of a Network Load Balancer', async () => {
    const { Attributes } = await region.elb.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: region.loadBalancerArn }),
    );
    expect(Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'false' });
  });

  it('DescribeTags knows every resource, in the order asked', async () => {
    const ResourceArns = [region.listenerArn, region.targetGroupArn, region.loadBalancerArn];
    const { TagDescriptions } = await region.elb.send(new DescribeTagsCommand({ ResourceArns }));
    expect(TagDescriptions).toEqual(ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [] })));
  });
});
