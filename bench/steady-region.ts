import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { makeRandom } from '#rehearsal/world/random.ts';

export const REGION = 'eu-west-1';

/** A region whose pairs are all as they should be: the first unit answers 200, the second 503. */
export interface SteadyRegion {
  readonly cloud: CloudRegion;
  /** The region's own time: it stands still but for `settle`. */
  readonly scheduler: VirtualScheduler;
  readonly pairs: readonly Pair[];
  /** Registers what was deregistered, and lets the time pass that the load balancer takes to see it. */
  settle(): void;
}

const SEED = 1;
const VPC = 'vpc-1';
const HEALTH_PORT = 8444;
const ZONES: Readonly<Record<UnitName, string>> = { first: `${REGION}a`, second: `${REGION}b` };
const CHECK = { intervalSeconds: 10, healthyThreshold: 2, unhealthyThreshold: 2 } as const;

/** Longer than the deregistration delay, and than a new target takes to be `unhealthy`. */
const SETTLED_MS = 10 * MINUTE_MS;

const isActive = (address: string): boolean => address.startsWith('10.1.');

const applianceOf = (number: number, unit: UnitName): Pair['units'][UnitName] => {
  const unitNumber = UNIT_NAMES.indexOf(unit) + 1;
  const address = `10.${unitNumber}.${number >> 8}.${number & 255}`;
  return {
    instanceId: `i-0${unitNumber}${number.toString(16).padStart(15, '0')}`,
    address,
    management: `https://${address}:8443`,
    certificateSha256: 'ab'.repeat(32),
    credentials: `understudy/lm-${number}/${unit}`,
  };
};

const declare = (number: number, targetGroupArn: string): Pair => ({
  id: `lm-${number}`,
  region: REGION,
  mode: 'enforce',
  units: { first: applianceOf(number, 'first'), second: applianceOf(number, 'second') },
  targetGroups: [targetGroupArn],
  healthCheck: {
    port: HEALTH_PORT,
    handoverPort: 8445,
    intervalMs: CHECK.intervalSeconds * SECOND_MS,
    healthyThreshold: CHECK.healthyThreshold,
    unhealthyThreshold: CHECK.unhealthyThreshold,
  },
  preferred: 'none',
  failback: DEFAULT_POLICIES.failback,
  splitBrain: DEFAULT_POLICIES.splitBrain,
  drain: { onRebalance: 'ignore', maintenanceLeadMs: MINUTE_MS, hookBudgetMs: MINUTE_MS },
});

/** Two running units behind a load balancer of their own. */
const buildPair = ({ ec2, elb }: CloudRegion, number: number): Pair => {
  const { loadBalancerArn } = elb.createLoadBalancer({
    name: `lm-${number}`,
    vpcId: VPC,
    availabilityZones: UNIT_NAMES.map((unit) => ({ zoneName: ZONES[unit], subnetId: `subnet-${unit}` })),
  });
  const { targetGroupArn } = elb.createTargetGroup({
    name: `lm-${number}`,
    port: 443,
    vpcId: VPC,
    healthCheck: { protocol: 'HTTP', port: HEALTH_PORT, path: '/', matcher: '200', ...CHECK },
  });
  elb.createListener({ loadBalancerArn, port: 443, targetGroupArn });
  const pair = declare(number, targetGroupArn);
  for (const unit of UNIT_NAMES) {
    ec2.launch({
      instanceId: pair.units[unit].instanceId,
      privateIpAddress: pair.units[unit].address,
      availabilityZone: ZONES[unit],
      subnetId: `subnet-${unit}`,
      vpcId: VPC,
      tags: { Name: `${pair.id}-${unit}`, 'understudy:managed': 'true' },
      alreadyRunning: true,
    });
  }
  return pair;
};

/** Builds a region of so many pairs, each in one target group, without AWS's rate limits. */
export const makeSteadyRegion = (pairCount: number): SteadyRegion => {
  const scheduler = new VirtualScheduler(Date.now());
  const cloud = makeCloudRegion({
    region: REGION,
    accountId: '111122223333',
    scheduler,
    random: makeRandom(SEED),
    probe: ({ address }, done) => done({ kind: 'status', status: isActive(address) ? 200 : 503 }),
  });
  cloud.faults.setRateShare(Number.POSITIVE_INFINITY);
  const pairs = Array.from({ length: pairCount }, (_, number) => buildPair(cloud, number));
  const settle = (): void => {
    for (const { units, targetGroups } of pairs) {
      const targets = UNIT_NAMES.map((unit) => ({ id: units[unit].instanceId }));
      for (const arn of targetGroups) cloud.elb.registerTargets(arn, targets);
    }
    scheduler.advance(SETTLED_MS);
  };
  settle();
  return { cloud, scheduler, pairs, settle };
};
