import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { startAwsEndpoint } from '#rehearsal/aws-wire/endpoint.ts';
import type { PutEvent } from '#rehearsal/aws-wire/service.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT_ID = '123456789012';
export const FIRST = 'i-0123456789abcdef0';
export const SECOND = 'i-0123456789abcdef1';
export const START_AT = Date.parse('2026-03-01T08:00:00Z');
/** Long enough for a registered target to be healthy. */
const SETTLED_MS = 10 * 60_000;

/** A seeded sequence: the same ids in every run. */
const sequence = (): (() => number) => {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
};

const ZONE = (id: string) => ({
  availabilityZone: `${REGION}${id}`,
  subnetId: `subnet-${id}`,
  vpcId: 'vpc-1',
  alreadyRunning: true,
});

/** A region with one pair behind a Network Load Balancer: the first unit answers 200, the second 503. */
const makeRegion = (scheduler: VirtualScheduler) => {
  const cloud = makeCloudRegion({
    region: REGION,
    accountId: ACCOUNT_ID,
    scheduler,
    random: sequence(),
    probe: ({ address }, done) => done({ kind: 'status', status: address === '10.0.1.10' ? 200 : 503 }),
  });
  cloud.faults.setRateShare(Number.POSITIVE_INFINITY);
  cloud.ec2.launch({
    ...ZONE('a'),
    instanceId: FIRST,
    privateIpAddress: '10.0.1.10',
    tags: { Name: 'lm-1', managed: 'yes' },
  });
  cloud.ec2.launch({
    ...ZONE('b'),
    instanceId: SECOND,
    privateIpAddress: '10.0.2.10',
    tags: { Name: 'lm-2' },
  });
  const { loadBalancerArn } = cloud.elb.createLoadBalancer({
    name: 'edge',
    vpcId: 'vpc-1',
    availabilityZones: [
      { zoneName: `${REGION}a`, subnetId: 'subnet-a' },
      { zoneName: `${REGION}b`, subnetId: 'subnet-b' },
    ],
  });
  const { targetGroupArn } = cloud.elb.createTargetGroup({
    name: 'web',
    port: 443,
    vpcId: 'vpc-1',
    healthCheck: { protocol: 'HTTP', port: 8444, path: '/', matcher: '200' },
  });
  const { listenerArn } = cloud.elb.createListener({ loadBalancerArn, port: 443, targetGroupArn });
  cloud.elb.registerTargets(targetGroupArn, [{ id: FIRST }, { id: SECOND }]);
  cloud.autoScaling.createGroup({ groupName: 'pair' });
  cloud.autoScaling.attachInstances('pair', [FIRST, SECOND]);
  scheduler.advance(SETTLED_MS);
  return { cloud, loadBalancerArn, targetGroupArn, listenerArn };
};

/** Unmodified clients, which try once so that every answer is seen. */
const makeClients = (endpoint: string) => {
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return {
    config,
    elb: new ElasticLoadBalancingV2Client(config),
    ec2: new EC2Client(config),
    autoScaling: new AutoScalingClient(config),
    events: new EventBridgeClient(config),
    secrets: new SecretsManagerClient(config),
    securityHub: new SecurityHubClient(config),
  };
};

/** A region, its endpoint, and clients for it. Use with `await using`. */
export const startWiredRegion = async () => {
  const scheduler = new VirtualScheduler(START_AT);
  const events: PutEvent[] = [];
  const defects: unknown[] = [];
  const region = makeRegion(scheduler);
  const endpoint = await startAwsEndpoint({
    cloud: region.cloud,
    scheduler,
    secrets: new Map([['loadmaster/pair-1', '{"user":"bal","password":"p"}']]),
    onEvents: (accepted) => events.push(...accepted),
    onDefect: (defect) => defects.push(defect),
  });
  const clients = makeClients(endpoint.url);
  return {
    ...region,
    ...clients,
    scheduler,
    putEvents: events,
    defects,
    url: endpoint.url,
    [Symbol.asyncDispose]: async () => {
      const { config: _, ...all } = clients;
      for (const client of Object.values(all)) client.destroy();
      await endpoint.close();
    },
  };
};

export type WiredRegion = Awaited<ReturnType<typeof startWiredRegion>>;
