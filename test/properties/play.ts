import { pairContinue } from '#contracts/events/own-events.ts';
import { carryOut } from '#control/carry-out.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { acknowledgeFlap, approveReturn } from '#domain/failback/operator-decisions.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import { setGeoLists } from '#rehearsal/virtual/unit-geo.ts';
import { FIRMWARE_LINES } from './firmware-lines.ts';
import { noteGiven } from './geo-guards.ts';
import { GEO_LISTS } from './geo-lists.ts';
import type { History, Step } from './history.ts';
import { makeWorld, type World } from './world.ts';

const TICK_MS = 5 * SECOND_MS;
/** How long everything is left alone at the end: longer than every timeout of a drain but the deregistration's. */
const QUIET_MS = 45 * MINUTE_MS;
const QUIET_TICK_MS = 30 * SECOND_MS;

interface Play {
  readonly world: World;
  readonly history: History;
  /** Triggers on their way, by due time. */
  readonly late: { readonly at: number; readonly trigger: Trigger }[];
  events: number;
  sweeps: number;
  nextSweepAt: number;
  lastOperatorIntent?: DrainIntent;
  lastOrder?: FirmwareOrder;
  lastGeoOrder?: GeoOrder;
  openRetirement?: string;
}

/** Lambda runs a function that failed on an event once more: an order is not lost with whoever dies of it. */
const deliverOrder = async (
  world: World,
  functionName: 'firmware' | 'geo',
  trigger: Trigger,
): Promise<void> => {
  if (!(await world.invoke(functionName, trigger))) await world.invoke(functionName, trigger);
};

const deliver = async (world: World, trigger: Trigger): Promise<void> => {
  if (trigger.kind === 'firmware-order') return deliverOrder(world, 'firmware', trigger);
  if (trigger.kind === 'geo-order') {
    noteGiven(world, trigger.order);
    return deliverOrder(world, 'geo', trigger);
  }
  if (trigger.kind === 'operator-command') {
    await world.invoke('firmware', trigger);
    await world.invoke('geo', trigger);
  }
  await world.invoke('drain', trigger);
  if (trigger.kind === 'switchover' || trigger.kind === 'operator-command')
    await world.invoke('failback', trigger);
  await world.invoke('watch', trigger);
};

const send = async (play: Play, trigger: Trigger): Promise<void> => {
  const { history, world } = play;
  const fate = history.deliveries[play.events++ % history.deliveries.length];
  if (fate === 'lost') return;
  if (fate === 'late') {
    play.late.push({ at: world.scheduler.now() + 40 * SECOND_MS, trigger });
    return;
  }
  await deliver(world, trigger);
  if (fate === 'twice') await deliver(world, trigger);
};

const sweep = async (play: Play): Promise<void> => {
  const { world, history } = play;
  play.nextSweepAt = world.scheduler.now() + MINUTE_MS;
  if (history.lostSweeps.includes(play.sweeps++ % 10)) return;
  await world.invoke('watch', { kind: 'sweep' });
  await takePublished(world);
};

const takePublished = async (world: World): Promise<void> => {
  for (const { detailType, detail } of world.published.splice(0)) {
    if (detailType !== 'Pair Continue') continue;
    const { concern } = pairContinue.parse(detail);
    await world.invoke(concern, { kind: 'continue', pairId: world.pair.id, concern });
  }
};

/** What an operation's own function does every few seconds while it lasts. */
const goOn = async (world: World): Promise<void> => {
  const kind = (await world.state())?.operation.kind;
  const pairId = world.pair.id;
  if (kind === 'draining') await world.invoke('drain', { kind: 'continue', pairId, concern: 'drain' });
  if (kind === 'upgrading') await world.invoke('firmware', { kind: 'continue', pairId, concern: 'firmware' });
  if (kind === 'syncing-geo') await world.invoke('geo', { kind: 'continue', pairId, concern: 'geo' });
  if (kind === 'switching') await world.invoke('failback', { kind: 'continue', pairId, concern: 'failback' });
};

