import type { Standalone } from '#domain/estate/estate.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { type Relay, startRelay } from '#rehearsal/data-path/relay.ts';
import type { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { standalonePlaceOf, type UnitPlace } from '#rehearsal/world/addresses.ts';
import { addStandaloneSecurityGroup } from '#rehearsal/world/ec2-security-groups.ts';
import { DEFAULT_PAIR, type StandaloneSpec } from '#rehearsal/world/estate-spec.ts';
import { MANAGEMENT_PORT, SERVICE_PORT } from '#rehearsal/world/ports.ts';
import { MANAGED_TAGS } from '#rehearsal/world/wire-pair.ts';
import { hasPartnerSecret, networkPlaceOf, partnerSecretOf, wayTo } from '#rehearsal/world/wire-units.ts';

/** A LoadMaster outside any pair, on real sockets; no load balancer is before it. */
export interface WireStandalone {
  readonly spec: StandaloneSpec;
  /** As operators would declare it. */
  readonly standalone: Standalone;
  readonly unit: LoadMasterUnit;
  /** The same unit with its wires. */
  readonly wired: WiredUnit;
  /** Of its secret, name and value. */
  readonly secret: readonly [name: string, value: string];
  stop(): Promise<void>;
}

export interface StandaloneSurroundings {
  readonly cloud: CloudRegion;
  readonly regionIndex: number;
  /** Among the region's standalones. */
  readonly index: number;
  readonly network: Network;
  readonly neighbourhood: Neighbourhood;
  readonly scheduler: Scheduler;
  readonly machines: Map<string, LoadMasterUnit>;
}

const passwordOf = ({ id }: StandaloneSpec): string => `standalone ${id}`;

/** It has no partner whose health port it could ask. */
const NO_PROBE = () => undefined;

const makeStandalone = (spec: StandaloneSpec, { address }: UnitPlace, scheduler: Scheduler) => {
  const { version = DEFAULT_PAIR.version, behaviour = DEFAULT_PAIR.behaviour } = spec;
  const cloudHa = { mode: 'single', preferFirst: false, allInterfaces: false } as const;
  return makeUnit({ name: spec.id, address, cloudHa, version, behaviour }, scheduler, NO_PROBE);
};

const wire = (spec: StandaloneSpec, unit: LoadMasterUnit, around: StandaloneSurroundings) =>
  wireUnit(
    unit,
    {
      users: { bal: passwordOf(spec) },
      serialNumber: String(1_183_000 + around.index),
      servicePort: SERVICE_PORT,
      ...(hasPartnerSecret(spec) ? { partnerSecret: partnerSecretOf(spec) } : {}),
      neighbourhood: around.neighbourhood,
      place: networkPlaceOf(spec.region, spec.publicAddress),
    },
    around,
  );

const declare = (spec: StandaloneSpec, place: UnitPlace, wired: WiredUnit, relay: Relay): Standalone => ({
  id: spec.id,
  region: spec.region,
  instanceId: place.instanceId,
  address: place.address,
  management: `https://127.0.0.1:${relay.port}`,
  certificateSha256: wired.certificate.sha256,
  credentials: `understudy/${spec.id}`,
  ...(spec.mode === undefined ? {} : { mode: spec.mode }),
  ...(spec.publicAddress === undefined ? {} : { publicAddress: spec.publicAddress }),
  ...(spec.geoCluster === undefined ? {} : { geoCluster: spec.geoCluster }),
});

const launch = (around: StandaloneSurroundings, { id }: StandaloneSpec, at: UnitPlace): void => {
  const { address, ...place } = at;
  around.cloud.ec2.launch({
    ...place,
    privateIpAddress: address,
    securityGroups: [addStandaloneSecurityGroup(around, id)],
    tags: { ...MANAGED_TAGS, Name: id },
    alreadyRunning: true,
  });
};

export const startStandalone = async (
  spec: StandaloneSpec,
  around: StandaloneSurroundings,
): Promise<WireStandalone> => {
  const { regionIndex, index, network, scheduler, machines } = around;
  const place = standalonePlaceOf(spec.region, regionIndex, index);
  const unit = makeStandalone(spec, place, scheduler);
  const wired = await wire(spec, unit, around);
  const relay = await startRelay(() => wayTo(unit, MANAGEMENT_PORT, network));
  machines.set(place.instanceId, unit);
  launch(around, spec, place);
  const standalone = declare(spec, place, wired, relay);
  return {
    spec,
    standalone,
    unit,
    wired,
    secret: [standalone.credentials, JSON.stringify({ user: 'bal', password: passwordOf(spec) })],
    stop: async () => {
      wired.stop();
      await relay.close();
    },
  };
};
