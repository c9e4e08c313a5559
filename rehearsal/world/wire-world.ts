import type { Recorded } from '#control/carry-out.ts';
import type { PairStore } from '#control/ports.ts';
import { type Estate, otherUnit } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import { type FunctionDeaths, makeFunctionDeaths } from '#rehearsal/functions/function-deaths.ts';
import type { HostFunctions } from '#rehearsal/functions/function-host.ts';
import { hostInProcess } from '#rehearsal/functions/in-process-functions.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import { DEFAULT_PAIR, type PairSpec, REGIONS } from '#rehearsal/world/estate-spec.ts';
import { makeRandom } from '#rehearsal/world/random.ts';
import { makeStoppableClock } from '#rehearsal/world/stoppable-clock.ts';
import { makeTableClient, startLocalTable } from '#rehearsal/world/table.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import { startRegion, type WireRegion, type WorldListeners } from '#rehearsal/world/wire-region.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

/** Two regions on real sockets, with or without the control plane, on time that may run faster. */
export interface WireWorld {
  readonly scheduler: RealScheduler;
  readonly speed: number;
  readonly regions: readonly WireRegion[];
  readonly estate: Estate;
  /** @throws Error for a pair that is not part of the world */
  find(pairId: string): { readonly region: WireRegion; readonly pair: WirePair };
  /** Waits until every pair has its one healthy unit, and new connections go to it alone. */
  settle(): Promise<void>;
  /** What the control plane remembers, read past it. */
  readonly store: PairStore;
  /** What is written down of the units' jobs, read past the control plane. */
  readonly jobRecords: Pick<JobRecords, 'readJob'>;
  /** Which functions of this process die half-way. */
  readonly deaths: FunctionDeaths;
  /** Declares the estate in the table, as applying it through the API does. */
  declare(): Promise<void>;
  /** Requests that wrote to the table, so far. */
  writes(): number;
  /** Ends everything; nothing of it keeps the process alive. */
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly pairs: readonly PairSpec[];
  /** From `serverless.yml`; none for a world without the control plane. */
  readonly rules: readonly Rule[];
  readonly speed: number;
  readonly seed: number;
  /** Where functions run: in this process unless told otherwise. */
  readonly hostFunctions?: HostFunctions;
  readonly timing?: Partial<CloudTiming>;
  readonly listeners: WorldListeners & {
    /** A decision was claimed, carried out and recorded; told of by functions in this process only. */
    readonly onRecorded: (entry: Recorded) => void;
  };
}

const SETTLE_WITHIN_MS = 10 * MINUTE_MS;

const routesTo = ({ cloud }: WireRegion, { pair, spec }: WirePair): boolean => {
  const active = pair.units[spec.activeAtStart ?? DEFAULT_PAIR.activeAtStart].instanceId;
  return pair.targetGroups.every((arn) => {
    const routable = cloud.elb.routableTargets(arn);
    return routable.length === 1 && routable[0] === active;
  });
};

/** The standby's checks have failed as they should: it is `unhealthy`, no longer `initial`. */
const isStandbyKnown = ({ cloud }: WireRegion, { pair, spec }: WirePair): boolean => {
  const standby = pair.units[otherUnit(spec.activeAtStart ?? DEFAULT_PAIR.activeAtStart)].instanceId;
  return pair.targetGroups.every((arn) =>
    cloud.elb
      .describeTargetHealth(arn)
      .some(({ target, health }) => target.id === standby && health.state === 'unhealthy'),
  );
};

/** One unit after the other, so that the one which is to be active is polled first and nobody else can be. */
const settlePair = async (scheduler: RealScheduler, region: WireRegion, pair: WirePair): Promise<void> => {
  const active = pair.spec.activeAtStart ?? DEFAULT_PAIR.activeAtStart;
  pair.register(active);
  const isActive = await waitUntil(scheduler, () => pair.units[active].role() === 'active', SETTLE_WITHIN_MS);
  pair.register(otherUnit(active));
  const isSettled = await waitUntil(
    scheduler,
    () => routesTo(region, pair) && isStandbyKnown(region, pair),
    SETTLE_WITHIN_MS,
  );
  if (!isActive || !isSettled)
    throw new Error(`${pair.pair.id} did not come up with its ${active} unit active`);
};

export const startWorld = async (options: WorldOptions): Promise<WireWorld> => {
  const { speed, seed, rules, listeners } = options;
  const scheduler = new RealScheduler(speed);
  const clock = makeStoppableClock(scheduler);
  const network = makeNetwork();
  const table = await startLocalTable();
  const deaths = makeFunctionDeaths();
  const inProcess: HostFunctions = (surroundings) =>
    hostInProcess({ ...surroundings, ...listeners, clock, speed, deaths });
  const { hostFunctions = inProcess } = options;
  const tableClient = makeTableClient(table);
  const stored = { client: tableClient, tableName: table.tableName };
  const store = makeDynamoPairStore(stored);
  const regions = await Promise.all(
    REGIONS.map((region, regionIndex) =>
      startRegion({
        region,
        regionIndex,
        pairs: options.pairs.filter((pair) => pair.region === region),
        scheduler,
        random: makeRandom(seed + regionIndex),
        network,
        table,
        rules,
        hostFunctions,
        timing: options.timing ?? {},
        listeners,
      }),
    ),
  );
  const all = regions.flatMap((region) => region.pairs.map((pair) => ({ region, pair })));
  const estate: Estate = { pairs: all.map(({ pair }) => pair.pair), standalones: [] };
  return {
    scheduler,
    speed,
    regions,
    estate,
    store,
    jobRecords: makeDynamoJobRecords(stored),
    deaths,
    writes: () => table.writes(),
    find: (pairId) => {
      const found = all.find(({ pair }) => pair.pair.id === pairId);
      if (found === undefined) throw new Error(`the rehearsal has no pair ${pairId}`);
      return found;
    },
    settle: async () => {
      await Promise.all(all.map(({ region, pair }) => settlePair(scheduler, region, pair)));
    },
    declare: async () => {
      for (const { region } of regions) await store.writeEstate(region, estate);
    },
    stop: async () => {
      clock.stop();
      await Promise.all(regions.map((region) => region.stop()));
      scheduler.stop();
      tableClient.destroy();
      await table.stop();
    },
  };
};
