import { describe, expect, it } from 'vitest';
import { FIRST, Rig, refusalOf, steadyPair } from './rig.ts';

describe('what passes a check', () => {
  it.each([
    { protocol: 'HTTP', answer: 200, state: 'healthy' },
    { protocol: 'HTTP', answer: 399, state: 'healthy' },
    { protocol: 'HTTP', answer: 400, state: 'unhealthy' },
    { protocol: 'HTTP', answer: 503, state: 'unhealthy' },
    { protocol: 'HTTP', answer: 'refused', state: 'unhealthy' },
    { protocol: 'HTTP', answer: 'timeout', state: 'unhealthy' },
    { protocol: 'TCP', answer: 503, state: 'healthy' },
    { protocol: 'TCP', answer: 'refused', state: 'unhealthy' },
    { protocol: 'TCP', answer: 'timeout', state: 'unhealthy' },
  ] as const)('$protocol $answer: $state', ({ protocol, answer, state }) => {
    const { rig, group } = steadyPair();
    rig.cloud.elb.modifyTargetGroup(group, { protocol });
    rig.answer(FIRST, answer);
    rig.seconds(30);
    expect(rig.health(group)[0]?.split(' ')[0]).toBe(state);
  });

  it.each([
    { settings: { intervalSeconds: 4 } },
    { settings: { intervalSeconds: 301 } },
    { settings: { healthyThreshold: 1 } },
    { settings: { unhealthyThreshold: 11 } },
    { settings: { timeoutSeconds: 1 } },
    { settings: { intervalSeconds: 5, timeoutSeconds: 6 } },
    { settings: { matcher: '199' } },
    { settings: { matcher: '200-600' } },
    { settings: { matcher: 'any' } },
    { settings: { matcher: '300-200' } },
    { settings: { port: 0 } },
    { settings: { port: 65_536 } },
    { settings: { path: 'health' } },
  ])('refuses $settings', ({ settings }) => {
    const { rig, group } = steadyPair();
    expect(refusalOf(() => rig.cloud.elb.modifyTargetGroup(group, settings))).toBe('ValidationError');
  });

  it.each([{ path: '/health' }, { matcher: '200' }, { protocol: 'TCP', path: '/' }] as const)(
    'refuses %o for TCP, which has neither paths nor codes',
    (settings) => {
      const rig = new Rig();
      const group = rig.targetGroup({ healthCheck: {} });
      expect(refusalOf(() => rig.cloud.elb.modifyTargetGroup(group, settings))).toBe(
        'InvalidConfigurationRequest',
      );
      expect(refusalOf(() => rig.targetGroup({ name: 'another', healthCheck: settings }))).toBe(
        'InvalidConfigurationRequest',
      );
    },
  );

  it('has the defaults of the service', () => {
    const rig = new Rig();
    const group = rig.cloud.elb.createTargetGroup({ name: 'plain', port: 443, vpcId: 'vpc-1' });
    expect(group.healthCheck).toEqual({
      protocol: 'TCP',
      port: 'traffic-port',
      path: '/',
      intervalSeconds: 30,
      timeoutSeconds: 10,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      matcher: '200-399',
    });
    expect(group.targetGroupArn).toMatch(
      /^arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup\/plain\/[0-9a-f]{16}$/,
    );
  });
});