/** Lets time pass tick by tick: events are delivered, the schedule runs, a drain under way is looked at. */
const pass = async (play: Play, ms: number, tickMs: number): Promise<void> => {
  const { world, late } = play;
  for (let left = ms; left > 0; left -= tickMs) {
    world.scheduler.advance(Math.min(tickMs, left));
    for (const event of world.takeEvents())
      for (const trigger of world.parse(event)) await send(play, trigger);
    const due = late.filter(({ at }) => at <= world.scheduler.now());
    for (const one of due) {
      late.splice(late.indexOf(one), 1);
      await deliver(world, one.trigger);
    }
    if (world.scheduler.now() >= play.nextSweepAt) await sweep(play);
    else await goOn(world);
  }
};

const operatorIntent = async (
  play: Play,
  unit: UnitName,
  release: 'none' | 'terminate' | 'stop' | 'reboot',
  forced: boolean,
): Promise<void> => {
  const { world } = play;
  const now = world.scheduler.now();
  const state = (await world.state()) ?? newPairState(world.pair.id, now);
  const intent: DrainIntent = {
    source: 'operator',
    id: `operator-${play.events}-${now}`,
    instanceId: world.pair.units[unit].instanceId,
    requestedAt: now,
    release: { kind: release },
    why: 'test',
    ...(forced ? { confirm: confirmToken(state, unit, release) } : {}),
  };
  world.asked.push({ unit, release, forced });
  play.lastOperatorIntent = intent;
  await send(play, { kind: 'drain', intent });
};

const setHold = async (world: World, until: number | undefined): Promise<void> => {
  const now = world.scheduler.now();
  await writeDown(world, (state) => {
    const hold = { by: 'test', why: 'test', placedAt: state.hold?.placedAt ?? now, until: until ?? now };
    const next = { ...state, hold };
    const reason = until === undefined ? ('hold-lifted' as const) : ('hold-placed' as const);
    return { next, actions: [], reason, evidence: [] };
  });
};

const askForRoles = async (
  play: Play,
  to: UnitName,
  cause: 'switchover' | 'failback-now',
  forced: boolean,
): Promise<void> => {
  const { world } = play;
  const now = world.scheduler.now();
  const state = (await world.state()) ?? newPairState(world.pair.id, now);
  const id = `${cause}-${play.events}-${now}`;
  const confirm = forced ? { confirm: confirmToken(state, to, 'switchover') } : {};
  const request: SwitchRequest = { id, to, cause, requestedAt: now, why: 'test', ...confirm };
  await send(play, { kind: 'switchover', pairId: world.pair.id, request });
};

/** Another version than any target: what a mislabelled image really is. */
const MISLABELLED = '7.2.54.10.22200.RELEASE';

/** The image of an order as it lies in the bucket: under its name, with what is really in it. */
const putImage = (world: World, target: string, { image }: Extract<Step, { kind: 'order' }>): string => {
  const named = image === 'misnamed' ? MISLABELLED : `${target}.22700.RELEASE`;
  const key = `images/${image}/${named}.PATCH-64-MULTICORE`;
  if (image === 'bad') world.images.set(key, { fails: 'image-checksum' });
  else if (image === 'refused') world.images.set(key, { fails: 'loadmaster-refused' });
  else world.images.set(key, { version: image === 'mislabelled' ? MISLABELLED : named });
  return key;
};

const orderFirmware = async (play: Play, step: Extract<Step, { kind: 'order' }>): Promise<void> => {
  const { world, history } = play;
  const now = world.scheduler.now();
  const target = FIRMWARE_LINES[history.firmwareLine].targets[step.target];
  const image =
    step.image === 'none' ? {} : { image: { key: putImage(world, target, step), sha256: '0'.repeat(64) } };
  const rolloutId = `rollout-${play.events}-${now}`;
  const window = step.closesAfter === undefined ? {} : { notAfter: now + step.closesAfter * SECOND_MS };
  play.lastOrder = {
    id: `${rolloutId}/${world.pair.id}`,
    rolloutId,
    target,
    requestedAt: now,
    why: 'test',
    ...image,
    ...window,
  };
  await sendOrder(play, play.lastOrder);
};

const sendOrder = async (play: Play, order: FirmwareOrder): Promise<void> => {
  play.world.orders.add(order.id);
  await send(play, { kind: 'firmware-order', pairId: play.world.pair.id, order });
};

