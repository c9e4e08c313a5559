import type { UnitName } from '#domain/estate/estate.ts';
import { type AwsEndpoint, startAwsEndpoint } from '#rehearsal/aws-wire/endpoint.ts';
import { type S3Endpoint, startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { type BusDelivery, makeRegionEventBus, type RegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import type { FunctionHost, HostFunctions } from '#rehearsal/functions/function-host.ts';
import type { LoadMasterPair } from '#rehearsal/load-master/pair.ts';
import { LOAD_BALANCER_USER_AGENT } from '#rehearsal/load-master/wire/health-server.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { watchHealthyHosts } from '#rehearsal/world/alarm.ts';
import { ACCOUNT_ID, type PairSpec } from '#rehearsal/world/estate-spec.ts';
import { SecurityGroups } from '#rehearsal/world/security-groups.ts';
import type { LocalTable } from '#rehearsal/world/table.ts';
import { startPair, type WirePair } from '#rehearsal/world/wire-pair.ts';

/** One region of the rehearsal: the simulated cloud behind its endpoint, its pairs, its functions. */
export interface WireRegion {
  readonly region: string;
  readonly cloud: CloudRegion;
  readonly securityGroups: SecurityGroups;
  readonly endpoint: AwsEndpoint;
  readonly s3: S3Endpoint;
  /** Its bucket for firmware images. */
  readonly firmwareBucket: string;
  readonly bus: RegionEventBus;
  readonly pairs: readonly WirePair[];
  readonly functions: FunctionHost;
  stop(): Promise<void>;
}

/** What the parts of a world tell whoever watches it. */
export interface WorldListeners {
  readonly onDelivered: (region: string, delivery: BusDelivery) => void;
  /** Something in the simulators themselves went wrong. */
  readonly onDefect: (error: unknown) => void;
}

export interface RegionOptions {
  readonly region: string;
  readonly regionIndex: number;
  readonly pairs: readonly PairSpec[];
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly network: Network;
  readonly table: LocalTable;
  /** What the region's functions are woken by; none in a world without a control plane. */
  readonly rules: readonly Rule[];
  readonly hostFunctions: HostFunctions;
  readonly timing: Partial<CloudTiming>;
  readonly listeners: WorldListeners;
}

export const BUS_NAME = 'understudy';

/** Every region's functions read images from a bucket of their own region. */
export const firmwareBucketOf = (region: string): string => `understudy-firmware-${region}`;

const makeCloud = (
  { region, scheduler, random, network, timing }: RegionOptions,
  machines: ReadonlyMap<string, LoadMasterPair[UnitName]>,
  securityGroups: SecurityGroups,
  emit: (event: unknown) => void,
): CloudRegion =>
  makeCloudRegion({
    region,
    accountId: ACCOUNT_ID,
    scheduler,
    random,
    probe: securityGroups.between(
      'load-balancer',
      makeHttpProbe(network, scheduler, LOAD_BALANCER_USER_AGENT),
      scheduler,
    ),
    onPower: (instanceId, power) => {
      const machine = machines.get(instanceId);
      if (power === 'on') machine?.powerOn();
      else machine?.powerOff();
    },
    emit,
    timing,
  });

export const startRegion = async (options: RegionOptions): Promise<WireRegion> => {
  const { region, regionIndex, scheduler, random, network, rules, listeners } = options;
  const machines = new Map<string, LoadMasterPair[UnitName]>();
  const secrets = new Map<string, string>();
  const securityGroups = new SecurityGroups();
  const bus = makeRegionEventBus({
    region,
    accountId: ACCOUNT_ID,
    rules,
    scheduler,
    random,
    invoke: (functionName, event) => functions.invoke(functionName, event),
    onDelivered: (delivery) => listeners.onDelivered(region, delivery),
  });
  const cloud = makeCloud(options, machines, securityGroups, (event) => bus.put('default', event));
  const endpoint = await startAwsEndpoint({
    cloud,
    scheduler,
    secrets,
    onEvents: (accepted) => {
      for (const { event, eventBusName } of accepted)
        bus.put(eventBusName === BUS_NAME ? 'own' : 'default', event);
    },
    onDefect: listeners.onDefect,
  });
  const firmwareBucket = firmwareBucketOf(region);
  const s3 = await startS3Endpoint({
    cloud,
    scheduler,
    buckets: [firmwareBucket],
    onDefect: listeners.onDefect,
  });
  const functions = await options.hostFunctions({
    region,
    endpoint: endpoint.url,
    s3Endpoint: s3.url,
    firmwareBucket,
    table: options.table,
    busName: BUS_NAME,
  });
  const pairs: WirePair[] = [];
  for (const [pairIndex, spec] of options.pairs.entries()) {
    const around = { cloud, regionIndex, pairIndex, network, securityGroups, scheduler, random, machines };
    const pair = await startPair(spec, around);
    pairs.push(pair);
    for (const [name, value] of pair.secrets) secrets.set(name, value);
    for (const targetGroupArn of pair.pair.targetGroups) {
      watchHealthyHosts({
        cloud,
        scheduler,
        random,
        targetGroupArn,
        emit: (event) => bus.put('default', event),
      });
    }
  }
  return {
    region,
    cloud,
    securityGroups,
    endpoint,
    s3,
    firmwareBucket,
    bus,
    pairs,
    functions,
    stop: async () => {
      await functions.stop();
      await bus.stop();
      await functions.close();
      await Promise.all(pairs.map((pair) => pair.stop()));
      await Promise.all([endpoint.close(), s3.stop()]);
    },
  };
};
