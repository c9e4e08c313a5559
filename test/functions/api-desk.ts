import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect } from 'vitest';
import { errorReply } from '#contracts/api/errors.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { ROUTES } from '#contracts/api/routes.ts';
import { OWN_SOURCE } from '#contracts/events/own-events.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import type { Hands } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import { failbackEvent } from '#control/failback-event.ts';
import type { Observers } from '#control/observe.ts';
import type {
  Announcement,
  AuditStore,
  EventBus,
  GeoStore,
  LoadMasters,
  PairStore,
  RolloutStore,
} from '#control/ports.ts';
import { watchEvent } from '#control/watch-event.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { UnreadCode } from '#domain/pair/seen.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { type Answered, makeApi, type Ordered } from '#functions/api/handler.ts';
import type { Trust } from '#functions/api/operator-identity.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';
import {
  type Faults,
  virtualInstances,
  virtualLifecycleHooks,
  virtualLoadMasters,
  virtualTargetGroups,
} from '#rehearsal/virtual/ports.ts';
import { makeVirtualPair, type VirtualPair, type VirtualPairSetup } from '#rehearsal/virtual/virtual-pair.ts';
import { makeMemoryAuditStore } from '#store/memory/audit-store.ts';
import { type GeoDeclarations, makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { type Asked, apiEvent } from './api-event.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The JSON body; empty for plain text. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** The API of one pair's region in virtual time, and the functions behind it. */
export interface Desk extends VirtualPair {
  readonly store: PairStore;
  readonly rollouts: RolloutStore;
  readonly geo: GeoStore;
  readonly audits: AuditStore;
  /** On the own bus and not yet delivered. */
  readonly published: Announcement[];
  readonly answered: Answered[];
  readonly ordered: Ordered[];
  /** Asks the real handler. The answer is held against the published schema of its route. */
  ask(request: string, asked?: Asked): Promise<Answer>;
  watch(): Promise<void>;
  /** Gives `drain` and `failback` what was published. */
  deliver(): Promise<void>;
  /** Lets time pass, with the schedule every minute. */
  pass(minutes: number): Promise<void>;
}

export interface DeskSetup extends Partial<VirtualPairSetup> {
  readonly trust?: Trust;
  readonly faults?: Faults;
  /** The gateway answers with this code in the stead of every unit. */
  readonly loadMasters?: UnreadCode;
  /** The gateway as everybody sees it. */
  readonly wrapLoadMasters?: (loadMasters: LoadMasters) => LoadMasters;
  /** EventBridge takes nothing. */
  readonly publishFails?: boolean;
  /** The gateway's, as far as a test asks for it. */
  readonly enrolment?: UnitEnrolment;
  readonly rollouts?: RolloutStore;
  /** The store as the API sees it. */
  readonly wrapStore?: (store: PairStore) => PairStore;
  /** Likewise what the regions share about GEO. */
  readonly wrapGeo?: (geo: GeoStore) => GeoStore;
  /** What audits hold pairs to; all the rules where left out. */
  readonly rules?: readonly Rule[];
  /** The region that gives turns; the desk's own where left out. */
  readonly homeRegion?: string;
}

const SETUP: VirtualPairSetup = {
  mode: 'enforce',
  preferFirst: false,
  spot: false,
  managed: true,
  autoScaling: false,
  random: () => 0.5,
};

const routeOf = (request: string): ApiRoute | undefined => {
  const [method, path = ''] = request.split(' ');
  return Object.values<ApiRoute>(ROUTES).find(
    (route) =>
      route.method === method && new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
};

const ANYWHERE = ['unidentified', 'unknown-route', 'method-not-allowed', 'invalid-query', 'internal'];

/** Every answer a test sees is one that is published: its status, its code and its members. */
const expectPublished = (request: string, { status, body }: Answer): void => {
  const route = routeOf(request);
  if (status >= 400) {
    const { code } = errorReply.parse(body);
    expect([...ANYWHERE, ...(route?.errors ?? [])]).toContain(code);
  } else {
    const reply = route?.replies[status];
    if (reply === undefined) throw new Error(`${request} does not publish ${status}`);
    reply.schema.parse(body);
  }
};

const read = (result: APIGatewayProxyStructuredResultV2): Answer => {
  const { statusCode = 0, headers = {}, body = '' } = result;
  const isJson = headers['content-type'] === 'application/json';
  return { status: statusCode, headers, body: isJson ? JSON.parse(body) : {}, text: isJson ? '' : body };
};

const NO_ENROLMENT: UnitEnrolment = {
  readCertificate: async () => ({ kind: 'failed', code: 'gateway-error' }),
  enrol: async () => ({ kind: 'failed', code: 'gateway-error' }),
};

const REFUSING: EventBus = { publish: async () => Promise.reject(new Error('EventBridge refused')) };

const silent = (loadMasters: LoadMasters, code: UnreadCode): LoadMasters => ({
  ...loadMasters,
  readStatus: async (refs) => refs.map(() => ({ kind: 'unread', code })),
  readFirmware: async (refs) => refs.map(() => ({ kind: 'unread', code })),
});

interface Plane {
  readonly hands: Hands;
  readonly observers: Observers;
  readonly published: Announcement[];
  readonly watch: () => Promise<void>;
  readonly deliver: () => Promise<void>;
}

/** `watch`, `drain` and `failback` on the pair's ports. */
const makePlane = (virtual: VirtualPair, store: PairStore, setup: DeskSetup): Plane => {
  const { cloud, units, pair, scheduler } = virtual;
  const { faults = () => 'ok' as const, loadMasters, wrapLoadMasters = (wrapped) => wrapped } = setup;
  const { region } = pair;
  const published: Announcement[] = [];
  const answering = virtualLoadMasters(({ unit }) => units[unit], faults);
  const observers: Observers = {
    targetGroups: virtualTargetGroups(cloud, faults),
    instances: virtualInstances(cloud, faults),
    loadMasters: wrapLoadMasters(loadMasters === undefined ? answering : silent(answering, loadMasters)),
  };
  const hands: Hands = {
    store,
    bus: { publish: async (sent) => void published.push(...sent) },
    clock: { now: () => scheduler.now(), sleep: async (ms) => scheduler.advance(ms) },
    onRecorded: () => undefined,
  };
  const actors = { ...observers, lifecycleHooks: virtualLifecycleHooks(cloud, faults) };
  const plan = { region, lookForMs: 150 * SECOND_MS, continueForMs: 50 * SECOND_MS };
  return {
    hands,
    observers,
    published,
    watch: async () => {
      const once = { region, targetGroupsPerPass: 100, lookForMs: 0 };
      await watchEvent(hands, observers, once, { kind: 'sweep' });
    },
    deliver: async () => {
      for (const { detailType, detail } of published.splice(0)) {
        const event = { id: `event-${detailType}`, source: OWN_SOURCE, 'detail-type': detailType, detail };
        for (const trigger of parseEvent(event, scheduler.now())) {
          await drainEvent({ ...hands, actors }, observers, plan, trigger);
          await failbackEvent(
            { ...hands, actors: { loadMasters: observers.loadMasters } },
            observers,
            plan,
            trigger,
          );
        }
      }
    },
  };
};

type Asking = Pick<Desk, 'ask' | 'answered' | 'ordered' | 'rollouts' | 'audits'>;

const makeAsking = (region: string, plane: Plane, geo: GeoStore, setup: DeskSetup): Asking => {
  const { wrapStore = (store) => store, wrapGeo = (store) => store } = setup;
  const { publishFails = false, trust = 'iam', homeRegion = region } = setup;
  const { rollouts = makeMemoryRolloutStore(), rules = RULES } = setup;
  const audits = makeMemoryAuditStore();
  const answered: Answered[] = [];
  const ordered: Ordered[] = [];
  let requests = 0;
  let intents = 0;
  const api = makeApi({
    region,
    homeRegion,
    geo: wrapGeo(geo),
    observers: plane.observers,
    rollouts,
    audits,
    rules,
    enrolment: setup.enrolment ?? NO_ENROLMENT,
    hands: {
      ...plane.hands,
      store: wrapStore(plane.hands.store),
      bus: publishFails ? REFUSING : plane.hands.bus,
    },
    trust,
    newIntentId: () => `intent-${++intents}`,
    openApi: { openapi: '3.1.0' },
    onOrdered: (one) => void ordered.push(one),
    onAnswered: (one) => void answered.push(one),
  });
  return {
    answered,
    ordered,
    rollouts,
    audits,
    ask: async (request, asked) => {
      const context = { awsRequestId: `request-${++requests}` } as Context;
      const answer = read(await api(apiEvent(request, asked), context));
      if (answer.text === '') expectPublished(request, answer);
      return answer;
    },
  };
};

/** A pair that has come to rest and was looked at once, and the API of its region. */
export const makeDesk = async (setup: DeskSetup = {}): Promise<Desk> => {
  const virtual = makeVirtualPair({ ...SETUP, ...setup });
  const { pair, scheduler } = virtual;
  const declarations: GeoDeclarations = new Map();
  const geo = makeMemoryGeoStore(declarations);
  const store = makeMemoryPairStore(declarations);
  await store.writeEstate(pair.region, { pairs: [pair], standalones: [] });
  const plane = makePlane(virtual, store, setup);
  const { published, watch, deliver } = plane;
  scheduler.advance(5 * MINUTE_MS);
  await watch();
  published.splice(0);
  return {
    ...virtual,
    ...makeAsking(pair.region, plane, geo, setup),
    store,
    geo,
    published,
    watch,
    deliver,
    pass: async (minutes) => {
      for (let minute = 0; minute < minutes; minute++) {
        scheduler.advance(MINUTE_MS);
        await watch();
        await deliver();
      }
    },
  };
};
