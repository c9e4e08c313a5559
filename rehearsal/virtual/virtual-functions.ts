import { randomUUID } from 'node:crypto';
import { OWN_SOURCE } from '#contracts/events/own-events.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import { makeCallBudget } from '#control/budget.ts';
import type { Hands, Recorded } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import type { EventEnd } from '#control/event-end.ts';
import { failbackEvent } from '#control/failback-event.ts';
import { firmwareEvent } from '#control/firmware-event.ts';
import { geoEvent } from '#control/geo-event.ts';
import { handleTriggers } from '#control/handle-triggers.ts';
import type { Observers } from '#control/observe.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import { DEFAULT_READS_PER_SECOND, operatePlan, READ_BURST, watchPlan } from '#control/plans.ts';
import type {
  Clock,
  EventBus,
  FirmwareImages,
  GeoStore,
  PairStore,
  RolloutStore,
  UnitJobs,
} from '#control/ports.ts';
import { watchEvent } from '#control/watch-event.ts';
import type { Trigger } from '#domain/trigger.ts';
import type { RegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import {
  countingInstances,
  countingLoadMasters,
  countingStore,
  countingTargetGroups,
  type LoggedCall,
  type NoteCalls,
} from '#rehearsal/virtual/call-log.ts';
import {
  type Faults,
  virtualInstances,
  virtualLifecycleHooks,
  virtualLoadMasters,
  virtualTargetGroups,
} from '#rehearsal/virtual/ports.ts';
import type { VirtualFleet } from '#rehearsal/virtual/virtual-fleet.ts';

/** The functions of one region on the models, in virtual time. */
export interface VirtualFunctions {
  invoke(functionName: string, event: unknown): Promise<readonly EventEnd[]>;
  /** For what operators ask. */
  readonly operator: OperatorContext;
}

export interface VirtualFunctionsOptions {
  readonly fleet: VirtualFleet;
  readonly scheduler: Scheduler;
  /** Where announcements go. */
  readonly bus: Pick<RegionEventBus, 'put'>;
  readonly store: PairStore;
  readonly rollouts: RolloutStore;
  readonly geo: GeoStore;
  readonly jobs: UnitJobs;
  readonly onCall: (call: LoggedCall) => void;
  readonly onRecorded: (entry: Recorded) => void;
}

const NO_FAULTS: Faults = () => 'ok';

/** Every image is what it was declared as. */
const goodImages = (clock: Clock): FirmwareImages => ({
  readCheck: async () => ({ kind: 'read', value: { state: 'done', at: clock.now() } }),
  beginCheck: async () => ({ kind: 'done' }),
});

const makeBus = ({ fleet, bus, scheduler }: VirtualFunctionsOptions): EventBus => ({
  publish: async (announcements) => {
    for (const { detailType, detail } of announcements)
      bus.put('own', {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source: OWN_SOURCE,
        account: fleet.cloud.accountId,
        time: `${new Date(scheduler.now()).toISOString().slice(0, 19)}Z`,
        region: fleet.region,
        resources: [],
        detail,
      });
  },
});

/** What one invocation works with: every one may run in a container of its own, with a call budget of its own. */
const makeInvocation = (options: VirtualFunctionsOptions, clock: Clock, by: string) => {
  const { fleet, scheduler, store, rollouts, geo, jobs, onCall, onRecorded } = options;
  const { cloud, unitOf } = fleet;
  const note: NoteCalls = (what, times = 1) => {
    for (let call = 0; call < times; call++) onCall({ at: scheduler.now(), by, what });
  };
  const budget = makeCallBudget({ clock, perSecond: DEFAULT_READS_PER_SECOND, burst: READ_BURST });
  const observers = {
    targetGroups: countingTargetGroups(virtualTargetGroups(cloud, NO_FAULTS), budget, note),
    instances: countingInstances(virtualInstances(cloud, NO_FAULTS), note),
    loadMasters: countingLoadMasters(virtualLoadMasters(unitOf, NO_FAULTS), note),
    jobRecords: jobs,
  } satisfies Observers;
  const hands: Hands = { store: countingStore(store, note), bus: makeBus(options), clock, onRecorded };
  const actors = { ...observers, jobs, lifecycleHooks: virtualLifecycleHooks(cloud, NO_FAULTS) };
  return { observers, hands, acting: { ...hands, actors, rollouts, geo, jobs, images: goodImages(clock) } };
};

type Invocation = ReturnType<typeof makeInvocation>;

const handlerOf = (
  functionName: string,
  region: string,
  { observers, hands, acting }: Invocation,
): ((trigger: Trigger) => Promise<EventEnd>) => {
  const operate = operatePlan(region);
  switch (functionName) {
    case 'watch':
      return (trigger) => watchEvent(hands, observers, watchPlan(region, DEFAULT_READS_PER_SECOND), trigger);
    case 'drain':
      return (trigger) => drainEvent(acting, observers, operate, trigger);
    case 'failback':
      return (trigger) => failbackEvent(acting, observers, operate, trigger);
    case 'firmware':
      return (trigger) => firmwareEvent(acting, observers, operate, trigger);
    case 'geo-sync':
      // The only region there is, and so the one that gives the turns.
      return (trigger) => geoEvent(acting, observers, { ...operate, homeRegion: region }, trigger);
    default:
      throw new Error(`the rehearsal has no function ${functionName}`);
  }
};

export const makeVirtualFunctions = (options: VirtualFunctionsOptions): VirtualFunctions => {
  const { fleet, scheduler, rollouts, geo } = options;
  const { region } = fleet;
  const clock: Clock = {
    now: () => scheduler.now(),
    sleep: (ms) =>
      new Promise((resolve) => {
        scheduler.after(ms, resolve);
      }),
  };
  const { observers, hands } = makeInvocation(options, clock, 'api');
  return {
    invoke: (functionName, event) => {
      const handle = handlerOf(functionName, region, makeInvocation(options, clock, functionName));
      return handleTriggers(parseEvent(event, clock.now()), handle);
    },
    operator: { region, homeRegion: region, hands, observers, rollouts, geo },
  };
};
