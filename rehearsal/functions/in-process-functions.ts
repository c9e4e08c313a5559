import { makeEventBus } from '#aws/event-bus.ts';
import { makeInstances } from '#aws/instances.ts';
import { makeLifecycleHooks } from '#aws/lifecycle-hooks.ts';
import { makeCredentialSource } from '#aws/secrets.ts';
import { makeTargetGroups } from '#aws/target-groups.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import { makeCallBudget } from '#control/budget.ts';
import type { Hands, Recorded } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import type { EventEnd } from '#control/event-end.ts';
import { handleTriggers } from '#control/handle-triggers.ts';
import type { Observers } from '#control/observe.ts';
import { DEFAULT_READS_PER_SECOND, drainPlan, READ_BURST, watchPlan } from '#control/plans.ts';
import type { LoadMasters, PairStore } from '#control/ports.ts';
import { watchEvent } from '#control/watch-event.ts';
import type { Trigger } from '#domain/trigger.ts';

import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { DEFAULT_LIMITS, type Limits } from '#loadmaster/limits.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import { makeRegionClients, type RegionClients } from '#rehearsal/functions/clients.ts';
import type { FunctionHost, FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { startOperatorApi } from '#rehearsal/functions/operator-api.ts';
import type { StoppableClock } from '#rehearsal/world/stoppable-clock.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

export interface InProcessOptions {
  /** How many times faster than real time the clock runs: the limits that Node keeps in real time shrink with it. */
  readonly speed: number;
  readonly clock: StoppableClock;
  readonly onRecorded: (entry: Recorded) => void;
  readonly onDefect: (error: unknown) => void;
}

type Options = FunctionSurroundings & InProcessOptions;

/** A TLS handshake between two processes of a busy machine takes real time, however fast the rehearsal runs. */
const LEAST_CONNECT_MS = 300;
const LEAST_REPLY_MS = 600;

const limitsAt = (speed: number): Limits => ({
  ...DEFAULT_LIMITS,
  connectMs: Math.max(LEAST_CONNECT_MS, DEFAULT_LIMITS.connectMs / speed),
  replyMs: Math.max(LEAST_REPLY_MS, DEFAULT_LIMITS.replyMs / speed),
});

const makeGateway = (options: Options, clients: RegionClients, store: PairStore): LoadMasters => {
  const { region, clock, speed } = options;
  return makeLoadMasters({
    client: makeLoadMasterClient({ clock, limits: limitsAt(speed) }),
    resolve: async (pairId) => (await store.readPair(region, pairId))?.pair,
    credentials: makeCredentialSource({ client: clients.secrets, clock }),
    report: () => undefined,
  });
};

const makeObservers = (options: Options, clients: RegionClients, store: PairStore): Observers => {
  const { clock } = options;
  return {
    targetGroups: makeTargetGroups({
      client: clients.loadBalancing,
      readBudget: makeCallBudget({ clock, perSecond: DEFAULT_READS_PER_SECOND, burst: READ_BURST }),
    }),
    instances: makeInstances({ client: clients.ec2 }),
    loadMasters: makeGateway(options, clients, store),
  };
};

type Handle = (trigger: Trigger) => Promise<EventEnd>;

const makeHandlers = (options: Options, watching: Hands, observers: Observers, clients: RegionClients) => {
  const { region } = options;
  const draining: Hands = {
    ...watching,
    actors: { ...observers, lifecycleHooks: makeLifecycleHooks({ client: clients.autoScaling }) },
  };
  const watch = watchPlan(region, DEFAULT_READS_PER_SECOND);
  const drain = drainPlan(region);
  return new Map<string, Handle>([
    ['watch', (trigger) => watchEvent(watching, observers, watch, trigger)],
    ['drain', (trigger) => drainEvent(draining, observers, drain, trigger)],
  ]);
};

/** The functions of one region in this process, wired as `functions/` wires them, on the rehearsal's time. */
export const hostInProcess = async (options: Options): Promise<FunctionHost> => {
  const { region, endpoint, table, busName, clock, onRecorded, onDefect } = options;
  const clients = makeRegionClients(region, endpoint, table);
  const store = makeDynamoPairStore({ client: clients.table, tableName: table.tableName });
  const observers = makeObservers(options, clients, store);
  const hands: Hands = { store, clock, bus: makeEventBus({ client: clients.events, busName }), onRecorded };
  const functions = makeHandlers(options, hands, observers, clients);
  const api = await startOperatorApi(region, hands, observers, onDefect);
  return {
    apiUrl: api.url,
    invoke: async (functionName, event) => {
      const handle = functions.get(functionName);
      if (handle === undefined) throw new Error(`the rehearsal has no function ${functionName}`);
      return handleTriggers(parseEvent(event, clock.now()), handle);
    },
    stop: async () => {
      clock.stop();
      await api.close();
    },
    close: async () => clients.destroy(),
  };
};
