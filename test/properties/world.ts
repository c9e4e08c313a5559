import { parseEvent } from '#contracts/parse-event.ts';
import type { Hands } from '#control/carry-out.ts';
import { firmwareQuestion } from '#control/concerns/firmware-question.ts';
import { drainEvent } from '#control/drain-event.ts';
import { failbackEvent } from '#control/failback-event.ts';
import type { GeoHands } from '#control/geo/continue-geo.ts';
import { geoEvent } from '#control/geo-event.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateNamed, operateOn } from '#control/operate-event.ts';
import type { Announcement, PairStore, TargetGroups, UnitJobs } from '#control/ports.ts';
import { watchEvent } from '#control/watch-event.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';
import type { CloudEvent } from '#rehearsal/cloud/types.ts';
import {
  type Faults,
  virtualInstances,
  virtualLifecycleHooks,
  virtualLoadMasters,
  virtualTargetGroups,
} from '#rehearsal/virtual/ports.ts';
import { setGeoLists } from '#rehearsal/virtual/unit-geo.ts';
import { makeVirtualJobs, type VirtualJobsOptions } from '#rehearsal/virtual/unit-jobs.ts';
import { makeVirtualPair, type VirtualPair } from '#rehearsal/virtual/virtual-pair.ts';
import { makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { checkFirmware } from './firmware-guards.ts';
import { FIRMWARE_LINES } from './firmware-lines.ts';
import { checkGeo, geoGuarded } from './geo-guards.ts';
import { GEO_LISTS } from './geo-lists.ts';
import { type GeoRecordOfWorld, makeGeoRecord } from './geo-record.ts';
import { type ActorsOfHistories, guarded } from './guards.ts';
import type { History } from './history.ts';
import { makeReadinessOracle, type ReadinessOracle } from './readiness-oracle.ts';

/** A function of the control plane died in the middle of its work. */
export class FunctionDied extends Error {
  override readonly name = 'FunctionDied';
}

type ImageReally = VirtualJobsOptions['images'] extends ReadonlyMap<string, infer Value> ? Value : never;

type FunctionName = 'watch' | 'drain' | 'failback' | 'firmware' | 'geo';

/** The chances in percent that a call fails. */
export interface FaultRates {
  reads: number;
  acts: number;
  loadMaster: number;
}

/** The control plane and one pair, in virtual time, with everything that can fail made to fail on demand. */
export interface World extends VirtualPair {
  readonly store: PairStore;
  readonly rates: FaultRates;
  /** The next invocation dies at this call to a port, counted from 1; 0 for never. */
  diesAtCall: number;
  /** Units that somebody asked to terminate, stop or reboot. */
  readonly asked: { readonly unit: UnitName; readonly release: string; readonly forced: boolean }[];
  /** When operators approved a return, asked for one, or acknowledged flapping. */
  readonly approvals: EpochMs[];
  readonly acknowledgements: EpochMs[];
  readonly readiness: ReadinessOracle;
  /** The returns that policy began, by their beginning, and when each first moved something. */
  readonly returns: Map<EpochMs, EpochMs>;
  /** The records of the units' jobs, as nobody's function reads them. */
  readonly jobs: UnitJobs;
  /** What lies in the firmware bucket, by key. */
  readonly images: Map<string, ImageReally>;
  /** Ids of the orders that were given. */
  readonly orders: Set<string>;
  /** What happened to the GEO lists of the pair. */
  readonly geo: GeoRecordOfWorld;
  /** The next job leaves no end. */
  losesNextJob: boolean;
  /** Own-bus events not yet delivered. */
  readonly published: Announcement[];
  state(): Promise<PairState | undefined>;
  /** Whether the function came to its end; otherwise it died on the way. */
  invoke(functionName: FunctionName, trigger: Trigger): Promise<boolean>;
  /** Turns what AWS emitted into triggers, at this moment. */
  parse(event: CloudEvent): readonly Trigger[];
}

const randomFrom = (seed: number): (() => number) => {
  let value = seed;
  return () => {
    value = (Math.imul(value, 1_103_515_245) + 12_345) & 0x7fffffff;
    return value / 0x80000000;
  };
};

/** Every method of a port first passes `gate`, where a function may die. */
const gated = <Port extends object>(port: Port, gate: () => void): Port =>
  new Proxy(port, {
    get(target, key) {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        gate();
        const result: unknown = await Reflect.apply(member, target, given);
        return result;
      };
    },
  });

const makeFaults = (rates: FaultRates, random: () => number): Faults => {
  const rateOf = {
    'read-targets': 'reads',
    'read-instances': 'reads',
    'read-loadmaster': 'loadMaster',
    'act-aws': 'acts',
    'act-loadmaster': 'loadMaster',
    'read-jobs': 'reads',
    'act-jobs': 'acts',
  } as const;
  return (call) => {
    const rate = rates[rateOf[call]];
    if (rate === 0 || random() * 100 >= rate) return 'ok';
    return random() < 0.5 ? 'unanswered' : 'lost';
  };
};

/** `firmwareEvent` without the rollouts, which are no pair's business. */
const firmwareOfPair = (hands: Hands, observers: Observers, plan: OperatePlan, trigger: Trigger) => {
  if (trigger.kind === 'firmware-order') {
    const { pairId, order } = trigger;
    return operateNamed(hands, observers, plan, pairId, firmwareQuestion, { kind: 'order', order });
  }
  if (trigger.kind === 'continue' || trigger.kind === 'operator-command')
    return operateOn(hands, observers, plan, firmwareQuestion, trigger);
  throw new Error(`not for firmware: ${trigger.kind}`);
};

