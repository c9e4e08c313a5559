import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { type LoadBalancerPath, startLoadBalancerPath } from '#rehearsal/data-path/load-balancer-path.ts';
import { CUSTOMARY_HEALTH_PORT, type LoadMasterPair } from '#rehearsal/load-master/pair.ts';
import type { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import type { LinkState } from '#rehearsal/load-master/partner/partner-link.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { placeOf } from '#rehearsal/world/addresses.ts';
import { addPairSecurityGroups } from '#rehearsal/world/ec2-security-groups.ts';
import { DEFAULT_PAIR, type PairSpec, THRESHOLD } from '#rehearsal/world/estate-spec.ts';
import { balance } from '#rehearsal/world/pair-balancer.ts';
import { HANDOVER_PORT, SERVICE_PORT } from '#rehearsal/world/ports.ts';
import type { SecurityGroups } from '#rehearsal/world/security-groups.ts';
import { startUnits, type WireUnits, wayTo } from '#rehearsal/world/wire-units.ts';

/** One pair behind its Network Load Balancer, with everything on real sockets. */
export interface WirePair {
  readonly spec: PairSpec;
  /** As operators would declare it. */
  readonly pair: Pair;
  readonly units: LoadMasterPair;
  /** The same units with their wires. */
  readonly wired: Readonly<Record<UnitName, WiredUnit>>;
  readonly paths: readonly LoadBalancerPath[];
  /** How the units stand to one another beyond their health ports. */
  link(): LinkState;
  /** Of each unit's secret, the value. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly autoScalingGroup: string | undefined;
  /** Registers the units with the target groups, the one that is to be active first. */
  register(unit: UnitName): void;
  stop(): Promise<void>;
}

export interface PairSurroundings {
  readonly cloud: CloudRegion;
  readonly regionIndex: number;
  readonly pairIndex: number;
  readonly network: Network;
  readonly neighbourhood: Neighbourhood;
  readonly securityGroups: SecurityGroups;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** Which LoadMaster is on an instance: asked when the instance gets or loses power. */
  readonly machines: Map<string, LoadMasterUnit>;
}

const SERVICE_HOOK = 'understudy-drain';
/** By which owners let instances be stopped and terminated. */
export const MANAGED_TAGS = { 'understudy:managed': 'true' } as const;

type Places = Readonly<Record<UnitName, ReturnType<typeof placeOf>>>;

const launch = ({ cloud }: PairSurroundings, spec: PairSpec, places: Places, groupId: string): void => {
  for (const unit of UNIT_NAMES) {
    const { address, ...place } = places[unit];
    cloud.ec2.launch({
      ...place,
      privateIpAddress: address,
      securityGroups: [groupId],
      tags: { ...MANAGED_TAGS, Name: `${spec.id}-${unit}` },
      alreadyRunning: true,
      ...(spec.spot === undefined ? { disableApiTermination: true } : { spot: spec.spot }),
    });
  }
};

const addAutoScaling = ({ cloud }: PairSurroundings, spec: PairSpec, places: Places): string | undefined => {
  if (spec.terminateHookSeconds === undefined) return undefined;
  const groupName = `${spec.id}-units`;
  cloud.autoScaling.createGroup({ groupName, terminateHookAbandon: 'retain' });
  cloud.autoScaling.attachInstances(
    groupName,
    UNIT_NAMES.map((unit) => places[unit].instanceId),
  );
  cloud.autoScaling.putLifecycleHook(groupName, {
    hookName: SERVICE_HOOK,
    heartbeatTimeoutSeconds: spec.terminateHookSeconds,
    defaultResult: spec.terminateHookResult ?? DEFAULT_PAIR.terminateHookResult,
  });
  return groupName;
};

const credentialsOf = (spec: PairSpec, unit: UnitName): string => `understudy/${spec.id}/${unit}`;

const partnerSecretNameOf = (spec: PairSpec): string => `understudy/${spec.id}/partner`;

const declare = (spec: PairSpec, places: Places, wire: WireUnits, targetGroups: readonly string[]): Pair => {
  const appliance = (unit: UnitName) => ({
    instanceId: places[unit].instanceId,
    address: places[unit].address,
    management: wire.management[unit],
    certificateSha256: wire.wired[unit].certificate.sha256,
    credentials: credentialsOf(spec, unit),
    ...(spec.publicAddresses === undefined ? {} : { publicAddress: spec.publicAddresses[unit] }),
  });
  return {
    id: spec.id,
    region: spec.region,
    mode: spec.mode ?? DEFAULT_PAIR.mode,
    units: { first: appliance('first'), second: appliance('second') },
    targetGroups,
    healthCheck: {
      port: CUSTOMARY_HEALTH_PORT,
      handoverPort: HANDOVER_PORT,
      intervalMs: (spec.healthCheckSeconds ?? DEFAULT_PAIR.healthCheckSeconds) * SECOND_MS,
      healthyThreshold: THRESHOLD,
      unhealthyThreshold: THRESHOLD,
    },
    preferred: spec.preferred ?? DEFAULT_PAIR.preferred,
    failback: { ...DEFAULT_POLICIES.failback, ...spec.failback },
    splitBrain: spec.splitBrain ?? DEFAULT_POLICIES.splitBrain,
    drain: { onRebalance: 'drain', maintenanceLeadMs: 5 * MINUTE_MS, hookBudgetMs: 10 * MINUTE_MS },
    partnerSecret: partnerSecretNameOf(spec),
    ...(spec.geoCluster === undefined ? {} : { geoCluster: spec.geoCluster }),
    ...(spec.geoMaster === undefined ? {} : { geoMaster: spec.geoMaster }),
    ...(spec.geoWindows === undefined ? {} : { geoWindows: spec.geoWindows }),
    ...(spec.audit === undefined ? {} : { audit: { ...DEFAULT_AUDIT_POLICY, ...spec.audit } }),
  };
};

/** Builds a pair in the region; its units are registered with nothing yet. */
export const startPair = async (spec: PairSpec, around: PairSurroundings): Promise<WirePair> => {
  const { cloud, regionIndex, pairIndex, network, scheduler, random, machines } = around;
  const { zones = DEFAULT_PAIR.zones } = spec;
  const places = {
    first: placeOf(spec.region, regionIndex, pairIndex, 'first', zones),
    second: placeOf(spec.region, regionIndex, pairIndex, 'second', zones),
  };
  const wire = await startUnits(spec, places, around);
  for (const unit of UNIT_NAMES) machines.set(places[unit].instanceId, wire.units[unit]);
  const groups = addPairSecurityGroups(around, spec.id);
  launch(around, spec, places, groups.units);
  const targetGroups = balance(around, spec, groups.loadBalancer);
  const reach = (instanceId: string) => {
    const unit = machines.get(instanceId);
    if (unit === undefined) throw new Error(`${instanceId} has no machine`);
    return wayTo(unit, SERVICE_PORT, network);
  };
  const paths = await Promise.all(
    targetGroups.map((targetGroupArn) =>
      startLoadBalancerPath({ cloud, targetGroupArn, scheduler, random, reach }),
    ),
  );
  const pair = declare(spec, places, wire, targetGroups);
  return {
    spec,
    pair,
    units: wire.units,
    wired: wire.wired,
    paths,
    link: wire.link,
    secrets: new Map([
      ...UNIT_NAMES.map((unit) => [credentialsOf(spec, unit), wire.secrets[unit]] as const),
      [partnerSecretNameOf(spec), wire.partnerSecret],
    ]),
    autoScalingGroup: addAutoScaling(around, spec, places),
    register: (unit) => {
      for (const arn of targetGroups) cloud.elb.registerTargets(arn, [{ id: places[unit].instanceId }]);
    },
    stop: async () => {
      await Promise.all(paths.map((path) => path.close()));
      await wire.stop();
    },
  };
};
