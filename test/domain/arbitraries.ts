import * as fc from 'fast-check';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { FailbackMemory } from '#domain/failback/memory.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareMemory, FirmwareOperation, UnitChange } from '#domain/firmware/operation.ts';
import type { GeoLists, GeoSeen, UnitGeoSeen } from '#domain/geo/geo-seen.ts';
import type { GeoChange, GeoMemory, GeoOperation, GeoOrder, GeoResult } from '#domain/geo/operation.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import { HALT_REASONS } from '#domain/pair/halt.ts';
import type { LoadMasterSeen, PairSeen, Reading, UnitFirmwareSeen, UnitSeen } from '#domain/pair/seen.ts';
import { type Operation, type PairState, SITUATIONS } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { drainIn, INTENTS, NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { GATED_PAIR, REQUESTS, SWITCH_CLASSES } from '../../docs/state-switch-samples.ts';

/*
 * Any state of a pair next to any look at it, whether one could follow from the other or not: composed of the samples
 * of the state tables, and taken apart further, so that the observers may contradict one another.
 */

const CLASSES: readonly UnitSeen[] = [...Object.values(UNIT_CLASSES), ...Object.values(SWITCH_CLASSES)];

const unit: fc.Arbitrary<UnitName> = fc.constantFrom(...UNIT_NAMES);
const seenOf: fc.Arbitrary<UnitSeen> = fc.constantFrom(...CLASSES);
const ago: fc.Arbitrary<EpochMs> = fc
  .constantFrom(0, 5, 10, 31, 61, 101, 151, 400, 901, 4_000, 90_000)
  .map((seconds) => NOW - seconds * SECOND_MS);

/** The fields of `T`, each there or not. */
const some = <T>(fields: { readonly [K in keyof T]-?: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const loadMasterSays = some<LoadMasterSeen>({
  haStatus: fc.constantFrom('active', 'standby', 'passive', 'not-configured', 'unknown'),
  healthPort: fc.constantFrom(8444, 8445, 8443),
  bootedAt: ago,
  designation: fc.constantFrom('first', 'second', 'none', 'unknown'),
  partner: fc.constantFrom('10.0.1.5', '10.0.2.5', '10.9.9.9'),
  prefersFirst: fc.boolean(),
});

const saying = (reading: Reading<LoadMasterSeen>, more: Partial<LoadMasterSeen>): Reading<LoadMasterSeen> =>
  reading.kind === 'read' ? { kind: 'read', value: { ...reading.value, ...more } } : reading;

/** What EC2, the load balancer and the LoadMaster say of a unit, each by itself. */
const anyUnit: fc.Arbitrary<UnitSeen> = fc
  .record({ byEc2: seenOf, byLoadBalancer: seenOf, bySelf: seenOf, more: loadMasterSays })
  .map(({ byEc2, byLoadBalancer, bySelf, more }) => ({
    instance: byEc2.instance,
    targets: byLoadBalancer.targets,
    loadMaster: saying(bySelf.loadMaster, more),
  }));

const anyPlainLook: fc.Arbitrary<PairSeen> = fc
  .record({ first: fc.oneof(seenOf, anyUnit), second: fc.oneof(seenOf, anyUnit) })
  .map((units) => ({ at: NOW, units }));

const wish: fc.Arbitrary<DrainIntent> = fc.constantFrom<DrainIntent>(
  ...Object.values(INTENTS),
  { ...INTENTS['an operator terminates it'], release: { kind: 'reboot' } },
  { ...INTENTS['an operator terminates it'], release: { kind: 'stop' } },
  { ...INTENTS['an operator terminates it'], source: 'split-brain', release: { kind: 'repair' } },
  { ...INTENTS['an operator terminates it'], source: 'split-brain', release: { kind: 'keep-out' } },
);

export const anyIntent: fc.Arbitrary<DrainIntent> = fc
  .record({ intent: wish, of: unit, id: fc.constantFrom('a', 'b', 'c') })
  .map(({ intent, of, id }) => ({ ...intent, id, instanceId: SAMPLE_PAIR.units[of].instanceId }));

const anyDrain: fc.Arbitrary<DrainOperation> = fc
  .record({
    intent: anyIntent,
    phase: fc.constantFrom('handing-over', 'deregistering', 'releasing', 'returning'),
    moved: fc.boolean(),
    phaseSince: ago,
    more: some<Pick<DrainOperation, 'failed' | 'rebootedAt'>>({
      failed: fc.constantFrom('partner-lost', 'loadmaster-unread'),
      rebootedAt: ago,
    }),
  })
  .map(({ intent, phase, moved, phaseSince, more }) => ({
    ...drainIn(phase, intent, moved),
    unit: intent.instanceId === SAMPLE_PAIR.units.first.instanceId ? 'first' : 'second',
    phaseSince,
    ...more,
  }));

const anySwitch: fc.Arbitrary<SwitchOperation> = fc
  .record({
    to: unit,
    by: fc.constantFrom(...Object.values(REQUESTS)),
    phase: fc.constantFrom('preparing', 'handing-over', 'stepping-down', 'settling', 'undoing'),
    phaseSince: ago,
    healthPortMoved: fc.boolean(),
    more: some<Pick<SwitchOperation, 'failed' | 'rebootedAt' | 'exposedAt'>>({
      failed: fc.constantFrom('partner-lost', 'partner-did-not-take-over'),
      rebootedAt: ago,
      exposedAt: ago,
    }),
  })
  .map(({ to, by, more, ...rest }) => ({
    kind: 'switching',
    to,
    request: { ...by, to, requestedAt: NOW },
    startedAt: NOW - 4_000 * SECOND_MS,
    ...rest,
    ...more,
  }));

const IMAGE = { key: 'images/7.2.61.2.24117.RELEASE.PATCH', sha256: '0'.repeat(64) } as const;

export const anyOrder: fc.Arbitrary<FirmwareOrder> = fc
  .record({
    id: fc.constantFrom('rollout/a', 'rollout/b'),
    target: fc.constantFrom('7.2.61.2', '7.2.54.12', '7.2.35.1', 'nonsense'),
    more: some<Pick<FirmwareOrder, 'image' | 'notAfter'>>({
      image: fc.constant(IMAGE),
      notAfter: fc.constantFrom(NOW - MINUTE_MS, NOW + MINUTE_MS),
    }),
  })
  .map(({ id, target, more }) => ({
    id,
    rolloutId: 'rollout',
    target,
    requestedAt: NOW,
    why: 'ops: security fix',
    ...more,
  }));

const anyJob: fc.Arbitrary<UnitJob> = fc.constantFrom<UnitJob>(
  { kind: 'backup' },
  { kind: 'install', image: IMAGE, target: '7.2.61.2' },
  { kind: 'restore-previous', target: '7.2.54.12' },
  { kind: 'set-partner-secret' },
);

const anyVersion = fc.constantFrom(
  '7.2.61.1.24109.RELEASE',
  '7.2.61.2.24117.RELEASE',
  '7.2.54.12.22642.RELEASE',
  '7.2.35.1.11111.RELEASE',
  'no version',
);

const anyChange: fc.Arbitrary<UnitChange> = fc
  .record({
    from: anyVersion,
    preferredFirst: fc.boolean(),
    more: some<Omit<UnitChange, 'from' | 'preferredFirst'>>({
      backup: fc.constant('backups/a'),
      job: fc.record({
        id: fc.constantFrom('j1', 'j2'),
        job: anyJob,
        askedAt: ago,
        attempt: fc.integer({ min: 1, max: 2 }),
      }),
      installedAt: ago,
      rebootedAt: ago,
      bootedBefore: ago,
      backAt: ago,
      secretAt: ago,
    }),
  })
  .map(({ more, ...rest }) => ({ ...rest, ...more }));

const anyUpgrade: fc.Arbitrary<FirmwareOperation> = fc
  .record({
    order: anyOrder,
    phase: fc.constantFrom('backing-up', 'preparing', 'installing', 'rebooting', 'settling'),
    phaseSince: ago,
    units: fc.record({ first: anyChange, second: anyChange }),
    servicesUp: fc.constantFrom(0, 12),
    servedBy: unit,
    more: some<Pick<FirmwareOperation, 'unit' | 'handover' | 'mixedSince' | 'mixedTold' | 'failed'>>({
      unit,
      handover: anySwitch.map((op) => ({ ...op, request: { ...op.request, cause: 'firmware' } as const })),
      mixedSince: ago,
      mixedTold: fc.constant(true),
      failed: fc.constantFrom('backup-failed', 'window-closed'),
    }),
  })
  .map(({ more, ...rest }) => ({
    kind: 'upgrading',
    startedAt: NOW - 4_000 * SECOND_MS,
    roleChanges: 0,
    incidents: [],
    ...rest,
    ...more,
  }));

const LISTS: readonly GeoLists[] = [
  { access: [], partners: [] },
  { access: ['10.0.1.5', '10.9.0.1'], partners: ['10.9.0.1'] },
  { access: ['10.0.1.5'], partners: ['10.9.0.1', '10.9.0.2'] },
];

export const anyGeoOrder: fc.Arbitrary<GeoOrder> = fc
  .record({
    id: fc.constantFrom('geo-a/1', 'geo-a/2'),
    master: unit,
    lists: fc.constantFrom(...LISTS),
    notAfter: fc.constantFrom(NOW - MINUTE_MS, NOW + MINUTE_MS, NOW + MINUTE_MS),
  })
  .map(({ lists, ...rest }) => ({
    ...rest,
    ...lists,
    cluster: 'geo-a',
    requestedAt: NOW,
    why: 'its turn',
  }));

const anyGeoChange: fc.Arbitrary<GeoChange> = fc
  .record({
    preferredFirst: fc.boolean(),
    timesSet: fc.integer({ min: 0, max: 3 }),
    more: some<Omit<GeoChange, 'preferredFirst' | 'timesSet'>>({
      job: fc.record({
        id: fc.constantFrom('j1', 'j2'),
        job: fc.constantFrom<UnitJob>(
          { kind: 'set-geo-lists', lists: { partners: ['10.9.0.1'] } },
          { kind: 'set-geo-lists', lists: { access: ['10.0.1.5', '10.9.0.1'], partners: ['10.9.0.1'] } },
        ),
        askedAt: ago,
        attempt: fc.integer({ min: 1, max: 2 }),
      }),
      backup: fc.constant('backups/a'),
      setAt: ago,
    }),
  })
  .map(({ more, ...rest }) => ({ ...rest, ...more }));

export const anyGeoSync: fc.Arbitrary<GeoOperation> = fc
  .record({
    order: anyGeoOrder,
    phase: fc.constantFrom('setting', 'handing-over', 'settling'),
    phaseSince: ago,
    units: fc.record({ first: anyGeoChange, second: anyGeoChange }),
    servedBy: unit,
    more: some<Pick<GeoOperation, 'unit' | 'handover' | 'trouble' | 'failed'>>({
      unit,
      handover: anySwitch.map((op) => ({ ...op, request: { ...op.request, cause: 'geo' } as const })),
      trouble: fc.constant('second: partners, geo-list-too-long'),
      failed: fc.constantFrom('geo-lists-not-set', 'window-closed'),
    }),
  })
  .map(({ more, ...rest }) => ({
    kind: 'syncing-geo',
    startedAt: NOW - 4_000 * SECOND_MS,
    roleChanges: 0,
    failovers: 0,
    ...rest,
    ...more,
  }));

const anyJobSeen: fc.Arbitrary<Reading<JobSeen | 'none'>> = fc.oneof(
  fc.constant<Reading<JobSeen | 'none'>>({ kind: 'unread', code: 'aws-error' }),
  fc.constant<Reading<JobSeen | 'none'>>({ kind: 'read', value: 'none' }),
  fc
    .record({
      jobId: fc.constantFrom('j1', 'j2'),
      kind: fc.constantFrom('backup', 'install', 'restore-previous', 'set-partner-secret', 'set-geo-lists'),
      state: fc.constantFrom('running', 'done', 'failed'),
      at: ago,
      code: fc.constantFrom('image-checksum', 'loadmaster-unreachable'),
      more: some<Pick<JobSeen, 'failedAt' | 'key'>>({
        failedAt: fc.constantFrom('backup', 'access', 'partners'),
        key: fc.constant('backups/b'),
      }),
    })
    .map(({ more, ...rest }): Reading<JobSeen | 'none'> => ({ kind: 'read', value: { ...rest, ...more } })),
);

const anyUnitFirmware: fc.Arbitrary<UnitFirmwareSeen> = fc.record({
  firmware: fc.oneof(
    fc.constant<UnitFirmwareSeen['firmware']>({ kind: 'unread', code: 'loadmaster-unreachable' }),
    fc
      .record({ version: anyVersion, previousVersion: anyVersion, servicesUp: fc.constantFrom(0, 12) })
      .map((value): UnitFirmwareSeen['firmware'] => ({
        kind: 'read',
        value: { ...value, servicesTotal: 12 },
      })),
  ),
  job: anyJobSeen,
});

const anyUnitGeo: fc.Arbitrary<UnitGeoSeen> = fc.record({
  geo: fc.oneof(
    fc.constant<Reading<GeoSeen>>({ kind: 'unread', code: 'loadmaster-unreachable' }),
    fc.constantFrom(...LISTS).map(
      (lists): Reading<GeoSeen> => ({
        kind: 'read',
        value: { ...lists, enabled: true, partnerStatus: [], clusters: [], mapped: [] },
      }),
    ),
  ),
  job: anyJobSeen,
});

const anyGeoOfUnits = fc.record({ first: anyUnitGeo, second: anyUnitGeo });

/** A look at the GEO lists of both units, too. */
export const anyGeoLook: fc.Arbitrary<PairSeen> = fc
  .record({ look: anyPlainLook, geo: anyGeoOfUnits })
  .map(({ look, geo }) => ({ ...look, geo }));

/** A look with or without what the units run, and their GEO lists. */
export const anyLook: fc.Arbitrary<PairSeen> = fc
  .record({
    look: anyPlainLook,
    more: some<Pick<PairSeen, 'firmware' | 'geo'>>({
      firmware: fc.record({ first: anyUnitFirmware, second: anyUnitFirmware }),
      geo: anyGeoOfUnits,
    }),
  })
  .map(({ look, more }) => ({ ...look, ...more }));

const anyFirmwareMemory: fc.Arbitrary<FirmwareMemory> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: some<Omit<FirmwareMemory, 'last'>>({
      interrupted: anyUpgrade,
      mixedSince: ago,
      staged: some<NonNullable<FirmwareMemory['staged']>>({
        first: ago.map((at) => ({ version: '7.2.61.2', at, bootedBefore: at })),
        second: ago.map((at) => ({ version: '7.2.61.2', at })),
      }),
    }),
  },
);

const anyGeoResult: fc.Arbitrary<GeoResult> = fc
  .record({
    orderId: fc.constantFrom('geo-a/1', 'geo-a/2'),
    end: fc.constantFrom('done', 'refused', 'given-up', 'aborted', 'interrupted'),
    because: fc.subarray(['not-steady', 'geo-unread']),
    set: fc.subarray([...UNIT_NAMES]),
    endedAt: ago,
  })
  .map((result) => ({
    cluster: 'geo-a',
    startedAt: NOW - 100_000 * SECOND_MS,
    roleChanges: 1,
    failovers: 0,
    backups: {},
    ...result,
  }));

const anyGeoMemory: fc.Arbitrary<GeoMemory> = some<GeoMemory>({ last: anyGeoResult });

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.constant<Operation>({ kind: 'idle' }),
  anyDrain,
  anySwitch,
  anyUpgrade,
  anyGeoSync,
  fc
    .record({
      operation: fc.oneof(anyDrain, anySwitch, anyUpgrade, anyGeoSync),
      because: fc.constantFrom(...HALT_REASONS),
      haltedAt: ago,
    })
    .map((halted): Operation => ({ kind: 'halted', ...halted })),
);