/** As in `functions/geo-sync.ts`: what is of the region alone is in no cluster here. */
const geoOfPair = (hands: Hands, observers: Observers, plan: OperatePlan, trigger: Trigger) => {
  const { loadMasters, jobs } = hands.actors ?? {};
  if (loadMasters === undefined || jobs === undefined) throw new Error('GEO lists are set by nobody');
  const geoHands: Hands & GeoHands = {
    ...hands,
    geo: makeMemoryGeoStore(new Map()),
    rollouts: makeMemoryRolloutStore(),
    jobs,
    actors: { loadMasters, jobs },
  };
  return geoEvent(geoHands, observers, { ...plan, homeRegion: plan.region }, trigger);
};

const OPERATE = {
  drain: drainEvent,
  failback: failbackEvent,
  firmware: firmwareOfPair,
  geo: geoOfPair,
} as const;

export const makeWorld = async (history: History): Promise<World> => {
  const random = randomFrom(history.seed);
  const {
    standbyAcceptsConnections,
    seed: _,
    steps: __,
    deliveries: ___,
    lostSweeps: ____,
    firmwareLine,
    geo: { lists, synchronised, standbyRejectsWrites },
    ...setup
  } = history;
  const firmware = FIRMWARE_LINES[firmwareLine];
  const behaviour = {
    standbyAcceptsConnections,
    standbyRejectsWrites,
    geoListsSynchronised: synchronised,
  };
  const virtual = makeVirtualPair({ ...setup, firmware, random, behaviour });
  const { cloud, units, pair, scheduler } = virtual;
  for (const name of UNIT_NAMES) setGeoLists(units[name], GEO_LISTS[lists[name]]);
  const geo = makeGeoRecord(units);
  const store = makeMemoryPairStore();
  await store.writeEstate(pair.region, { pairs: [pair], standalones: [] });
  const rates: FaultRates = { reads: 0, acts: 0, loadMaster: 0 };
  const faults = makeFaults(rates, random);
  const published: Announcement[] = [];
  let calls = 0;
  const gate = (): void => {
    calls += 1;
    if (calls === world.diesAtCall) {
      world.diesAtCall = 0;
      throw new FunctionDied();
    }
  };
  /** Every look at the pair reads its targets once. */
  const noticing = (port: TargetGroups): TargetGroups => ({
    ...port,
    readTargetHealth: (arns) => {
      world.readiness.looked(rates.reads > 0 || rates.loadMaster > 0);
      return port.readTargetHealth(arns);
    },
  });
  const unitOf = ({ unit }: { readonly unit: UnitName }) => units[unit];
  const images = new Map<string, ImageReally>();
  const isLost = (): boolean => {
    const lost = world.losesNextJob;
    world.losesNextJob = false;
    return lost;
  };
  const { port: jobs } = makeVirtualJobs({ unitOf, scheduler, faults, images, isLost, onJob: geo.onJob });
  const observers = {
    targetGroups: gated(noticing(virtualTargetGroups(cloud, faults)), gate),
    instances: gated(virtualInstances(cloud, faults), gate),
    loadMasters: gated(virtualLoadMasters(unitOf, faults), gate),
    jobRecords: gated(jobs, gate),
  } satisfies Observers;
  const actors: ActorsOfHistories = {
    ...observers,
    jobs: observers.jobRecords,
    lifecycleHooks: gated(virtualLifecycleHooks(cloud, faults), gate),
  };
  const hands = (mayAct: boolean): Hands => ({
    store: gated(store, gate),
    bus: gated({ publish: async (sent) => void published.push(...sent) }, gate),
    clock: { now: () => scheduler.now(), sleep: async () => undefined },
    onRecorded: () => undefined,
    ...(mayAct ? { actors: guardedActors } : {}),
  });
  const { region } = pair;
  const world: World = {
    ...virtual,
    store,
    rates,
    diesAtCall: 0,
    asked: [],
    approvals: [],
    acknowledgements: [],
    returns: new Map(),
    get readiness() {
      return readiness;
    },
    images,
    jobs,
    orders: new Set(),
    geo,
    losesNextJob: false,
    published,
    state: () => store.readState(region, pair.id),
    parse: (event) => parseEvent(event, scheduler.now()),
    invoke: async (functionName, trigger) => {
      calls = 0;
      try {
        if (functionName === 'watch') {
          await watchEvent(
            hands(false),
            observers,
            { region, targetGroupsPerPass: 100, lookForMs: 0 },
            trigger,
          );
        } else {
          await OPERATE[functionName](
            hands(true),
            observers,
            { region, lookForMs: 0, continueForMs: 0 },
            trigger,
          );
        }
        await checkFirmware(world, functionName);
        await checkGeo(world);
        return true;
      } catch (error) {
        // pMap carries on past one pair's failure and reports them together.
        const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
        if (!causes.every((cause) => cause instanceof FunctionDied)) throw error;
        readiness.died();
        return false;
      }
    },
  };
  const readiness = makeReadinessOracle(world);
  const guardedActors = geoGuarded(guarded(actors, world), world);
  return world;
};
