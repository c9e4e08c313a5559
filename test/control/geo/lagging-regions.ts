import { StaleStateError } from '#control/errors.ts';
import { continueGeo, type GeoHands } from '#control/geo/continue-geo.ts';
import type { GeoRecord, GeoStore, PairRecord } from '#control/ports.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';
import { declarationOf } from '#domain/geo/declaration.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { GeoDeclaration } from '#domain/geo/member.ts';
import type { GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import { geoResultOf } from '#domain/geo/result.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import { newPairState } from '#domain/pair/state.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';

/*
 * Regions that share GEO by replicas that lag behind, as a model: the control plane's own code in each of them, pairs and
 * standalones that take the lists they are given, and a table whose items arrive when the test says so.
 */

/** So many orders, the last ones, may still come forward. */
export const ON_THEIR_WAY = 8;

/** An item as it lies in one replica. */
interface Item {
  readonly value: GeoDeclaration | GeoReport | GeoTurns;
  readonly version: number;
}

type Replica = Map<string, Item>;

/** What units have. A unit is named by its member and its part. */
type Units = Map<string, GeoSeen>;

export const HOME = 'eu-west-1';

const EMPTY: GeoSeen = {
  enabled: true,
  access: [],
  partners: [],
  partnerStatus: [],
  clusters: [],
  mapped: [],
};

/** As DynamoDB gives it back: every object's keys in an order of its own. */
const reordered = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reordered) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner)])) as T;
};

const noteOf = (operation: GeoOperation, pairId: string): string => `${pairId} ${operation.order.id}`;

/** One region of the model. */
export class LaggingRegion {
  readonly name: string;
  readonly replica: Replica = new Map();
  readonly pairs = new Map<string, PairRecord>();
  readonly standalones: Standalone[] = [];
  readonly units: Units = new Map();
  readonly jobs = new Map<string, JobSeen>();
  /** Writes to the table, and settings of lists, since the model began. */
  writes = 0;
  settings = 0;
  now: EpochMs = NOW;
  readonly #orders: { readonly pairId: string; readonly order: GeoOrder }[] = [];
  readonly #wrote: (region: string, key: string, item: Item) => void;

  constructor(name: string, wrote: (region: string, key: string, item: Item) => void) {
    this.name = name;
    this.#wrote = wrote;
  }

  #put(key: string, value: Item['value']): void {
    const { version } = value;
    const stored = this.replica.get(key)?.version ?? 0;
    if (version !== stored + 1) throw new StaleStateError(key);
    const item = { value: reordered(value), version };
    this.replica.set(key, item);
    this.writes += 1;
    this.#wrote(this.name, key, item);
  }

  declare(estate: { readonly pairs: readonly Pair[]; readonly standalones: readonly Standalone[] }): void {
    const key = `DECLARED#${this.name}`;
    const version = (this.replica.get(key)?.version ?? 0) + 1;
    for (const pair of estate.pairs.filter(({ region }) => region === this.name)) {
      const known = this.pairs.get(pair.id)?.state;
      const state = known ?? { ...newPairState(pair.id, NOW), situation: STEADY };
      this.pairs.set(pair.id, { pair, state });
    }
    this.standalones.splice(0);
    this.standalones.push(...estate.standalones.filter(({ region }) => region === this.name));
    this.#put(key, { schemaVersion: 1, version, ...declarationOf(this.name, estate) });
  }

  read(): GeoRecord {
    const items = [...this.replica].map(([key, { value }]) => ({ key, value }));
    const of = <T>(prefix: string): readonly T[] =>
      items.filter(({ key }) => key.startsWith(prefix)).map(({ value }) => value as T);
    const [turns] = of<GeoTurns>('TURNS');
    return {
      declarations: of<GeoDeclaration>('DECLARED#'),
      reports: of<GeoReport>('REPORT#'),
      ...(turns === undefined ? {} : { turns }),
      damaged: [],
    };
  }

  /** One pass of `geo-sync`, woken by the schedule. */
  async pass(): Promise<void> {
    const geo: GeoStore = {
      readGeo: async () => this.read(),
      claimReport: async (next) => this.#put(`REPORT#${this.name}`, next),
      claimTurns: async (next) => this.#put('TURNS', next),
    };
    const hands: GeoHands = {
      store: {
        readRegion: async () => ({
          pairs: [...this.pairs.values()],
          standalones: this.standalones,
          damaged: [],
        }),
      },
      geo,
      rollouts: { readRollouts: async () => ({ rollouts: [], damaged: [] }) },
      jobs: {
        readJobs: async (refs) =>
          refs.map(({ pairId }) => ({ kind: 'read', value: this.jobs.get(pairId) ?? 'none' })),
        begin: async ({ pairId, unit }, jobId, job) => {
          this.#set(`${pairId} ${unit}`, job);
          this.jobs.set(pairId, { jobId, kind: job.kind, state: 'done', at: this.now, key: 'backups/x' });
          return { kind: 'done' };
        },
      },
      bus: {
        publish: async (sent) => {
          for (const { detailType, detail } of sent) {
            if (detailType !== 'Geo Requested') continue;
            const { pairId, orderId, notAfter, ...rest } = detail as unknown as GeoOrder & {
              readonly pairId: string;
              readonly orderId: string;
            };
            const order = {
              ...rest,
              id: orderId,
              notAfter: Date.parse(String(notAfter)),
              requestedAt: this.now,
            };
            this.#orders.push({ pairId, order });
            this.#orders.splice(0, this.#orders.length - ON_THEIR_WAY);
          }
        },
      },
      clock: { now: () => this.now, sleep: async () => undefined },
    };
    const observers = {
      loadMasters: {
        readGeo: async (refs: readonly { readonly pairId: string; readonly unit: string }[]) =>
          refs.map(({ pairId, unit }) => ({
            kind: 'read' as const,
            value: this.units.get(`${pairId} ${unit}`) ?? EMPTY,
          })),
      },
      jobs: hands.jobs,
    };
    await continueGeo(hands, observers, { region: this.name, homeRegion: HOME }, true);
  }

  #set(unit: string, job: UnitJob): void {
    if (job.kind !== 'set-geo-lists') return;
    this.settings += 1;
    this.units.set(unit, { ...(this.units.get(unit) ?? EMPTY), ...job.lists });
  }

  /** Pairs whose lists are being set. */
  underWay(): readonly { readonly pairId: string; readonly cluster: string; readonly what: string }[] {
    return [...this.pairs.values()].flatMap(({ pair, state }) =>
      state?.operation.kind === 'syncing-geo'
        ? [
            {
              pairId: pair.id,
              cluster: state.operation.order.cluster,
              what: noteOf(state.operation, pair.id),
            },
          ]
        : [],
    );
  }

  /** An order comes forward, as an event does: maybe twice, maybe late, maybe never. */
  begin(at: number): void {
    const found = this.#orders[at % Math.max(1, this.#orders.length)];
    const record = found && this.pairs.get(found.pairId);
    if (found === undefined || record?.state === undefined) return;
    const { pairId, order } = found;
    const { pair, state } = record;
    const isHandled = state.handled.includes(order.id);
    if (isHandled || state.operation.kind !== 'idle' || this.now > order.notAfter) return;
    const change = { preferredFirst: false, timesSet: 0 };
    const operation: GeoOperation = {
      kind: 'syncing-geo',
      order,
      phase: 'setting',
      startedAt: this.now,
      phaseSince: this.now,
      units: { first: change, second: change },
      servedBy: 'first',
      roleChanges: 0,
      failovers: 0,
    };
    this.pairs.set(pairId, { pair, state: { ...state, handled: [...state.handled, order.id], operation } });
  }

  /** What is under way ends, and the units have their lists. */
  end(): void {
    for (const [pairId, { pair, state }] of this.pairs) {
      if (state?.operation.kind !== 'syncing-geo') continue;
      const { operation } = state;
      const { master, access, partners } = operation.order;
      for (const unit of ['first', 'second'] as const)
        this.#set(`${pairId} ${unit}`, {
          kind: 'set-geo-lists',
          lists: unit === master ? { access, partners } : { partners },
        });
      const last = geoResultOf(operation, 'done', this.now);
      this.pairs.set(pairId, { pair, state: { ...state, operation: { kind: 'idle' }, geo: { last } } });
    }
  }
}

