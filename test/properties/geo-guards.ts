import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import { listsOf } from '#rehearsal/virtual/unit-geo.ts';
import { type ActorsOfHistories, breaks } from './guards.ts';
import type { World } from './world.ts';

/*
 * What has to hold while a pair's GEO lists are set: the models are asked what is true, and addresses are compared with
 * none of the deciding code.
 */

/** IPv6 is spelled in one way here, whichever was used. */
const spelled = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]`).hostname : address;

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one.map(spelled).sort()) === JSON.stringify(other.map(spelled).sort());

/** The lists of a unit that are not as ordered, by the model. */
export const wrongOn = (world: World, order: GeoOrder, unit: UnitName): readonly (keyof GeoLists)[] => {
  const has = listsOf(world.units[unit]);
  const managed = unit === order.master ? (['access', 'partners'] as const) : (['partners'] as const);
  return managed.filter((list) => !isSameList(has[list], order[list]));
};

/** An order has reached us, for the first time or once more. */
export const noteGiven = (world: World, order: GeoOrder): void => {
  const { units, geo } = world;
  if (geo.given.has(order.id)) return;
  const inTurn = [order.master, otherUnit(order.master)];
  const due = inTurn.filter((unit) => wrongOn(world, order, unit).length > 0);
  geo.given.set(order.id, { order, due, active: inTurn.filter((unit) => units[unit].role() === 'active') });
};

const geoOf = ({ operation }: PairState): GeoOperation | undefined =>
  operation.kind === 'syncing-geo' ? operation : undefined;

const orderOf = (jobId: string): string => jobId.split('/').slice(0, 2).join('/');

/** What has set nothing, and moved no role for it, when its turn is over does not begin to. */
const checkInTime = ({ scheduler, geo }: World, op: GeoOperation, what: string): void => {
  const { id, notAfter } = op.order;
  const hasAsked = [...geo.asked].some((jobId) => orderOf(jobId) === id);
  const hasBegun = hasAsked || op.roleChanges > op.failovers;
  if (scheduler.now() > notAfter && !hasBegun) breaks('nothing is begun after its turn', what);
};

/** Only on a unit that says that it is active; only what is wrong, and only to what is ordered. */
const checkLists = (world: World, state: PairState, unit: UnitName, jobId: string, job: UnitJob): void => {
  if (job.kind !== 'set-geo-lists') return;
  const op = geoOf(state) ?? breaks('lists are set by the operation', unit);
  const { order } = op;
  const { units, geo } = world;
  if (units[unit].role() !== 'active' || units[unit].machine() !== 'up')
    breaks('lists are set on an active unit', `${unit} is ${units[unit].role()}`);
  // What was lost on the way is handed over again as it was.
  if (geo.asked.has(jobId)) return;
  checkInTime(world, op, jobId);
  geo.asked.add(jobId);
  const lists = Object.keys(job.lists) as (keyof GeoLists)[];
  if (lists.length === 0) breaks('a job sets something', unit);
  for (const list of lists) {
    if (!isSameList(job.lists[list] ?? [], order[list])) breaks('lists are set to what is ordered', list);
    if (!wrongOn(world, order, unit).includes(list)) breaks('what is right is left alone', `${unit} ${list}`);
  }
};

/** On the way of the role to the other unit, which has it now, and never to start other firmware. */
const checkReboot = (world: World, state: PairState, unit: UnitName): void => {
  const op = geoOf(state);
  if (op === undefined) return;
  const partner = world.units[otherUnit(unit)];
  if (op.handover?.to !== otherUnit(unit)) breaks('a reboot for GEO is part of a handover', unit);
  if (partner.role() !== 'active' || partner.machine() !== 'up')
    breaks('a reboot for GEO is next to a partner that serves', `${unit} next to ${partner.role()}`);
  if (world.units[unit].firmware.staged() !== undefined) breaks('no firmware is started for GEO', unit);
  world.geo.reboots.push({ unit, orderId: op.order.id });
};

/** The actors, held against what is special about GEO. */
export const geoGuarded = (actors: ActorsOfHistories, world: World): ActorsOfHistories => {
  const now = async (): Promise<PairState> => (await world.state()) ?? breaks('claim first', 'no state');
  return {
    ...actors,
    jobs: {
      ...actors.jobs,
      begin: async (ref, jobId, job) => {
        if (ref.unit !== 'standalone') checkLists(world, await now(), ref.unit, jobId, job);
        return actors.jobs.begin(ref, jobId, job);
      },
    },
    loadMasters: {
      ...actors.loadMasters,
      perform: async (ref, command) => {
        if (command.kind === 'reboot') checkReboot(world, await now(), ref.unit);
        return actors.loadMasters.perform(ref, command);
      },
    },
  };
};

/** The role is moved for nothing but another unit's lists. */
const checkHandover = (world: World, op: GeoOperation): void => {
  const { handover, order } = op;
  if (handover?.startedAt !== world.scheduler.now()) return;
  checkInTime(world, op, 'handover');
  if (wrongOn(world, order, handover.to).length === 0)
    breaks('a role is moved only where lists are due', handover.to);
};

/** Whatever was written has a backup from before, which the result names. */
const checkBackups = ({ geo }: World, { last }: PairState['geo']): void => {
  for (const unit of UNIT_NAMES) {
    const ofUnit = geo.set.filter(({ jobId }) => jobId.startsWith(`${last?.orderId}/${unit}/`));
    const [first] = ofUnit;
    const named = last?.backups[unit];
    if (first === undefined || (last?.end !== 'done' && named === undefined)) continue;
    if (first.end.key === undefined) breaks('a backup comes before', unit);
    if (named !== first.end.key) breaks('the backup from before is named', `${unit}: ${named}`);
    if (last?.end === 'done' && !last.set.includes(unit)) breaks('what was set is said', unit);
  }
};

/** Nothing is begun in a frozen region, or on a pair that is only observed. */
const checkBeginning = async ({ store, pair, scheduler }: World, op: GeoOperation): Promise<void> => {
  if (op.startedAt !== scheduler.now()) return;
  const isFrozen = (await store.readFreeze(pair.region)) !== undefined;
  if (isFrozen || pair.mode === 'observe') breaks('nothing is begun there', op.order.id);
};

/** What is said of an order's end is so. */
const checkEnd = (world: World, { geo: { last } }: PairState): void => {
  if (last?.endedAt !== world.scheduler.now()) return;
  const { given, begun, set } = world.geo;
  const { order } = given.get(last.orderId) ?? breaks('an order was given', last.orderId);
  const wrong = UNIT_NAMES.flatMap((unit) => wrongOn(world, order, unit).map((list) => `${unit} ${list}`));
  if (last.end === 'done' && wrong.length > 0) breaks('done when the lists are as ordered', wrong.join());
  if (last.end === 'refused' && begun.has(order.id)) breaks('what is begun is not refused', order.id);
  const wasSet = set.some(({ jobId }) => orderOf(jobId) === order.id);
  if (wasSet && (last.end === 'given-up' || last.end === 'refused'))
    breaks('who gives up has set nothing', order.id);
};

/** After an invocation that came to its end. */
export const checkGeo = async (world: World): Promise<void> => {
  const state = await world.state();
  if (state === undefined) return;
  const { begun, ended, set } = world.geo;
  const under = operationOf(state);
  if (under.kind === 'syncing-geo') begun.add(under.order.id);
  if (state.geo.last !== undefined) ended.add(state.geo.last.orderId);
  for (const { unit, role, end } of set) {
    if (role !== 'active') breaks('lists are written on an active unit', `${unit} was ${role}`);
    if (end.key === undefined) breaks('a backup comes before', unit);
  }
  const op = geoOf(state);
  if (op !== undefined) {
    await checkBeginning(world, op);
    checkHandover(world, op);
  }
  checkEnd(world, state);
  checkBackups(world, state.geo);
};
