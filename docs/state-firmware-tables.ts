import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { decideFirmware } from '#domain/firmware/decide-firmware.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { PairState } from '#domain/pair/state.ts';
import { ROUTING_FOLLOWS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { cellOf, table } from './state-cells.ts';
import {
  asked,
  BACKED_UP,
  BOOTED_SINCE,
  bothRun,
  CHANGED,
  ELSEWHERE,
  eachUnit,
  FIRMWARE_PAIR,
  type FirmwareLook,
  firstInTurn,
  handoverIn,
  INSTALL,
  lookAtFirmware,
  ON_TARGET,
  recorded,
  SECOND_RUNS_IT,
  STAGED,
  UNTOUCHED,
  upgradeIn,
} from './state-firmware-samples.ts';
import { INTENTS, NOW } from './state-samples.ts';
import { steadyWith } from './state-switch-samples.ts';

/*
 * The tables of what a change of firmware does next: by the records of its jobs, by what is seen of the units, and when
 * a unit has to go in the middle of it.
 */

const stateWith = (operation: FirmwareOperation): PairState => ({ ...steadyWith('first'), operation });

const cell = (operation: FirmwareOperation, look: FirmwareLook): string => {
  const state = stateWith(operation);
  const policy = { pair: FIRMWARE_PAIR, frozen: false, input: { kind: 'look' } } as const;
  return cellOf(state, decideFirmware(state, lookAtFirmware(look), policy, NOW));
};

const RECORDS: Readonly<Record<string, (kind: UnitJob['kind']) => JobSeen | 'none' | 'unread'>> = {
  none: () => 'none',
  "another job's": (kind) => recorded(kind, 'done', { jobId: 'before' }),
  running: (kind) => recorded(kind, 'running'),
  'running for 17 min': (kind) => recorded(kind, 'running', { at: NOW - 17 * MINUTE_MS }),
  done: (kind) => recorded(kind, 'done', { key: 'backups/a' }),
  'failed: loadmaster-unreachable': (kind) => recorded(kind, 'failed', { code: 'loadmaster-unreachable' }),
  'failed: image-checksum': (kind) => recorded(kind, 'failed', { code: 'image-checksum' }),
  'not read': () => 'unread',
};

interface Stand {
  readonly title: string;
  readonly operation: FirmwareOperation;
  /** What is seen besides. */
  readonly look?: FirmwareLook;
}

const BACKUP: UnitJob = { kind: 'backup' };

const backingUp = (askedMsAgo: number, attempt = 1): FirmwareOperation =>
  upgradeIn('backing-up', {
    units: { second: asked(UNTOUCHED, BACKUP, askedMsAgo, attempt), first: BACKED_UP },
  });

const installing = (askedMsAgo: number, attempt = 1): FirmwareOperation =>
  upgradeIn('installing', {
    unit: 'second',
    units: { second: asked(BACKED_UP, INSTALL, askedMsAgo, attempt) },
  });

const JOB_STANDS: readonly Stand[] = [
  { title: 'backing-up, nothing asked', operation: upgradeIn('backing-up') },
  { title: 'backing-up, asked 10 s ago', operation: backingUp(10 * SECOND_MS) },
  { title: 'backing-up, asked 2 min ago', operation: backingUp(2 * MINUTE_MS) },
  { title: 'backing-up, asked 16 min ago', operation: backingUp(16 * MINUTE_MS) },
  { title: 'backing-up, second try 16 min ago', operation: backingUp(16 * MINUTE_MS, 2) },
  { title: 'installing on second, nothing asked', operation: upgradeIn('installing') },
  { title: 'installing on second, asked 10 s ago', operation: installing(10 * SECOND_MS) },
  { title: 'installing on second, second try 10 s ago', operation: installing(10 * SECOND_MS, 2) },
  {
    title: 'installing on first, next to second on the target, second try',
    operation: upgradeIn('installing', {
      unit: 'first',
      units: { first: asked(BACKED_UP, INSTALL, 10 * SECOND_MS, 2), second: CHANGED },
      mixedSince: NOW - 2 * MINUTE_MS,
    }),
    look: SECOND_RUNS_IT,
  },
];

const kindOfPhase = ({ phase }: FirmwareOperation): UnitJob['kind'] =>
  phase === 'backing-up' ? 'backup' : 'install';

const jobCell = ({ operation, look }: Stand, record: keyof typeof RECORDS): string => {
  const unit: UnitName = operation.unit ?? 'second';
  const seen = RECORDS[record]?.(kindOfPhase(operation)) ?? 'none';
  return cell(operation, { ...look, jobs: { [unit]: seen } });
};

const jobTable = (): string =>
  table(
    ["the operation \\ the record of the unit's job", ...Object.keys(RECORDS)],
    JOB_STANDS.map((stand) => [stand.title, ...Object.keys(RECORDS).map((record) => jobCell(stand, record))]),
  );

const told = (msAgo: number): FirmwareOperation =>
  upgradeIn('rebooting', {
    unit: 'second',
    units: { second: { ...STAGED, rebootedAt: NOW - msAgo } },
    phaseSince: NOW - msAgo,
    mixedSince: NOW - msAgo,
  });

const handingOver = (...given: Parameters<typeof handoverIn>): FirmwareOperation =>
  firstInTurn({ handover: handoverIn(...given) });

const STANDS: readonly Stand[] = [
  { title: 'preparing', operation: upgradeIn('preparing') },
  { title: 'installing', operation: upgradeIn('installing') },
  {
    title: 'rebooting second, not told yet',
    operation: upgradeIn('rebooting', { unit: 'second', units: { second: STAGED } }),
  },
  { title: 'rebooting second, told 10 s ago', operation: told(10 * SECOND_MS) },
  { title: 'rebooting second, told 90 s ago', operation: told(90 * SECOND_MS) },
  { title: 'rebooting second, told 11 min ago', operation: told(11 * MINUTE_MS) },
  { title: 'rebooting first', operation: firstInTurn() },
  {
    title: 'rebooting first for 11 min',
    operation: firstInTurn({ phaseSince: NOW - 11 * MINUTE_MS }),
  },
  {
    title: 'first hands over, nothing asked yet',
    operation: handingOver('handing-over', { healthPortMoved: false }),
  },
  { title: 'first hands over, health port moved', operation: handingOver('handing-over') },
  {
    title: 'first steps down, new connections have followed',
    operation: handingOver('stepping-down', { phaseSince: NOW - ROUTING_FOLLOWS_MS }),
  },
  { title: 'settling', operation: upgradeIn('settling', { units: { first: CHANGED, second: CHANGED } }) },
  {
    title: 'settling for 6 min',
    operation: upgradeIn('settling', {
      units: { first: CHANGED, second: CHANGED },
      phaseSince: NOW - 6 * MINUTE_MS,
    }),
  },
  { title: 'settling, given up', operation: upgradeIn('settling', { failed: 'backup-failed' }) },
  { title: 'settling, window closed', operation: upgradeIn('settling', { failed: 'window-closed' }) },
];

const back = { booted: { second: BOOTED_SINCE } };

const LOOKS: Readonly<Record<string, FirmwareLook>> = {
  'as before': {},
  'both prefer first': { prefers: eachUnit(true) },
  'second does not answer': { second: 'standing by, silent' },
  'second back on the target': { ...back, runs: { second: ON_TARGET } },
  'second back on the target, not polled yet': {
    ...back,
    second: 'not polled',
    runs: { second: ON_TARGET },
  },
  'second back on what it ran': back,
  'second back on something else': { ...back, runs: { second: ELSEWHERE } },
  'first out of sight, second serves on the target': {
    ...back,
    first: 'out of sight',
    second: 'serving',
    runs: { second: ON_TARGET },
  },
  'first out of sight, second serves on the target by the load balancer alone': {
    first: 'out of sight',
    second: 'serving, LoadMaster not read',
  },
  'both on the target': {
    runs: bothRun(ON_TARGET),
    booted: eachUnit(BOOTED_SINCE),
  },
  'both on the target, fewer services up': {
    runs: bothRun(ON_TARGET),
    booted: eachUnit(BOOTED_SINCE),
    servicesUp: 11,
  },
  'the roles reversed': { first: 'standing by', second: 'serving' },
  'nobody serves': { first: 'active, not healthy' },
  'not read': { first: 'not read', second: 'not read' },
};

const lookTable = (stand: Stand): string =>
  table(
    ['what is seen', 'what is decided'],
    Object.entries(LOOKS).map(([name, look]) => [name, cell(stand.operation, look)]),
  );

const SPOT = INTENTS['spot, two minutes left'];

const drainCell = (operation: FirmwareOperation, unit: UnitName): string => {
  const state = stateWith(operation);
  const intent = { ...SPOT, instanceId: FIRMWARE_PAIR.units[unit].instanceId };
  const policy = { pair: FIRMWARE_PAIR, frozen: false, input: { kind: 'intent', intent } } as const;
  const isHandingOver = operation.handover?.healthPortMoved === true;
  const look: FirmwareLook = isHandingOver
    ? { ...SECOND_RUNS_IT, first: 'out of sight', second: 'serving' }
    : {};
  const decision = decideDrain(state, lookAtFirmware(look), policy, NOW);
  const isRemembered = decision.next.firmware.interrupted !== undefined;
  return `${cellOf(state, decision)}${isRemembered ? ' (the change is remembered)' : ''}`;
};

const drainTable = (): string =>
  table(
    ['the operation', 'first, which serves, has to go', 'second has to go'],
    [{ title: 'backing-up', operation: upgradeIn('backing-up') }, ...STANDS].map(({ title, operation }) => [
      title,
      drainCell(operation, 'first'),
      drainCell(operation, 'second'),
    ]),
  );

/** The sections about changing firmware, in order. */
export const firmwareTables = (): readonly string[] => [
  '## What a change of firmware does next, by the record of a job',
  'The first unit serves, the second stands by. What is left out of the row and the head is as it was before the change.',
  jobTable(),
  '## What a change of firmware does next, by what is seen of the units',
  ...STANDS.map((stand) => `### ${stand.title}\n\n${lookTable(stand)}`),
  '## What a spot notice makes of a change of firmware',
  drainTable(),
];
