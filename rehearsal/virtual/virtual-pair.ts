import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { FailbackPolicy, Pair, UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudEvent, CloudRegion } from '#rehearsal/cloud/types.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { type LoadMasterPair, makePair } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Probe } from '#rehearsal/network.ts';
import { MANAGED_TAG } from '#rehearsal/virtual/ports.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { unitsPreferFirst } from '#rehearsal/world/own-preference.ts';

/** One pair behind a Network Load Balancer, in virtual time: the smallest estate in which everything can go wrong. */
export interface VirtualPair {
  readonly scheduler: VirtualScheduler;
  readonly cloud: CloudRegion;
  readonly units: LoadMasterPair;
  readonly pair: Pair;
  /** What AWS put on the default bus since it was last taken. */
  takeEvents(): readonly CloudEvent[];
}

export interface VirtualPairSetup {
  readonly mode: Pair['mode'];
  readonly preferFirst: boolean;
  readonly failback?: Partial<FailbackPolicy>;
  readonly splitBrain?: Pair['splitBrain'];
  readonly spot: boolean;
  readonly managed: boolean;
  /** With a terminate hook on the group the units are in. */
  readonly autoScaling: boolean;
  readonly random: () => number;
  readonly behaviour?: Partial<UnitBehaviour>;
  readonly timing?: Partial<CloudTiming>;
}

const REGION = 'eu-west-1';
const VPC = 'vpc-0a1b2c3d';
const ADDRESSES: Readonly<Record<UnitName, string>> = { first: '10.0.1.5', second: '10.0.2.5' };
const INSTANCES: Readonly<Record<UnitName, string>> = {
  first: 'i-0000000000000000a',
  second: 'i-0000000000000000b',
};
const ZONES: Readonly<Record<UnitName, string>> = { first: 'eu-west-1a', second: 'eu-west-1b' };
export const GROUP_NAME = 'lm-pair-a';
export const HOOK_NAME = 'lm-terminate';
const START_AT = Date.UTC(2026, 4, 1, 10);

/** The load balancer polls by a way of its own, which is how a unit learns that one is there. */
const probeOf =
  (units: () => readonly LoadMasterUnit[], how: 'healthAnswer' | 'polledByLoadBalancer'): Probe =>
  ({ address, port }, done) => {
    const unit = units().find((candidate) => candidate.address === address);
    done(unit === undefined ? { kind: 'timeout' } : unit[how](port));
  };

const launch = (cloud: CloudRegion, setup: VirtualPairSetup, unit: UnitName): void => {
  cloud.ec2.launch({
    instanceId: INSTANCES[unit],
    privateIpAddress: ADDRESSES[unit],
    availabilityZone: ZONES[unit],
    subnetId: `subnet-${unit}`,
    vpcId: VPC,
    tags: setup.managed ? { [MANAGED_TAG]: 'true' } : {},
    alreadyRunning: true,
    ...(setup.spot ? { spot: 'persistent' as const } : { disableApiTermination: true }),
  });
};

const addTargetGroups = (cloud: CloudRegion): readonly string[] => {
  const { loadBalancerArn } = cloud.elb.createLoadBalancer({
    name: 'lm',
    vpcId: VPC,
    availabilityZones: Object.entries(ZONES).map(([unit, zoneName]) => ({
      zoneName,
      subnetId: `subnet-${unit}`,
    })),
  });
  return [443, 80].map((port) => {
    const { targetGroupArn } = cloud.elb.createTargetGroup({
      name: `lm-${port}`,
      port,
      vpcId: VPC,
      healthCheck: {
        protocol: 'HTTP',
        port: 8444,
        path: '/',
        intervalSeconds: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      attributes: { 'deregistration_delay.timeout_seconds': '60' },
    });
    cloud.elb.createListener({ loadBalancerArn, port, targetGroupArn });
    cloud.elb.registerTargets(
      targetGroupArn,
      Object.values(INSTANCES).map((id) => ({ id })),
    );
    return targetGroupArn;
  });
};

const preferredOf = ({ preferFirst }: VirtualPairSetup): Pair['preferred'] =>
  preferFirst ? 'first' : 'none';

const declare = (setup: VirtualPairSetup, targetGroups: readonly string[]): Pair => {
  const appliance = (unit: UnitName) => ({
    instanceId: INSTANCES[unit],
    address: ADDRESSES[unit],
    management: `https://${ADDRESSES[unit]}:8443`,
    certificateSha256: '0'.repeat(64),
    credentials: `understudy/pair-a/${unit}`,
  });
  return {
    id: 'pair-a',
    region: REGION,
    mode: setup.mode,
    units: { first: appliance('first'), second: appliance('second') },
    targetGroups,
    healthCheck: {
      port: 8444,
      handoverPort: 8445,
      intervalMs: 10 * SECOND_MS,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    preferred: preferredOf(setup),
    failback: { ...DEFAULT_POLICIES.failback, ...setup.failback },
    splitBrain: setup.splitBrain ?? DEFAULT_POLICIES.splitBrain,
    drain: { onRebalance: 'drain', maintenanceLeadMs: 5 * MINUTE_MS, hookBudgetMs: 10 * MINUTE_MS },
  };
};

export const makeVirtualPair = (setup: VirtualPairSetup): VirtualPair => {
  const scheduler = new VirtualScheduler(START_AT);
  const events: CloudEvent[] = [];
  const all = (): readonly LoadMasterUnit[] => [units.first, units.second];
  const units = makePair(
    {
      addresses: ADDRESSES,
      preferFirst: unitsPreferFirst(preferredOf(setup), setup.failback),
      behaviour: setup.behaviour ?? {},
    },
    scheduler,
    probeOf(() => all(), 'healthAnswer'),
  );
  const cloud = makeCloudRegion({
    region: REGION,
    accountId: '111122223333',
    scheduler,
    random: setup.random,
    probe: probeOf(all, 'polledByLoadBalancer'),
    onPower: (instanceId, power) => {
      const unit = instanceId === INSTANCES.first ? units.first : units.second;
      if (power === 'on') unit.powerOn();
      else unit.powerOff();
    },
    emit: (event) => void events.push(event),
    timing: setup.timing ?? {},
  });
  launch(cloud, setup, 'first');
  launch(cloud, setup, 'second');
  const pair = declare(setup, addTargetGroups(cloud));
  if (setup.autoScaling) {
    cloud.autoScaling.createGroup({ groupName: GROUP_NAME });
    cloud.autoScaling.attachInstances(GROUP_NAME, Object.values(INSTANCES));
    cloud.autoScaling.putLifecycleHook(GROUP_NAME, { hookName: HOOK_NAME, heartbeatTimeoutSeconds: 60 });
  }
  return { scheduler, cloud, units, pair, takeEvents: () => events.splice(0) };
};
