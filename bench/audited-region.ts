import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { subnetsOf } from '#rehearsal/world/addresses.ts';
import { addPairSecurityGroups } from '#rehearsal/world/ec2-security-groups.ts';
import { ACCOUNT_ID } from '#rehearsal/world/estate-spec.ts';
import { balance } from '#rehearsal/world/pair-balancer.ts';
import { makeRandom } from '#rehearsal/world/random.ts';
import { auditedPair, REGION_INDEX, specOf, unitPlace } from './audited-pairs.ts';
import { REGION, type SteadyRegion } from './steady-region.ts';

const SEED = 1;

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** Longer than status checks take to be made, and targets to be `unhealthy`. */
const SETTLED_MS = 10 * MINUTE_MS;

/** In no Auto Scaling group, so that whether it is protected has to be asked of each instance. */
const launchUnits = ({ ec2 }: CloudRegion, number: number, groupId: string): void => {
  for (const unit of UNIT_NAMES) {
    const { address, ...place } = unitPlace(number, unit);
    ec2.launch({
      ...place,
      privateIpAddress: address,
      securityGroups: [groupId],
      alreadyRunning: true,
      disableApiTermination: true,
    });
  }
};

/** Every other pair: what its target groups say of cross-zone load balancing is that the load balancer says it. */
const leaveCrossZone = ({ elb }: CloudRegion, name: string, targetGroups: readonly string[]): void => {
  const balancer = elb.describeLoadBalancers().find((each) => each.name === name);
  if (balancer === undefined) throw new Error(`${name} has no load balancer`);
  elb.modifyLoadBalancerAttributes(balancer.loadBalancerArn, { [CROSS_ZONE]: 'true' });
  for (const arn of targetGroups)
    elb.modifyTargetGroupAttributes(arn, { [CROSS_ZONE]: 'use_load_balancer_configuration' });
};

const buildPair = (cloud: CloudRegion, number: number): Pair => {
  const around = { cloud, regionIndex: REGION_INDEX, pairIndex: number };
  const spec = specOf(number);
  const groups = addPairSecurityGroups(around, spec.id);
  launchUnits(cloud, number, groups.units);
  const targetGroups = balance(around, spec, groups.loadBalancer);
  if (number % 2 === 1) leaveCrossZone(cloud, spec.id, targetGroups);
  return auditedPair(number, targetGroups);
};

/**
 * A region of so many pairs of which an audit has nothing to say, each with two target groups behind a load balancer of its
 * own. Without AWS's rate limits.
 */
export const makeAuditedRegion = (pairCount: number): SteadyRegion => {
  const scheduler = new VirtualScheduler(Date.now());
  const active = new Set(
    Array.from({ length: pairCount }, (_, number) => unitPlace(number, 'first').address),
  );
  const cloud = makeCloudRegion({
    region: REGION,
    accountId: ACCOUNT_ID,
    scheduler,
    random: makeRandom(SEED),
    probe: ({ address }, done) => done({ kind: 'status', status: active.has(address) ? 200 : 503 }),
  });
  cloud.faults.setRateShare(Number.POSITIVE_INFINITY);
  for (const subnet of subnetsOf(REGION, REGION_INDEX)) cloud.ec2.createSubnet(subnet);
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