/** A rollout orders again what was put off, with the window of that day. */
const orderAgain = async (play: Play): Promise<void> => {
  if (play.lastOrder === undefined) return;
  const { notAfter: _, ...order } = play.lastOrder;
  await sendOrder(play, order);
};

/** What a turn is over after, where nothing else is said. */
const TURN_S = 3_600;

const orderGeo = async (play: Play, step: Extract<Step, { kind: 'geo-order' }>): Promise<void> => {
  const { world } = play;
  const now = world.scheduler.now();
  const { master, lists, closesAfter = TURN_S } = step;
  play.lastGeoOrder = {
    id: `geo-a/${play.events}-${now}`,
    cluster: 'geo-a',
    master,
    ...GEO_LISTS[lists],
    notAfter: now + closesAfter * SECOND_MS,
    requestedAt: now,
    why: 'test',
  };
  await send(play, { kind: 'geo-order', pairId: world.pair.id, order: play.lastGeoOrder });
};

const orderGeoAgain = async (play: Play): Promise<void> => {
  const { world, lastGeoOrder } = play;
  if (lastGeoOrder === undefined) return;
  const now = world.scheduler.now();
  const order = { ...lastGeoOrder, id: `geo-a/${play.events}-${now}`, notAfter: now + TURN_S * SECOND_MS };
  await send(play, { kind: 'geo-order', pairId: world.pair.id, order });
};

/** What operators decide themselves and the API writes down. */
const writeDown = async (
  world: World,
  decideFrom: (state: PairState) => Decision | undefined,
): Promise<boolean> => {
  const state = await world.state();
  const decision = state === undefined ? undefined : decideFrom(state);
  if (state === undefined || decision === undefined) return false;
  const now = world.scheduler.now();
  const hands = {
    store: world.store,
    bus: { publish: async () => undefined },
    clock: { now: () => now, sleep: async () => undefined },
    onRecorded: () => undefined,
  };
  await carryOut(hands, world.pair, state, decision, 'operator');
  return true;
};

const decideAboutReturns = async (world: World, kind: 'approve' | 'acknowledge'): Promise<void> => {
  const now = world.scheduler.now();
  const approval = { by: 'test', why: 'test', at: now };
  const done = await writeDown(world, (state) => {
    const answer = kind === 'approve' ? approveReturn(state, world.pair, approval) : acknowledgeFlap(state);
    return typeof answer === 'string' ? undefined : answer;
  });
  if (done) (kind === 'approve' ? world.approvals : world.acknowledgements).push(now);
};

const onUnit = (world: World, kind: Step['kind'], unit: UnitName, play: Play): void => {
  const { cloud, units, pair } = world;
  const { instanceId } = pair.units[unit];
  const { ec2 } = cloud;
  const running = ec2.find(instanceId)?.state === 'running';
  if (!running && kind !== 'start') return;
  if (kind === 'crash') ec2.crash(instanceId);
  else if (kind === 'repair') ec2.repair(instanceId);
  else if (kind === 'hang') units[unit].hang();
  else if (kind === 'guest-shutdown') ec2.guestShutdown(instanceId);
  else if (kind === 'spot' && play.history.spot) ec2.interruptSpot(instanceId, 'terminate');
  else if (kind === 'capacity-reservation' && !play.history.spot)
    ec2.interruptCapacityReservation(instanceId, 'terminate');
  else if (kind === 'rebalance' && play.history.spot) ec2.recommendRebalance(instanceId);
  else if (kind === 'retirement')
    play.openRetirement = ec2.scheduleRetirement(instanceId, world.scheduler.now() + 8 * MINUTE_MS);
  else if (kind === 'scale-in' && play.history.autoScaling)
    cloud.autoScaling.terminateInstanceInGroup(instanceId, true);
  else if (kind === 'terminate-behind-our-back') ec2.terminate([instanceId]);
  else if (kind === 'stop-behind-our-back') ec2.stop([instanceId]);
  else if (kind === 'start') ec2.start([instanceId]);
};

