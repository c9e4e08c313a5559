import type { Recorded } from '#control/carry-out.ts';
import { type Estate, otherUnit } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import { startForwarding } from '#rehearsal/event-bus/forwarding.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import { type FunctionDeaths, makeFunctionDeaths } from '#rehearsal/functions/function-deaths.ts';
import type { HostFunctions } from '#rehearsal/functions/function-host.ts';
import { hostInProcess } from '#rehearsal/functions/in-process-functions.ts';
import { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import { DEFAULT_PAIR, type PairSpec, REGIONS, type StandaloneSpec } from '#rehearsal/world/estate-spec.ts';
import { configureGeoAtStart } from '#rehearsal/world/geo-at-start.ts';
import { makeRandom } from '#rehearsal/world/random.ts';
import { linkRegions, type RegionLinks } from '#rehearsal/world/region-links.ts';
import { startReplicator } from '#rehearsal/world/replicator.ts';
import { makeStoppableClock } from '#rehearsal/world/stoppable-clock.ts';
import { startLocalTable } from '#rehearsal/world/table.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import { startRegion, type WireRegion, type WorldListeners } from '#rehearsal/world/wire-region.ts';
import type { WireStandalone } from '#rehearsal/world/wire-standalone.ts';
import { leaving } from '../../deploy/forwarding.ts';

/** Two regions on real sockets, with or without the control plane, on time that may run faster. */
export interface WireWorld {
  readonly scheduler: RealScheduler;
  readonly speed: number;
  readonly regions: readonly WireRegion[];
  readonly estate: Estate;
  /** @throws Error for a pair that is not part of the world */
  find(pairId: string): { readonly region: WireRegion; readonly pair: WirePair };
  /** @throws Error for a standalone that is not part of the world */
  findStandalone(id: string): { readonly region: WireRegion; readonly standalone: WireStandalone };
  /** Waits until every pair has its one healthy unit, and new connections go to it alone. */
  settle(): Promise<void>;
  /** Which functions of this process die half-way. */
  readonly deaths: FunctionDeaths;
  /** Between the regions. */
  readonly replication: RegionLinks;
  /** Declares the estate, or another one, in each region's table, as applying it through the API does. */
  declare(estate?: Estate): Promise<void>;
  /** Requests that wrote to the tables, so far; what is replicated is not written twice. */
  writes(): number;
  /** Ends everything; nothing of it keeps the process alive. */
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly pairs: readonly PairSpec[];
  readonly standalones?: readonly StandaloneSpec[];
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

/** Other numbers than those of any region. */
const LINKS_SEED = 1_000;

export const startWorld = async (options: WorldOptions): Promise<WireWorld> => {
  const { speed, seed, rules, standalones = [], listeners } = options;
  const scheduler = new RealScheduler(speed);
  const clock = makeStoppableClock(scheduler);
  const network = makeNetwork();
  const neighbourhood = new Neighbourhood();
  const deaths = makeFunctionDeaths();
  const inProcess: HostFunctions = (surroundings) =>
    hostInProcess({ ...surroundings, ...listeners, clock, speed, deaths });
  const { hostFunctions = inProcess } = options;
  const tables = new Map(
    await Promise.all(REGIONS.map(async (region) => [region, await startLocalTable()] as const)),
  );
  const between = { scheduler, random: makeRandom(seed + LINKS_SEED) };
  const replicator = startReplicator({ ...between, tables, onDefect: listeners.onDefect });
  const regions = await Promise.all(
    [...tables].map(([region, table], regionIndex) =>
      startRegion({
        region,
        regionIndex,
        pairs: options.pairs.filter((pair) => pair.region === region),
        standalones: standalones.filter((standalone) => standalone.region === region),
        scheduler,
        random: makeRandom(seed + regionIndex),
        network,
        neighbourhood,
        table,
        rules,
        hostFunctions,
        timing: options.timing ?? {},
        listeners,
      }),
    ),
  );
  const buses = new Map(regions.map(({ region, bus }) => [region, bus]));
  const forwarding = startForwarding({ ...between, buses, leaving });
  const all = regions.flatMap((region) => region.pairs.map((pair) => ({ region, pair })));
  const alone = regions.flatMap((region) => region.standalones.map((standalone) => ({ region, standalone })));
  const estate: Estate = {
    pairs: all.map(({ pair }) => pair.pair),
    standalones: alone.map(({ standalone }) => standalone.standalone),
  };
  configureGeoAtStart(
    all.map(({ pair }) => pair),
    alone.map(({ standalone }) => standalone),
  );
  return {
    scheduler,
    speed,
    regions,
    estate,
    deaths,
    replication: linkRegions(REGIONS, replicator, forwarding),
    writes: () => [...tables.values()].reduce((sum, table) => sum + table.writes(), 0),
    find: (pairId) => {
      const found = all.find(({ pair }) => pair.pair.id === pairId);
      if (found === undefined) throw new Error(`the rehearsal has no pair ${pairId}`);
      return found;
    },
    findStandalone: (id) => {
      const found = alone.find(({ standalone }) => standalone.standalone.id === id);
      if (found === undefined) throw new Error(`the rehearsal has no standalone ${id}`);
      return found;
    },
    settle: async () => {
      await Promise.all(all.map(({ region, pair }) => settlePair(scheduler, region, pair)));
    },
    declare: async (declared = estate) => {
      for (const { region, store } of regions) await store.writeEstate(region, declared);
    },
    stop: async () => {
      clock.stop();
      forwarding.stop();
      await Promise.all(regions.map((region) => region.stop()));
      await replicator.stop();
      scheduler.stop();
      await Promise.all([...tables.values()].map((table) => table.stop()));
    },
  };
};
