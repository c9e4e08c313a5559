import { type Observers, observeAws, observeLoadMasters } from '#control/observe.ts';
import type { PairRecord, UnitRef } from '#control/ports.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import { statusSquare } from '#domain/pair/status-square.ts';
import { viewUnits } from '#domain/pair/unit-view.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { Traffic } from '#rehearsal/data-path/traffic.ts';
import type {
  PairSnapshot,
  RegionSnapshot,
  TrafficSnapshot,
  UnitSnapshot,
} from '#rehearsal/view/snapshot.ts';
import { virtualInstances, virtualLoadMasters, virtualTargetGroups } from '#rehearsal/virtual/ports.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';

/** Traffic is shown as it was over the last full seconds. */
const TRAFFIC_OVER_MS: DurationMs = 3 * SECOND_MS;

const never = () => 'ok' as const;

/** The observers' ports on the models themselves: what the view shows costs no AWS call and disturbs no rate limit. */
const modelObservers = ({ cloud, pairs }: WireRegion): Observers => ({
  targetGroups: virtualTargetGroups(cloud, never),
  instances: virtualInstances(cloud, never),
  loadMasters: virtualLoadMasters(({ pairId, unit }: UnitRef) => {
    const found = pairs.find(({ pair }) => pair.id === pairId);
    if (found === undefined) throw new Error(`the rehearsal has no pair ${pairId}`);
    return found.units[unit];
  }, never),
});

const see = async (region: WireRegion, now: EpochMs): Promise<ReadonlyMap<string, PairSeen>> => {
  const observers = modelObservers(region);
  const pairs = region.pairs.map(({ pair }) => pair);
  const refs = pairs.flatMap(({ id }) => UNIT_NAMES.map((unit): UnitRef => ({ pairId: id, unit })));
  return observeLoadMasters(observers.loadMasters, await observeAws(observers, pairs, now), refs);
};

const trafficOf = (traffic: Traffic | undefined, now: EpochMs): TrafficSnapshot | undefined => {
  if (traffic === undefined) return undefined;
  const { tally } = traffic;
  const from = Math.floor(now / SECOND_MS) * SECOND_MS - TRAFFIC_OVER_MS;
  const slots = tally.slots(from).filter(({ at }) => at >= from && at < from + TRAFFIC_OVER_MS);
  const perSecond = (count: number): number => Math.round((count * SECOND_MS * 10) / TRAFFIC_OVER_MS) / 10;
  return {
    perSecond: perSecond(slots.reduce((sum, { attempted }) => sum + attempted, 0)),
    failedPerSecond: perSecond(slots.reduce((sum, { failed }) => sum + failed, 0)),
    failed: tally.sum().failed,
    servedBy: UNIT_NAMES.filter((name) => slots.some(({ served }) => served[name] !== undefined)),
  };
};

const unitOf = (
  name: UnitName,
  { pair, units }: WirePair,
  seen: PairSeen,
  state: PairState,
  now: EpochMs,
): UnitSnapshot => {
  const { instance, targets, loadMaster } = seen.units[name];
  return {
    instanceId: pair.units[name].instanceId,
    square: statusSquare(name, viewUnits(seen, pair, state, now), state.situation),
    instance: instance.kind === 'read' ? instance.value.state : 'terminated',
    targets: pair.targetGroups.flatMap((arn) => {
      const target = targets[arn];
      const isListed = target?.kind === 'read' && target.value.reason !== 'Target.NotRegistered';
      return isListed ? [target.value.state] : [];
    }),
    loadMaster: loadMaster.kind === 'read' ? loadMaster.value.haStatus : `(${units[name].machine()})`,
  };
};

const kindOf = ({ spec, autoScalingGroup }: WirePair): Pick<PairSnapshot, 'kind'> => {
  if (spec.spot !== undefined) return { kind: 'spot' };
  return autoScalingGroup === undefined ? {} : { kind: 'Auto Scaling' };
};

const pairOf = (
  wire: WirePair,
  record: PairRecord | undefined,
  seen: PairSeen,
  traffic: TrafficSnapshot | undefined,
  now: EpochMs,
): PairSnapshot => {
  const state = record?.state ?? newPairState(wire.pair.id, now);
  const { operation, hold, situation } = state;
  const deadlineAt = operation.kind === 'draining' ? operation.intent.deadlineAt : undefined;
  return {
    id: wire.pair.id,
    mode: wire.pair.mode,
    ...kindOf(wire),
    situation: record === undefined ? 'not declared yet' : situation.kind,
    operation: operationWords(operation),
    ...(deadlineAt === undefined ? {} : { deadlineInMs: deadlineAt - now }),
    ...(hold === undefined || hold.until <= now ? {} : { hold: `${hold.by}: ${hold.why}` }),
    ...(traffic === undefined ? {} : { traffic }),
    units: {
      first: unitOf('first', wire, seen, state, now),
      second: unitOf('second', wire, seen, state, now),
    },
  };
};

/** One region as the view shows it: what is so, and what the control plane makes of it. */
export const observeRegion = async (
  region: WireRegion,
  traffic: ReadonlyMap<string, Traffic>,
  throttled: boolean,
  now: EpochMs,
): Promise<RegionSnapshot> => {
  const [record, seen] = await Promise.all([region.store.readRegion(region.region), see(region, now)]);
  return {
    region: region.region,
    apiUrl: region.functions.apiUrl,
    throttled,
    frozen: record.freeze !== undefined,
    pairs: region.pairs.flatMap((wire) => {
      const pairSeen = seen.get(wire.pair.id);
      if (pairSeen === undefined) return [];
      const found = record.pairs.find(({ pair }) => pair.id === wire.pair.id);
      return [pairOf(wire, found, pairSeen, trafficOf(traffic.get(wire.pair.id), now), now)];
    }),
  };
};
