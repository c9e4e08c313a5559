import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { GeoLists, GeoSeen, UnitGeoSeen } from '#domain/geo/geo-seen.ts';
import type { GeoChange, GeoOperation, GeoOrder, GeoPhase } from '#domain/geo/operation.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { PairSeen, Reading, UnitSeen } from '#domain/pair/seen.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from './state-samples.ts';
import { SWITCH_CLASSES, type SwitchClass, saying } from './state-switch-samples.ts';

/*
 * What a change of GEO lists meets: a steady pair with the first unit active, which is its master too.
 */

const PARTNERS = ['10.1.1.5', '10.1.2.5', '10.2.1.5'];

export const GEO_ORDER: GeoOrder = {
  id: 'shop/3',
  cluster: 'shop',
  master: 'first',
  access: ['10.0.1.5', ...PARTNERS],
  partners: PARTNERS,
  notAfter: NOW + 10 * MINUTE_MS,
  requestedAt: NOW,
  why: 'turn 3 of shop',
};

export const GEO_PAIR: Pair = { ...SAMPLE_PAIR, geoCluster: 'shop', geoMaster: 'first' };

/** What a unit has; an address that belongs to nobody, or none, where a list is wrong. */
const LISTS = {
  right: { access: GEO_ORDER.access, partners: PARTNERS.toReversed() },
  wrong: { access: [], partners: ['10.9.9.9'] },
  'access wrong': { access: [...GEO_ORDER.access, '10.0.2.5'], partners: PARTNERS },
  'partners wrong': { access: GEO_ORDER.access, partners: PARTNERS.slice(1) },
} as const satisfies Record<string, GeoLists>;

export type ListsClass = keyof typeof LISTS | 'unread';

/** What is seen of the pair; what is left out is as before anything was done: no list is right. */
export interface GeoLook {
  readonly first?: SwitchClass;
  readonly second?: SwitchClass;
  readonly lists?: Readonly<Partial<Record<UnitName, ListsClass>>>;
  /** The last record of each unit's jobs. */
  readonly jobs?: Readonly<Partial<Record<UnitName, JobSeen | 'none' | 'unread'>>>;
  readonly prefers?: Readonly<Partial<Record<UnitName, boolean>>>;
}

const unitSeen = (
  { first = 'serving', second = 'standing by', prefers }: GeoLook,
  unit: UnitName,
): UnitSeen => {
  const seen: UnitSeen = SWITCH_CLASSES[unit === 'first' ? first : second];
  return saying(seen, { prefersFirst: prefers?.[unit] ?? false });
};

const geoReading = (look: GeoLook, unit: UnitName): Reading<GeoSeen> => {
  const lists = look.lists?.[unit] ?? 'wrong';
  if (lists === 'unread' || unitSeen(look, unit).loadMaster.kind === 'unread')
    return { kind: 'unread', code: 'loadmaster-unreachable' };
  const rest = { enabled: true, partnerStatus: [], clusters: [], mapped: [] };
  return { kind: 'read', value: { ...LISTS[lists], ...rest } };
};

const geoSeen = (look: GeoLook, unit: UnitName): UnitGeoSeen => {
  const job = look.jobs?.[unit] ?? 'none';
  return {
    geo: geoReading(look, unit),
    job: job === 'unread' ? { kind: 'unread', code: 'aws-error' } : { kind: 'read', value: job },
  };
};

export const lookAtGeo = (look: GeoLook, at = NOW): PairSeen => ({
  at,
  units: { first: unitSeen(look, 'first'), second: unitSeen(look, 'second') },
  geo: { first: geoSeen(look, 'first'), second: geoSeen(look, 'second') },
});

export const UNSET: GeoChange = { preferredFirst: false, timesSet: 0 };
export const SET: GeoChange = {
  ...UNSET,
  timesSet: 1,
  setAt: NOW - 2 * MINUTE_MS,
  backup: 'backups/before',
};

const FULL: GeoLists = { access: GEO_ORDER.access, partners: PARTNERS };
export const ONLY_PARTNERS: Partial<GeoLists> = { partners: PARTNERS };

/** A unit whose lists were asked to be set; both of them unless something else is said. */
export const askedToSet = (
  change: GeoChange,
  lists: Partial<GeoLists> = FULL,
  askedMsAgo: number = 10 * SECOND_MS,
  attempt = 1,
): GeoChange => ({
  ...change,
  job: { id: 'job', job: { kind: 'set-geo-lists', lists }, askedAt: NOW - askedMsAgo, attempt },
});

/** The record of that job. */
export const recordedSet = (state: JobSeen['state'], more: Partial<JobSeen> = {}): JobSeen => ({
  jobId: 'job',
  kind: 'set-geo-lists',
  state,
  at: NOW - 5 * SECOND_MS,
  ...more,
});

/** A change of GEO lists that has been in its phase for ten seconds. */
export const geoIn = (
  phase: GeoPhase,
  more: Omit<Partial<GeoOperation>, 'units'> & {
    readonly units?: Partial<GeoOperation['units']>;
  } = {},
): GeoOperation => {
  const { units, ...rest } = more;
  return {
    kind: 'syncing-geo',
    order: GEO_ORDER,
    phase,
    startedAt: NOW - 5 * MINUTE_MS,
    phaseSince: NOW - 10 * SECOND_MS,
    servedBy: 'first',
    roleChanges: 0,
    failovers: 0,
    ...rest,
    units: { first: UNSET, second: UNSET, ...units },
  };
};

/** The handover of the first unit's role, in one of its phases. */
export const geoHandoverIn = (
  phase: SwitchOperation['phase'],
  more: Partial<SwitchOperation> = {},
): SwitchOperation => ({
  kind: 'switching',
  to: 'second',
  request: { id: GEO_ORDER.id, to: 'second', cause: 'geo', requestedAt: NOW, why: GEO_ORDER.why },
  phase,
  startedAt: NOW - 60 * SECOND_MS,
  phaseSince: NOW - 10 * SECOND_MS,
  healthPortMoved: phase !== 'preparing',
  ...more,
});

/** The first unit has its lists, and hands over to the second, whose turn it is. */
export const secondInTurn = (...given: Parameters<typeof geoHandoverIn>): GeoOperation =>
  geoIn('handing-over', { unit: 'second', units: { first: SET }, handover: geoHandoverIn(...given) });

export const FIRST_IS_RIGHT: GeoLook = { lists: { first: 'right' } };
export const ALL_RIGHT: GeoLook = { lists: { first: 'right', second: 'right' } };
