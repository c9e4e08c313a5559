import type { Actors } from '#control/act.ts';
import type { Hands, Recorded } from '#control/carry-out.ts';
import type { Announcement, PairStore } from '#control/ports.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import type { PairSeen, Reading, TargetSeen } from '#domain/pair/seen.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { NOW, SAMPLE_PAIR, UNIT_CLASSES, type UnitClass } from '../../docs/state-samples.ts';

/** What reached the ports, in order, as words. */
export type Log = string[];

export const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});

/** A store of the sample pair that writes down who calls it and fails where it is told to. */
export const loggedStore = async (log: Log, failAt?: string): Promise<PairStore> => {
  const store = makeMemoryPairStore();
  await store.writeEstate(SAMPLE_PAIR.region, { pairs: [SAMPLE_PAIR], standalones: [] });
  const noted = (what: string): void => {
    log.push(what);
    if (what === failAt) throw new Error(`died at ${what}`);
  };
  return {
    ...store,
    claim: async (region, next) => {
      noted(`claim ${next.version}`);
      await store.claim(region, next);
    },
    appendJournal: async (entry) => {
      const outcomes =
        entry.outcomes === 'interrupted' ? 'interrupted' : entry.outcomes.map(({ kind }) => kind).join();
      noted(`journal ${entry.version} ${outcomes}`.trim());
      await store.appendJournal(entry);
    },
    settle: async (region, pairId, version) => {
      noted(`settle ${version}`);
      await store.settle(region, pairId, version);
    },
  };
};

const ON_7_2_60 = {
  kind: 'read',
  value: { version: '7.2.60.0.22525.RELEASE', servicesUp: 12, servicesTotal: 12 },
} as const;

/** Two units that could be given newer firmware. */
export const SAMPLE_FIRMWARE: FirmwareOfUnits = { first: ON_7_2_60, second: ON_7_2_60 };

/** Observers that show the sample pair as given, and actors that note what they are asked to do. */
export const shownActors = (log: Log, seen: () => PairSeen, firmware = SAMPLE_FIRMWARE): Actors => {
  const acted = async (what: string) => {
    log.push(what);
    return { kind: 'done' } as const;
  };
  return {
    targetGroups: {
      readTargetHealth: async (arns) => {
        log.push(`read ${arns.length} target groups`);
        const { units } = seen();
        return new Map(arns.map((arn) => [arn, groupOf(units, arn)]));
      },
      deregister: (_arn, id) => acted(`deregister ${id}`),
      register: (_arn, id) => acted(`register ${id}`),
    },
    instances: {
      readInstances: async (ids) => {
        log.push(`read ${ids.length} instances`);
        const { first, second } = seen().units;
        return new Map([
          [SAMPLE_PAIR.units.first.instanceId, first.instance],
          [SAMPLE_PAIR.units.second.instanceId, second.instance],
        ]);
      },
      terminate: (id) => acted(`terminate ${id}`),
      stop: (id) => acted(`stop ${id}`),
    },
    settings: {
      setHealthCheck: (arn) => acted(`set health check ${arn}`),
      setTargetGroupAttributes: (arn) => acted(`set attributes ${arn}`),
      protectInstance: (id) => acted(`protect ${id}`),
      allowIngress: (id) => acted(`allow ingress ${id}`),
      revokeIngress: (id) => acted(`revoke ingress ${id}`),
    },
    loadMasters: {
      readStatus: async (refs) => {
        log.push(`ask ${refs.map(({ unit }) => unit).join()}`);
        return refs.map(({ unit }) => seen().units[unit].loadMaster);
      },
      readFirmware: async (refs) => {
        log.push(`ask ${refs.map(({ unit }) => unit).join()} for their firmware`);
        return refs.map(({ unit }) => firmware[unit]);
      },
      readGeo: async (refs) => {
        log.push(`ask ${refs.map(({ unit }) => unit).join()} for their GEO lists`);
        return refs.map(() => ({ kind: 'unread', code: 'loadmaster-unreachable' }));
      },
      readAudit: async (refs) => {
        log.push(`audit ${refs.map(({ unit }) => unit).join()}`);
        return refs.map(() => ({ kind: 'unread', code: 'loadmaster-unreachable' }));
      },
      perform: ({ unit }, { kind }) => acted(`${kind} ${unit}`),
    },
    lifecycleHooks: { extend: (id) => acted(`extend ${id}`), complete: (id) => acted(`complete ${id}`) },
    jobs: {
      readJobs: async (refs) => refs.map(() => ({ kind: 'read', value: 'none' })),
      begin: ({ unit }, _jobId, { kind }) => acted(`begin ${kind} on ${unit}`),
    },
  };
};

const groupOf = (units: PairSeen['units'], arn: string): Reading<ReadonlyMap<string, TargetSeen>> => {
  const value = new Map<string, TargetSeen>();
  for (const name of ['first', 'second'] as const) {
    const reading = units[name].targets[arn];
    if (reading === undefined || reading.kind === 'unread') return { kind: 'unread', code: 'throttled' };
    if (reading.value.reason !== 'Target.NotRegistered')
      value.set(SAMPLE_PAIR.units[name].instanceId, reading.value);
  }
  return { kind: 'read', value };
};

interface TestHands extends Hands {
  readonly published: Announcement[];
  readonly recorded: Recorded[];
  now: number;
}

export const makeHands = (log: Log, store: PairStore, actors?: Actors): TestHands => {
  const hands: TestHands = {
    store,
    published: [],
    recorded: [],
    now: NOW,
    bus: {
      publish: async (sent) => {
        log.push(...sent.map(({ detailType }) => `tell ${detailType}`));
        hands.published.push(...sent);
      },
    },
    clock: {
      now: () => hands.now,
      sleep: async (ms) => {
        hands.now += ms;
      },
    },
    onRecorded: (entry) => void hands.recorded.push(entry),
    ...(actors === undefined ? {} : { actors }),
  };
  return hands;
};
