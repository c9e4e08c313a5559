import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';

/* How many pairs of a fleet are being changed at once, and what that costs. */

const LOOK_EVERY_MS: DurationMs = SECOND_MS / 4;

/** The most pairs of one group that were seen at once, by the group's name. */
export type MostAtOnce = ReadonlyMap<string, number>;

type GroupOf = (pair: Pair) => string | undefined;

const count = (most: Map<string, number>, at: Iterable<Pair>, groupOf: GroupOf): void => {
  const now = new Map<string, number>();
  for (const pair of at) {
    const group = groupOf(pair);
    if (group !== undefined) now.set(group, (now.get(group) ?? 0) + 1);
  }
  for (const [group, pairs] of now) most.set(group, Math.max(most.get(group) ?? 0, pairs));
};

/** By the models: a unit is down, has firmware that waits for a reboot, or runs other firmware than its partner. */
const isTouched = ({ units }: WirePair): boolean =>
  units.first.firmware.version() !== units.second.firmware.version() ||
  UNIT_NAMES.some((unit) => units[unit].machine() !== 'up' || units[unit].firmware.staged() !== undefined);

/** Follows the units themselves, whatever the control plane says of them, by looking four times a simulated second. */
export const followTouched = (stage: Stage, groupOf: GroupOf): MostAtOnce => {
  const most = new Map<string, number>();
  const look = (): void => {
    const touched = stage.pairs().filter(({ pair }) => isTouched(pair));
    count(
      most,
      touched.map(({ pair }) => pair.pair),
      groupOf,
    );
    stage.world.scheduler.after(LOOK_EVERY_MS, look);
  };
  look();
  return most;
};

/** By the decisions so far: from the one that begins a change until the one after which nothing is under way. */
export const mostUnderWay = (stage: Stage, groupOf: GroupOf): MostAtOnce => {
  const most = new Map<string, number>();
  const underWay = new Map<string, Pair>();
  for (const { pairId, record } of stage.decisions) {
    if (record.operation.startsWith('firmware ')) underWay.set(pairId, stage.find(pairId).pair.pair);
    else underWay.delete(pairId);
    count(most, underWay.values(), groupOf);
  }
  return most;
};

/** Pairs whose change was begun, by the decisions so far. */
export const begunPairs = ({ decisions }: Stage): ReadonlySet<string> =>
  new Set(decisions.filter(({ record }) => record.reason === 'firmware-begun').map(({ pairId }) => pairId));

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const loadMasterCalls = ({ pair }: StagePair, since: number): number =>
  sum(UNIT_NAMES.map((unit) => pair.wired[unit].accessLog.entries(since).length));

/** What the control plane has called and written so far, watching included. */
export const callsSoFar = (stage: Stage, since = 0) => ({
  aws: sum(stage.world.regions.map(({ cloud }) => sum(Object.values(cloud.calls.read())))),
  targetHealth: sum(
    stage.world.regions.map(
      ({ cloud }) => cloud.calls.read()['elasticloadbalancing.DescribeTargetHealth'] ?? 0,
    ),
  ),
  loadMasters: sum(stage.pairs().map((one) => loadMasterCalls(one, since))),
  writes: stage.world.writes(),
});
