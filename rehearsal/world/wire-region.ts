import type { PairStore } from '#control/ports.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import { type AwsEndpoint, startAwsEndpoint } from '#rehearsal/aws-wire/endpoint.ts';
import { type S3Endpoint, startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { type BusDelivery, makeRegionEventBus, type RegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import type { FunctionHost, HostFunctions } from '#rehearsal/functions/function-host.ts';
import type { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { LOAD_BALANCER_USER_AGENT } from '#rehearsal/load-master/wire/health-server.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { subnetsOf } from '#rehearsal/world/addresses.ts';
import { watchHealthyHosts } from '#rehearsal/world/alarm.ts';
import { ACCOUNT_ID, type PairSpec, type StandaloneSpec } from '#rehearsal/world/estate-spec.ts';
import { SecurityGroups } from '#rehearsal/world/security-groups.ts';
import { type LocalTable, makeTableClient } from '#rehearsal/world/table.ts';
import { type PairSurroundings, startPair, type WirePair } from '#rehearsal/world/wire-pair.ts';
import { startStandalone, type WireStandalone } from '#rehearsal/world/wire-standalone.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

/** One region of the rehearsal: the simulated cloud behind its endpoint, its pairs, its functions. */
export interface WireRegion {
  readonly region: string;
  readonly cloud: CloudRegion;
  readonly securityGroups: SecurityGroups;
  /** Which LoadMaster is on an instance: an instance that takes the place of another has to be named here. */
  readonly machines: Map<string, LoadMasterUnit>;
  readonly endpoint: AwsEndpoint;
  readonly s3: S3Endpoint;
  /** Its bucket for firmware images. */
  readonly firmwareBucket: string;
  readonly bus: RegionEventBus;
  readonly pairs: readonly WirePair[];
  readonly standalones: readonly WireStandalone[];
  readonly functions: FunctionHost;
  /** What the control plane of this region remembers and sees of other regions, read past it. */
  readonly store: PairStore;
  /** What is written down of the units' jobs, read past the control plane. */
  readonly jobRecords: Pick<JobRecords, 'readJob'>;
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
  readonly standalones: readonly StandaloneSpec[];
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly network: Network;
  /** Of the LoadMasters of all regions. */
  readonly neighbourhood: Neighbourhood;
  /** This region's replica. */
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
  machines: ReadonlyMap<string, LoadMasterUnit>,
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

/** Starts the region's pairs one after the other: what is made along the way is numbered. */
const startPairs = async (
  specs: readonly PairSpec[],
  around: Omit<PairSurroundings, 'pairIndex'>,
  emit: (event: unknown) => void,
): Promise<readonly WirePair[]> => {
  const { cloud, scheduler, random } = around;
  const pairs: WirePair[] = [];
  for (const [pairIndex, spec] of specs.entries()) {
    const pair = await startPair(spec, { ...around, pairIndex });
    pairs.push(pair);
    for (const targetGroupArn of pair.pair.targetGroups)
      watchHealthyHosts({ cloud, scheduler, random, targetGroupArn, emit });
  }
  return pairs;
};

export const startRegion = async (options: RegionOptions): Promise<WireRegion> => {
  const { region, scheduler, random, table, rules, listeners } = options;
  const machines = new Map<string, LoadMasterUnit>();
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
  const emit = (event: unknown): void => bus.put('default', event);
  const cloud = makeCloud(options, machines, securityGroups, emit);
  for (const subnet of subnetsOf(region, options.regionIndex)) cloud.ec2.createSubnet(subnet);
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
    table,
    busName: BUS_NAME,
  });
  const around = { ...options, cloud, securityGroups, machines };
  const pairs = await startPairs(options.pairs, around, emit);
  const standalones = await Promise.all(
    options.standalones.map((spec, index) => startStandalone(spec, { ...around, index })),
  );
  for (const [name, value] of [
    ...pairs.flatMap((pair) => [...pair.secrets]),
    ...standalones.map(({ secret }) => secret),
  ])
    secrets.set(name, value);
  const tableClient = makeTableClient(table);
  const stored = { client: tableClient, tableName: table.tableName };
  return {
    region,
    cloud,
    securityGroups,
    machines,
    endpoint,
    s3,
    firmwareBucket,
    bus,
    pairs,
    standalones,
    functions,
    store: makeDynamoPairStore(stored),
    jobRecords: makeDynamoJobRecords({ ...stored, region }),
    stop: async () => {
      await functions.stop();
      await bus.stop();
      await functions.close();
      tableClient.destroy();
      await Promise.all([...pairs, ...standalones].map((one) => one.stop()));
      await Promise.all([endpoint.close(), s3.stop()]);
    },
  };
};