const STEADY = { kind: 'steady', since: NOW, active: 'first', evidence: [] } as const;

/** Two or three regions, with what is on its way between their replicas. */
export class LaggingWorld {
  readonly regions: readonly LaggingRegion[];
  /** In flight, by source and target. Replication keeps the order of one item's writes, and of nothing else. */
  readonly #inFlight = new Map<string, Map<string, Item>>();

  constructor(names: readonly string[]) {
    this.regions = names.map(
      (name) => new LaggingRegion(name, (from, key, item) => this.#send(from, key, item)),
    );
  }

  #send(from: string, key: string, item: Item): void {
    for (const { name } of this.regions) {
      if (name === from) continue;
      const way = this.#inFlight.get(`${from} ${name}`) ?? new Map<string, Item>();
      way.set(key, item);
      this.#inFlight.set(`${from} ${name}`, way);
    }
  }

  /** Some of what is in flight arrives: every item that `isLucky` picks. */
  deliver(isLucky: (from: string, to: string, key: string) => boolean): void {
    for (const [way, items] of this.#inFlight) {
      const [from = '', to = ''] = way.split(' ');
      const target = this.regions.find(({ name }) => name === to);
      for (const [key, item] of items) {
        if (!isLucky(from, to, key)) continue;
        target?.replica.set(key, item);
        items.delete(key);
      }
    }
  }

  advance(minutes: number): void {
    for (const region of this.regions) region.now += minutes * MINUTE_MS;
  }
}

const APPLIANCE = SAMPLE_PAIR.units.first;

export const pairIn = (region: string, number: number, cluster = 'shop'): Pair => ({
  ...SAMPLE_PAIR,
  id: `p${number}`,
  region,
  geoCluster: cluster,
  geoMaster: number % 2 === 0 ? 'second' : 'first',
  // Open at any time.
  geoWindows: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '00:00',
      to: '00:00',
      timeZone: 'UTC',
    },
  ],
  units: {
    first: { ...APPLIANCE, instanceId: `i-${number}1`, address: `10.${number}.1.5` },
    second: { ...APPLIANCE, instanceId: `i-${number}2`, address: `10.${number}.2.5` },
  },
});

export const standaloneIn = (region: string, number: number, cluster = 'shop'): Standalone => ({
  ...APPLIANCE,
  id: `s${number}`,
  region,
  mode: 'enforce',
  geoCluster: cluster,
  instanceId: `i-s${number}`,
  address: `10.200.${number}.5`,
});
