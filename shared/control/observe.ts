import type { Instances, JobReader, LoadMasters, TargetGroups, UnitRef } from '#control/ports.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { UnitGeoSeen } from '#domain/geo/geo-seen.ts';
import type {
  InstanceSeen,
  LoadMasterSeen,
  PairSeen,
  Reading,
  TargetSeen,
  UnitFirmwareSeen,
  UnitSeen,
} from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/** The observers. */
export interface Observers {
  readonly targetGroups: TargetGroups;
  readonly instances: Instances;
  readonly loadMasters: LoadMasters;
  /** Only where firmware or GEO lists are changed, or explained. */
  readonly jobRecords?: JobReader;
}

const NOT_ASKED: Reading<never> = { kind: 'unread', code: 'not-asked' };
const AWS_SILENT: Reading<never> = { kind: 'unread', code: 'aws-error' };

/** How AWS describes an instance that a target group does not list, when asked by name. */
const NOT_REGISTERED: TargetSeen = { state: 'unused', reason: 'Target.NotRegistered' };

type TargetsByGroup = ReadonlyMap<string, Reading<ReadonlyMap<string, TargetSeen>>>;

const targetReading = (groups: TargetsByGroup, arn: string, instanceId: string): Reading<TargetSeen> => {
  const group = groups.get(arn) ?? AWS_SILENT;
  if (group.kind === 'unread') return group;
  return { kind: 'read', value: group.value.get(instanceId) ?? NOT_REGISTERED };
};

const unique = (values: Iterable<string>): readonly string[] => [...new Set(values)];

/**
 * Looks at any number of pairs through AWS: each target group and each instance is asked for once, whatever the number
 * of pairs that share them. LoadMasters are not asked here.
 */
export const observeAws = async (
  observers: Pick<Observers, 'targetGroups' | 'instances'>,
  pairs: readonly Pair[],
  now: EpochMs,
): Promise<ReadonlyMap<string, PairSeen>> => {
  const arns = unique(pairs.flatMap(({ targetGroups }) => targetGroups));
  const ids = unique(pairs.flatMap(({ units }) => UNIT_NAMES.map((name) => units[name].instanceId)));
  const [groups, instances] = await Promise.all([
    observers.targetGroups.readTargetHealth(arns),
    observers.instances.readInstances(ids),
  ]);
  return new Map(pairs.map((pair) => [pair.id, seenByAws(pair, groups, instances, now)]));
};

const seenByAws = (
  pair: Pair,
  groups: TargetsByGroup,
  instances: ReadonlyMap<string, Reading<InstanceSeen>>,
  at: EpochMs,
): PairSeen => {
  const unitSeen = (name: UnitName): UnitSeen => {
    const { instanceId } = pair.units[name];
    return {
      instance: instances.get(instanceId) ?? AWS_SILENT,
      targets: Object.fromEntries(
        pair.targetGroups.map((arn) => [arn, targetReading(groups, arn, instanceId)]),
      ),
      loadMaster: NOT_ASKED,
    };
  };
  return { at, units: { first: unitSeen('first'), second: unitSeen('second') } };
};

/**
 * Adds what the LoadMasters say, for the units that `wanted` names; the others stay as they are. One call to the
 * gateway for all of them.
 */
export const observeLoadMasters = async (
  loadMasters: LoadMasters,
  seen: ReadonlyMap<string, PairSeen>,
  wanted: readonly UnitRef[],
): Promise<ReadonlyMap<string, PairSeen>> => {
  if (wanted.length === 0) return seen;
  const readings = await loadMasters.readStatus(wanted);
  const result = new Map(seen);
  for (const [at, { pairId, unit }] of wanted.entries()) {
    const pairSeen = result.get(pairId);
    if (pairSeen !== undefined) result.set(pairId, withLoadMaster(pairSeen, unit, readings[at] ?? NOT_ASKED));
  }
  return result;
};

/**
 * Adds what a change of firmware goes by: what the units of the pairs run, and the records of their jobs. One call to
 * the gateway for all of them.
 */
export const observeFirmware = async (
  { loadMasters, jobRecords }: Observers,
  pairs: readonly Pair[],
  seen: ReadonlyMap<string, PairSeen>,
): Promise<ReadonlyMap<string, PairSeen>> => {
  const units = pairs.flatMap(({ id: pairId }) => UNIT_NAMES.map((unit): UnitRef => ({ pairId, unit })));
  const [firmware, records] = await Promise.all([
    loadMasters.readFirmware(units),
    jobRecords?.readJobs(units),
  ]);
  const unitSeen = (at: number): UnitFirmwareSeen => ({
    firmware: firmware[at] ?? NOT_ASKED,
    job: records?.[at] ?? NOT_ASKED,
  });
  const result = new Map(seen);
  for (const [at, { id }] of pairs.entries()) {
    const pairSeen = result.get(id);
    const first = at * UNIT_NAMES.length;
    if (pairSeen !== undefined)
      result.set(id, { ...pairSeen, firmware: { first: unitSeen(first), second: unitSeen(first + 1) } });
  }
  return result;
};

/** Adds what a change of a pair's GEO lists goes by: the lists, and the records of the units' jobs. */
export const observeGeo = async (
  { loadMasters, jobRecords }: Observers,
  { id: pairId }: Pair,
  seen: PairSeen,
): Promise<PairSeen> => {
  const units = UNIT_NAMES.map((unit): UnitRef => ({ pairId, unit }));
  const [geo, records] = await Promise.all([loadMasters.readGeo(units), jobRecords?.readJobs(units)]);
  const unitSeen = (at: number): UnitGeoSeen => ({
    geo: geo[at] ?? NOT_ASKED,
    job: records?.[at] ?? NOT_ASKED,
  });
  return { ...seen, geo: { first: unitSeen(0), second: unitSeen(1) } };
};

const withLoadMaster = (seen: PairSeen, unit: UnitName, loadMaster: Reading<LoadMasterSeen>): PairSeen => ({
  ...seen,
  units: { ...seen.units, [unit]: { ...seen.units[unit], loadMaster } },
});