const anyMemory: fc.Arbitrary<FailbackMemory> = fc
  .record({
    returns: fc.array(ago, { maxLength: 4 }),
    more: some<Omit<FailbackMemory, 'returns'>>({
      readySince: ago,
      approval: fc.constant({ by: 'ops', why: 'mended', at: NOW }),
      flappingSince: ago,
      correctedAt: ago,
      blockedBy: fc.constantFrom('wrong-partner', 'refused-unknown'),
    }),
  })
  .map(({ returns, more }) => ({ returns, ...more }));

const boots = fc.array(ago, { maxLength: 4 });
const asideOf = (of: UnitName): fc.Arbitrary<DrainOperation> =>
  anyDrain.map((op) => ({
    ...op,
    unit: of,
    intent: { ...op.intent, instanceId: SAMPLE_PAIR.units[of].instanceId },
  }));

type Optional = Pick<PairState, 'hold' | 'lastActive' | 'splitBrainAt' | 'unseenSince'>;

export const anyState: fc.Arbitrary<PairState> = fc
  .record({
    kind: fc.constantFrom(...SITUATIONS),
    active: fc.constantFrom<UnitName | undefined>('first', 'second', undefined),
    since: ago,
    operation: anyOperation,
    waiting: fc.array(anyIntent, { maxLength: 2 }),
    handled: fc.subarray(['a', 'b', 'asked', 'geo-a/1', `split-brain-${NOW}`]),
    aside: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: some<Record<UnitName, DrainOperation>>({
          first: asideOf('first'),
          second: asideOf('second'),
        }),
      },
    ),
    boots: fc.record({ first: boots, second: boots }),
    failback: anyMemory,
    firmware: anyFirmwareMemory,
    geo: anyGeoMemory,
    version: fc.constantFrom(0, 7),
    more: some<Optional>({
      hold: ago.map((placedAt) => ({ by: 'ops', why: 'x', placedAt, until: placedAt + 5 * MINUTE_MS })),
      lastActive: unit,
      splitBrainAt: ago,
      unseenSince: ago,
    }),
  })
  .map(({ kind, active, since, more, ...rest }) => ({
    schemaVersion: 1,
    pairId: SAMPLE_PAIR.id,
    pending: false,
    situation: { kind, since, evidence: [], ...(active === undefined ? {} : { active }) },
    ...rest,
    ...more,
  }));

export const anyPair: fc.Arbitrary<Pair> = fc
  .record({
    mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'observe'),
    preferred: fc.constantFrom('first', 'none'),
    policy: fc.constantFrom('native', 'gated', 'manual'),
    splitBrain: fc.constantFrom('repair', 'keep-out'),
    onRebalance: fc.constantFrom('ignore', 'drain'),
  })
  .map(({ mode, preferred, policy, splitBrain, onRebalance }) => ({
    ...GATED_PAIR,
    mode,
    preferred,
    splitBrain,
    failback: { ...GATED_PAIR.failback, policy },
    drain: { ...GATED_PAIR.drain, onRebalance },
  }));

export const anyWindow: fc.Arbitrary<WindowNow> = fc.constantFrom<WindowNow>(
  { kind: 'always' },
  { kind: 'open', closesAt: NOW + MINUTE_MS },
  { kind: 'closed', opensAt: NOW + MINUTE_MS, opensWords: 'Sat 02:00 Europe/Dublin' },
);
