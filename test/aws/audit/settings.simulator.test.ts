import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ingress } from '#domain/pair/action.ts';
import { type AuditedWorld, deletedLike, startAuditedWorld, valuesOf } from './audited-world.ts';

let wired: AuditedWorld;
beforeAll(async () => {
  wired = await startAuditedWorld();
}, 60_000);
afterAll(async () => {
  await wired.stop();
  expect(wired.defects).toEqual([]);
});

describe('what is set is seen', () => {
  const [single, done] = ['single', { kind: 'done' }] as const;

  it('as the health check of a target group', async () => {
    const [arn = ''] = wired.pairOf(single).targetGroups;
    wired.cloud.elb.modifyTargetGroup(arn, { matcher: '200-599', healthyThreshold: 5, port: 443 });
    const change = { matcher: '200', healthyThreshold: 3, port: 8444, intervalSeconds: 15 };
    expect(await wired.settings.setHealthCheck(arn, change)).toEqual(done);
    expect((await wired.seenOf(wired.pairOf(single))).targetGroups[arn]).toMatchObject({
      value: {
        matcher: '200',
        healthyThreshold: 3,
        healthCheckPort: '8444',
        healthCheckIntervalSeconds: 15,
        healthCheckPath: '/',
      },
    });
  });

  it('as attributes of a target group, which may leave one to the load balancer', async () => {
    const [arn = ''] = wired.pairOf(single).targetGroups;
    const attributes = {
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      'deregistration_delay.timeout_seconds': '45',
    };
    expect(await wired.settings.setTargetGroupAttributes(arn, attributes)).toEqual(done);
    const seen = await wired.seenOf(wired.pairOf(single));
    expect(seen.targetGroupAttributes[arn]).toMatchObject({ value: attributes });
    expect(valuesOf(seen.loadBalancerAttributes)).toMatchObject([
      { 'load_balancing.cross_zone.enabled': 'false' },
    ]);
  });

  it('as termination protection', async () => {
    const { instanceId } = wired.pairOf(single).units.first;
    wired.cloud.ec2.setDisableApiTermination(instanceId, false);
    const protection = async () =>
      (await wired.seenOf(wired.pairOf(single))).terminationProtection[instanceId];
    expect(await protection()).toEqual({ kind: 'read', value: false });
    expect(await wired.settings.protectInstance(instanceId)).toEqual(done);
    expect(await protection()).toEqual({ kind: 'read', value: true });
  });

  it.each([
    { from: { cidr: '192.0.2.0/24' }, seen: { cidrs: ['192.0.2.0/24'] } },
    { from: { cidr: '2001:db8::/32' }, seen: { cidrs: ['2001:db8::/32'] } },
    { from: { group: 'own' }, seen: {} },
  ])('as ingress from $from, once however often it is set', async ({ from, seen }) => {
    const { securityGroups } = await wired.seenOf(wired.pairOf(single));
    const [id = ''] = Object.keys(securityGroups);
    const source = 'group' in from ? { group: id } : from;
    const wanted = 'group' in from ? { groups: [id] } : seen;
    const ingress: Ingress = { protocol: 'tcp', fromPort: 9000, toPort: 9001, from: source };
    const permissions = async () => {
      const group = (await wired.seenOf(wired.pairOf(single))).securityGroups[id];
      return group?.kind === 'read' && group.value.ingress.filter(({ fromPort }) => fromPort === 9000);
    };
    expect(await wired.settings.allowIngress(id, ingress)).toEqual(done);
    expect(await wired.settings.allowIngress(id, ingress)).toEqual(done);
    expect(await permissions()).toMatchObject([{ protocol: 'tcp', toPort: 9001, ...wanted }]);
    expect(await wired.settings.revokeIngress(id, ingress)).toEqual(done);
    expect(await permissions()).toEqual([]);
    expect(await wired.settings.revokeIngress(id, ingress)).toEqual({ kind: 'gone' });
  });

  it('and what AWS refuses fails', async () => {
    const [arn = ''] = wired.pairOf(single).targetGroups;
    const deleted = deletedLike(arn);
    const failed = (code: string) => ({ kind: 'failed', code });
    expect(await wired.settings.setHealthCheck(deleted, { port: 8444 })).toEqual(
      failed('target-group-not-found'),
    );
    expect(await wired.settings.setHealthCheck(arn, { intervalSeconds: 1 })).toEqual(failed('aws-error'));
    expect(await wired.settings.protectInstance('i-0fffffffffffffff0')).toEqual(failed('aws-error'));
  });
});
