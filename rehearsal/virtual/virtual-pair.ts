import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { FailbackPolicy, Pair, UnitName } from '#domain/estate/estate.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudEvent, CloudRegion } from '#rehearsal/cloud/types.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { type LoadMasterPair, makePair } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Probe } from '#rehearsal/network.ts';
import {
  addTargetGroups,
  declarePair,
  launchUnits,
  type PairPlace,
} from '#rehearsal/virtual/pair-in-region.ts';
import { synchroniseConfiguration } from '#rehearsal/virtual/unit-geo.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import type { UnitPlace } from '#rehearsal/world/addresses.ts';
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
  /** What both units run, and the version they ran before; the model's own where left out. */
  readonly firmware?: { readonly version: string; readonly previous?: string };
  /** The secret that firmware may ask for is declared. */
  readonly partnerSecret?: boolean;
  readonly behaviour?: Partial<UnitBehaviour>;
  readonly timing?: Partial<CloudTiming>;
}

const REGION = 'eu-west-1';
const ADDRESSES: Readonly<Record<UnitName, string>> = { first: '10.0.1.5', second: '10.0.2.5' };
const INSTANCES: Readonly<Record<UnitName, string>> = {
  first: 'i-0000000000000000a',
  second: 'i-0000000000000000b',
};

const place = (unit: UnitName, availabilityZone: string): UnitPlace => ({
  instanceId: INSTANCES[unit],
  address: ADDRESSES[unit],
  availabilityZone,
  subnetId: `subnet-${unit}`,
  vpcId: 'vpc-0a1b2c3d',
});

const PLACE: PairPlace = {
  pairId: 'pair-a',
  region: REGION,
  balancer: 'lm',
  units: { first: place('first', 'eu-west-1a'), second: place('second', 'eu-west-1b') },
};

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

const preferredOf = ({ preferFirst }: VirtualPairSetup): Pair['preferred'] =>
  preferFirst ? 'first' : 'none';

const declare = (setup: VirtualPairSetup, targetGroups: readonly string[]): Pair => ({
  ...declarePair(PLACE, targetGroups),
  mode: setup.mode,
  preferred: preferredOf(setup),
  failback: { ...DEFAULT_POLICIES.failback, ...setup.failback },
  splitBrain: setup.splitBrain ?? DEFAULT_POLICIES.splitBrain,
  ...(setup.partnerSecret === true ? { partnerSecret: 'understudy/pair-a/partner' } : {}),
});

/** As if the units had been brought from one version to the other long ago. */
const withPrevious = (unit: LoadMasterUnit, version: string): void => {
  unit.firmware.stage({ version });
  unit.firmware.activate();
};

export const makeVirtualPair = (setup: VirtualPairSetup): VirtualPair => {
  const scheduler = new VirtualScheduler(START_AT);
  const events: CloudEvent[] = [];
  const all = (): readonly LoadMasterUnit[] => [units.first, units.second];
  const { version, previous } = setup.firmware ?? {};
  const began = previous ?? version;
  const units = makePair(
    {
      addresses: ADDRESSES,
      ...(began === undefined ? {} : { version: began }),
      preferFirst: unitsPreferFirst(preferredOf(setup), setup.failback),
      behaviour: setup.behaviour ?? {},
    },
    scheduler,
    probeOf(() => all(), 'healthAnswer'),
  );
  // Nothing but the lists of GEO could go from one to the other.
  if (setup.behaviour?.geoListsSynchronised === true) synchroniseConfiguration(units, scheduler);
  if (previous !== undefined && version !== undefined) for (const unit of all()) withPrevious(unit, version);
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
  launchUnits(cloud, PLACE, setup);
  const pair = declare(setup, addTargetGroups(cloud, PLACE));
  if (setup.autoScaling) {
    cloud.autoScaling.createGroup({ groupName: GROUP_NAME });
    cloud.autoScaling.attachInstances(GROUP_NAME, Object.values(INSTANCES));
    cloud.autoScaling.putLifecycleHook(GROUP_NAME, { hookName: HOOK_NAME, heartbeatTimeoutSeconds: 60 });
  }
  return { scheduler, cloud, units, pair, takeEvents: () => events.splice(0) };
};
