import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareOperation, FirmwarePhase, UnitChange } from '#domain/firmware/operation.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { PairSeen, Reading, UnitFirmwareSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from './state-samples.ts';
import { SWITCH_CLASSES, type SwitchClass, saying } from './state-switch-samples.ts';

/*
 * What a change of firmware meets: a steady pair with the first unit active, on its way from one version to the next.
 */

export const FROM = '7.2.54.12.22642.RELEASE';
export const TARGET = '7.2.54.13';
export const ON_TARGET = '7.2.54.13.22700.RELEASE';
/** Neither of the two. */
export const ELSEWHERE = '7.2.54.11.22300.RELEASE';

export const ORDER: FirmwareOrder = {
  id: 'spring/pair-a',
  rolloutId: 'spring',
  target: TARGET,
  image: { key: `images/${ON_TARGET}.PATCH-64-MULTICORE`, sha256: '0'.repeat(64) },
  requestedAt: NOW,
  why: 'ops@example.com: security fix',
};

export const FIRMWARE_PAIR: Pair = SAMPLE_PAIR;

/** When both units booted, unless something else is said. */
export const BOOTED_AT: EpochMs = NOW - 60 * MINUTE_MS;
/** After the firmware was on them. */
export const BOOTED_SINCE: EpochMs = NOW - 20 * SECOND_MS;

/** What is seen of the pair; what is left out is as before anything was done. */
export interface FirmwareLook {
  readonly first?: SwitchClass;
  readonly second?: SwitchClass;
  /** What each unit runs; `unread` where it does not say. */
  readonly runs?: Readonly<Partial<Record<UnitName, string>>>;
  /** The last record of each unit's jobs. */
  readonly jobs?: Readonly<Partial<Record<UnitName, JobSeen | 'none' | 'unread'>>>;
  readonly booted?: Readonly<Partial<Record<UnitName, EpochMs>>>;
  readonly prefers?: Readonly<Partial<Record<UnitName, boolean>>>;
  readonly servicesUp?: number;
  readonly previous?: string;
}

const unreachable: Reading<never> = { kind: 'unread', code: 'loadmaster-unreachable' };

const unitSeen = (
  { first = 'serving', second = 'standing by', booted, prefers }: FirmwareLook,
  unit: UnitName,
): UnitSeen => {
  const seen = SWITCH_CLASSES[unit === 'first' ? first : second];
  const bootedAt = booted?.[unit];
  const boot = bootedAt === undefined ? {} : { bootedAt };
  return saying(seen, { ...boot, prefersFirst: prefers?.[unit] ?? false });
};

const firmwareSeen = (look: FirmwareLook, unit: UnitName): UnitFirmwareSeen => {
  const { runs, jobs, servicesUp = 12, previous } = look;
  const version = runs?.[unit] ?? FROM;
  const job = jobs?.[unit] ?? 'none';
  const isRead = version !== 'unread' && unitSeen(look, unit).loadMaster.kind === 'read';
  const kept = previous === undefined ? {} : { previousVersion: previous };
  return {
    firmware: isRead
      ? { kind: 'read', value: { version, servicesUp, servicesTotal: 12, ...kept } }
      : unreachable,
    job: job === 'unread' ? { kind: 'unread', code: 'aws-error' } : { kind: 'read', value: job },
  };
};

export const lookAtFirmware = (look: FirmwareLook, at: EpochMs = NOW): PairSeen => ({
  at,
  units: { first: unitSeen(look, 'first'), second: unitSeen(look, 'second') },
  firmware: { first: firmwareSeen(look, 'first'), second: firmwareSeen(look, 'second') },
});

export const UNTOUCHED: UnitChange = { from: FROM, preferredFirst: false };
export const BACKED_UP: UnitChange = { ...UNTOUCHED, backup: 'backups/a' };
export const STAGED: UnitChange = {
  ...BACKED_UP,
  installedAt: NOW - 2 * MINUTE_MS,
  bootedBefore: BOOTED_AT,
};
export const CHANGED: UnitChange = {
  ...STAGED,
  rebootedAt: NOW - 80 * SECOND_MS,
  backAt: NOW - 10 * SECOND_MS,
};

export const INSTALL: UnitJob = {
  kind: 'install',
  image: { key: `images/${ON_TARGET}.PATCH-64-MULTICORE`, sha256: '0'.repeat(64) },
  target: TARGET,
};

/** A unit that was asked for a job. */
export const asked = (
  change: UnitChange,
  job: UnitJob,
  askedMsAgo: number = 10 * SECOND_MS,
  attempt = 1,
): UnitChange => ({ ...change, job: { id: 'job', job, askedAt: NOW - askedMsAgo, attempt } });

/** The record of that job. */
export const recorded = (
  kind: UnitJob['kind'],
  state: JobSeen['state'],
  more: Partial<JobSeen> = {},
): JobSeen => ({ jobId: 'job', kind, state, at: NOW - 5 * SECOND_MS, ...more });

/** A change of firmware that has been in its phase for ten seconds. */
export const upgradeIn = (
  phase: FirmwarePhase,
  more: Omit<Partial<FirmwareOperation>, 'units'> & {
    readonly units?: Partial<FirmwareOperation['units']>;
  } = {},
): FirmwareOperation => {
  const { units, ...rest } = more;
  const before = phase === 'backing-up' ? UNTOUCHED : BACKED_UP;
  return {
    kind: 'upgrading',
    order: ORDER,
    phase,
    startedAt: NOW - 5 * MINUTE_MS,
    phaseSince: NOW - 10 * SECOND_MS,
    servicesUp: 12,
    servedBy: 'first',
    roleChanges: 0,
    incidents: [],
    ...rest,
    units: { first: before, second: before, ...units },
  };
};

/** The handover of the first unit's role, in one of its phases. */
export const handoverIn = (
  phase: SwitchOperation['phase'],
  more: Partial<SwitchOperation> = {},
): SwitchOperation => ({
  kind: 'switching',
  to: 'second',
  request: { id: ORDER.id, to: 'second', cause: 'firmware', requestedAt: NOW, why: ORDER.why },
  phase,
  startedAt: NOW - 60 * SECOND_MS,
  phaseSince: NOW - 10 * SECOND_MS,
  healthPortMoved: phase !== 'preparing',
  ...more,
});

/** The second unit runs the target, and it is the first one's turn. */
export const firstInTurn = (more: Parameters<typeof upgradeIn>[1] = {}): FirmwareOperation =>
  upgradeIn('rebooting', {
    unit: 'first',
    units: { first: STAGED, second: CHANGED },
    mixedSince: NOW - 2 * MINUTE_MS,
    ...more,
  });

export const SECOND_RUNS_IT: FirmwareLook = {
  runs: { second: ON_TARGET },
  booted: { second: NOW - 60 * SECOND_MS },
};

export const bothRun = (version: string): Readonly<Record<UnitName, string>> => ({
  first: version,
  second: version,
});

export const eachUnit = <T>(value: T): Readonly<Record<UnitName, T>> =>
  Object.fromEntries(UNIT_NAMES.map((unit) => [unit, value])) as Record<UnitName, T>;