const operate = async (play: Play, kind: Step['kind']): Promise<void> => {
  const { world, lastOperatorIntent } = play;
  const now = world.scheduler.now();
  const { region } = world.pair;
  if (kind === 'hold') return setHold(world, now + 10 * MINUTE_MS);
  if (kind === 'lift-hold') return setHold(world, undefined);
  if (kind === 'freeze') return world.store.freezeRegion(region, { at: now, why: 'test' });
  if (kind === 'unfreeze') return world.store.unfreezeRegion(region);
  const { openRetirement } = play;
  if (kind === 'retirement-cancelled' && openRetirement !== undefined) {
    unlessRefused(() => world.cloud.ec2.cancelRetirement(openRetirement));
    delete play.openRetirement;
    return;
  }
  if (kind === 'resume' || kind === 'abort') {
    // A return that somebody gives up is none of the pair's flapping.
    if (kind === 'abort') world.acknowledgements.push(now);
    const trigger: Trigger = { kind: 'operator-command', pairId: world.pair.id, command: kind, why: 'test' };
    return send(play, trigger);
  }
  if (kind === 'operator-cancels' && lastOperatorIntent !== undefined) {
    const { id, instanceId } = lastOperatorIntent;
    await send(play, { kind: 'drain-cancelled', intentId: id, instanceId });
  }
};

/** What AWS refuses a person is no concern of a history. */
const unlessRefused = (run: () => void): void => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof CloudError) && !String(error).includes('not open')) throw error;
  }
};

const take = async (play: Play, step: Step): Promise<void> => {
  const { world } = play;
  if (step.kind === 'wait') return pass(play, step.seconds * SECOND_MS, TICK_MS);
  if (step.kind === 'switchover') return askForRoles(play, step.unit, 'switchover', step.forced);
  if (step.kind === 'failback-now') return askForRoles(play, 'first', 'failback-now', step.forced);
  if (step.kind === 'approve' || step.kind === 'acknowledge') return decideAboutReturns(world, step.kind);
  if (step.kind === 'order') return orderFirmware(play, step);
  if (step.kind === 'order-again') return orderAgain(play);
  if (step.kind === 'geo-order') return orderGeo(play, step);
  if (step.kind === 'geo-order-again') return orderGeoAgain(play);
  if (step.kind === 'job-lost') world.losesNextJob = true;
  else if (step.kind === 'lists-by-hand') {
    const one = world.units[step.unit];
    if (one.machine() === 'up') setGeoLists(one, GEO_LISTS[step.lists]);
  } else if (step.kind === 'reboot-by-hand') world.units[step.unit].reboot();
  else if (step.kind === 'function-dies') world.diesAtCall = step.atCall;
  else if (step.kind === 'faults') Object.assign(world.rates, step);
  else if (step.kind === 'misset') world.units[step.unit].configureHa({ mode: otherUnit(step.unit) });
  else if (step.kind === 'preference-by-hand')
    world.units[step.unit].configureHa({ preferFirst: step.preferFirst });
  else if (step.kind === 'operator') await operatorIntent(play, step.unit, step.release, step.forced);
  else if ('unit' in step) unlessRefused(() => onUnit(world, step.kind, step.unit, play));
  else await operate(play, step.kind);
};

/**
 * Plays a history from a pair that has come up to its end, then leaves everything alone until nothing should move. `begun`
 * is called when the pair has come up.
 */
export const play = async (history: History, begun?: (world: World) => void): Promise<World> => {
  const world = await makeWorld(history);
  const state: Play = { world, history, late: [], events: 0, sweeps: 0, nextSweepAt: 0 };
  await pass(state, 2 * MINUTE_MS, MINUTE_MS);
  begun?.(world);
  for (const step of history.steps) {
    await take(state, step);
    await pass(state, TICK_MS, TICK_MS);
  }
  Object.assign(world.rates, { reads: 0, acts: 0, loadMaster: 0 });
  world.diesAtCall = 0;
  world.losesNextJob = false;
  await setHold(world, undefined);
  await world.store.unfreezeRegion(world.pair.region);
  await pass(
    { ...state, history: { ...history, deliveries: ['delivered'], lostSweeps: [] } },
    QUIET_MS,
    QUIET_TICK_MS,
  );
  return world;
};
