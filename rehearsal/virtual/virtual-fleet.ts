import type { UnitRef } from '#control/ports.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudEvent, CloudRegion } from '#rehearsal/cloud/types.ts';
import { type LoadMasterPair, makePair } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Probe } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import {
  addTargetGroups,
  declarePair,
  launchUnits,
  type PairPlace,
} from '#rehearsal/virtual/pair-in-region.ts';
import { placeOf } from '#rehearsal/world/addresses.ts';

/** Many pairs of one region, each behind a load balancer of its own, on the models. */
export interface VirtualFleet {
  readonly region: string;
  readonly cloud: CloudRegion;
  readonly pairs: readonly Pair[];
  unitOf(ref: UnitRef): LoadMasterUnit;
}

export interface VirtualFleetSetup {
  readonly pairs: number;
  /** What all units run. */
  readonly version: string;
  /** The GEO cluster of a pair, by its number from 0 on. */
  readonly geoClusterOf: (pairIndex: number) => string | undefined;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly emit: (event: CloudEvent) => void;
}

const REGION = 'eu-west-1';

const placeOfPair = (pairIndex: number): PairPlace => {
  const pairId = `pair-${String(pairIndex + 1).padStart(3, '0')}`;
  return {
    pairId,
    region: REGION,
    balancer: pairId,
    units: {
      first: placeOf(REGION, 0, pairIndex, 'first'),
      second: placeOf(REGION, 0, pairIndex, 'second'),
    },
  };
};

export const makeVirtualFleet = (setup: VirtualFleetSetup): VirtualFleet => {
  const { version, geoClusterOf, scheduler, random, emit } = setup;
  const byAddress = new Map<string, LoadMasterUnit>();
  const byInstance = new Map<string, LoadMasterUnit>();
  const byPair = new Map<string, LoadMasterPair>();
  const probe =
    (how: 'healthAnswer' | 'polledByLoadBalancer'): Probe =>
    ({ address, port }, done) =>
      done(byAddress.get(address)?.[how](port) ?? { kind: 'timeout' });
  const cloud = makeCloudRegion({
    region: REGION,
    accountId: '111122223333',
    scheduler,
    random,
    probe: probe('polledByLoadBalancer'),
    onPower: (instanceId, power) => {
      const unit = byInstance.get(instanceId);
      if (power === 'on') unit?.powerOn();
      else unit?.powerOff();
    },
    emit,
  });
  const place = (pairIndex: number): Pair => {
    const at = placeOfPair(pairIndex);
    const addresses = { first: at.units.first.address, second: at.units.second.address };
    const units = makePair({ addresses, version, preferFirst: false }, scheduler, probe('healthAnswer'));
    byPair.set(at.pairId, units);
    for (const unit of UNIT_NAMES) {
      byAddress.set(addresses[unit], units[unit]);
      byInstance.set(at.units[unit].instanceId, units[unit]);
    }
    launchUnits(cloud, at, { managed: true, spot: false });
    const geoCluster = geoClusterOf(pairIndex);
    const pair = declarePair(at, addTargetGroups(cloud, at));
    return geoCluster === undefined ? pair : { ...pair, geoCluster };
  };
  return {
    region: REGION,
    cloud,
    pairs: Array.from({ length: setup.pairs }, (_, pairIndex) => place(pairIndex)),
    unitOf: ({ pairId, unit }) => {
      const units = byPair.get(pairId);
      if (units === undefined) throw new Error(`the fleet has no pair ${pairId}`);
      return units[unit];
    },
  };
};
