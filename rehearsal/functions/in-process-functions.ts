import { makeEventBus } from '#aws/event-bus.ts';
import type { Gateway } from '#aws/gateway.ts';
import { makeInstances } from '#aws/instances.ts';
import { makeLifecycleHooks } from '#aws/lifecycle-hooks.ts';
import { makeCredentialSource } from '#aws/secrets.ts';
import { makeTargetGroups } from '#aws/target-groups.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import { auditEvent } from '#control/audit-event.ts';
import { makeCallBudget } from '#control/budget.ts';
import type { Hands, Recorded } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import type { EventEnd } from '#control/event-end.ts';
import { failbackEvent } from '#control/failback-event.ts';
import { firmwareEvent } from '#control/firmware-event.ts';
import { geoEvent } from '#control/geo-event.ts';
import { handleTriggers } from '#control/handle-triggers.ts';
import type { Observers } from '#control/observe.ts';
import { auditPlan, DEFAULT_READS_PER_SECOND, operatePlan, READ_BURST, watchPlan } from '#control/plans.ts';
import type { AuditStore, GeoStore, PairStore, RolloutStore } from '#control/ports.ts';
import { watchEvent } from '#control/watch-event.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { Trigger } from '#domain/trigger.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import { makeEnrolment } from '#loadmaster/enrolment.ts';
import { DEFAULT_LIMITS, type Limits } from '#loadmaster/limits.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import { makeRegionClients, type RegionClients } from '#rehearsal/functions/clients.ts';
import { type FunctionDeaths, mortalStore } from '#rehearsal/functions/function-deaths.ts';
import type { FunctionHost, FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { makeInProcessAudit } from '#rehearsal/functions/in-process-audit.ts';
import { type InProcessJobs, makeInProcessJobs } from '#rehearsal/functions/in-process-jobs.ts';
import { startOperatorApi } from '#rehearsal/functions/operator-api.ts';
import { HOME_REGION } from '#rehearsal/world/estate-spec.ts';
import type { StoppableClock } from '#rehearsal/world/stoppable-clock.ts';
import { makeDynamoAuditStore } from '#store/dynamo/audit-store.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';

export interface InProcessOptions {
  /** How many times faster than real time the clock runs: the limits that Node keeps in real time shrink with it. */
  readonly speed: number;
  readonly clock: StoppableClock;
  readonly deaths: FunctionDeaths;
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

const makeGateway = (options: Options, clients: RegionClients, store: PairStore): Gateway => {
  const { region, clock, speed } = options;
  const limits = limitsAt(speed);
  const shared = {
    client: makeLoadMasterClient({ clock, limits }),
    credentials: makeCredentialSource({ client: clients.secrets, clock }),
    report: () => undefined,
  };
  return {
    ...makeLoadMasters({ ...shared, clock, resolve: makeResolve(store, region) }),
    ...makeEnrolment({ ...shared, connectMs: limits.connectMs, allowLoopback: true }),
  };
};

const makeObservers = ({ clock }: Options, clients: RegionClients, loadMasters: Gateway): Observers => ({
  targetGroups: makeTargetGroups({
    client: clients.loadBalancing,
    readBudget: makeCallBudget({ clock, perSecond: DEFAULT_READS_PER_SECOND, burst: READ_BURST }),
  }),
  instances: makeInstances({ client: clients.ec2 }),
  loadMasters,
});

type Handle = (trigger: Trigger) => Promise<EventEnd>;

interface Surroundings {
  readonly hands: Hands;
  readonly observers: Observers;
  readonly clients: RegionClients;
  readonly rollouts: RolloutStore;
  readonly geo: GeoStore;
  readonly audits: AuditStore;
  readonly files: InProcessJobs;
}

const makeHandlers = (
  options: Options,
  { hands, observers, clients, rollouts, geo, audits, files }: Surroundings,
) => {
  const { region, deaths } = options;
  const handsOf = (functionName: string): Hands => ({
    ...hands,
    store: mortalStore(hands.store, functionName, deaths),
  });
  const watching = handsOf('watch');
  const draining: Hands = {
    ...handsOf('drain'),
    actors: { ...observers, lifecycleHooks: makeLifecycleHooks({ client: clients.autoScaling }) },
  };
  const watch = watchPlan(region, DEFAULT_READS_PER_SECOND);
  const switching: Hands = { ...handsOf('failback'), actors: { loadMasters: observers.loadMasters } };
  const upgrading = {
    ...handsOf('firmware'),
    rollouts,
    geo,
    images: files.images,
    actors: { loadMasters: observers.loadMasters, jobs: files.jobs },
  };
  const { jobs } = files;
  const syncing = {
    ...handsOf('geo-sync'),
    geo,
    rollouts,
    jobs,
    actors: { loadMasters: observers.loadMasters, jobs },
  };
  const auditing = makeInProcessAudit({
    ...options,
    hands: handsOf('audit'),
    observers,
    clients,
    audits,
    geo,
  });
  const operate = operatePlan(region);
  const operateGeo = { ...operate, homeRegion: HOME_REGION };
  return new Map<string, Handle>([
    ['watch', (trigger) => watchEvent(watching, observers, watch, trigger)],
    ['drain', (trigger) => drainEvent(draining, observers, operate, trigger)],
    ['failback', (trigger) => failbackEvent(switching, observers, operate, trigger)],
    ['firmware', (trigger) => firmwareEvent(upgrading, observers, operate, trigger)],
    ['geo-sync', (trigger) => geoEvent(syncing, observers, operateGeo, trigger)],
    ['audit', (trigger) => auditEvent(auditing, auditPlan(region), trigger)],
  ]);
};

/** The functions of one region in this process, wired as `functions/` wires them, on the rehearsal's time. */
export const hostInProcess = async (options: Options): Promise<FunctionHost> => {
  const { region, table, busName, clock, onRecorded, onDefect } = options;
  const clients = makeRegionClients(options);
  const stored = { client: clients.table, tableName: table.tableName };
  const store = makeDynamoPairStore(stored);
  const shared = {
    rollouts: makeDynamoRolloutStore(stored),
    geo: makeDynamoGeoStore(stored),
    audits: makeDynamoAuditStore({ ...stored, region }),
  };
  const gateway = makeGateway(options, clients, store);
  const files = makeInProcessJobs({ ...options, limits: limitsAt(options.speed) }, clients, store);
  const observers = { ...makeObservers(options, clients, gateway), jobRecords: files.jobs };
  const hands: Hands = { store, clock, bus: makeEventBus({ client: clients.events, busName }), onRecorded };
  const functions = makeHandlers(options, { ...shared, hands, observers, clients, files });
  const context = { region, homeRegion: HOME_REGION, hands, observers, rules: RULES, ...shared };
  const api = await startOperatorApi(context, gateway, onDefect);
  return {
    apiUrl: api.url,
    invoke: async (functionName, event) => {
      if (functionName === 'jobs') return files.invoke(event);
      const handle = functions.get(functionName);
      if (handle === undefined) throw new Error(`the rehearsal has no function ${functionName}`);
      return handleTriggers(parseEvent(event, clock.now()), handle);
    },
    stop: async () => {
      clock.stop();
      await api.close();
    },
    close: async () => {
      await files.ended();
      clients.destroy();
    },
  };
};
