import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { EpochMs } from '#domain/time.ts';
import type { ElasticLoadBalancing, Routing } from '#rehearsal/cloud/elb/types.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** From this moment on new connections of every listener go to this unit alone; before they went to the other one. */
export interface RoleChange {
  readonly at: EpochMs;
  readonly to: UnitName;
}

/** The unit to which the load balancer sends every new connection; undefined while that is not one unit. */
const onlyUnit = (pair: Pair, routings: ReadonlyMap<string, Routing>): UnitName | undefined =>
  UNIT_NAMES.find((unit) =>
    pair.targetGroups.every((arn) => {
      const routing = routings.get(arn);
      if (routing === undefined || routing.failOpen || routing.routable.length !== 1) return false;
      return routing.routable[0] === pair.units[unit].instanceId;
    }),
  );

/**
 * Follows which unit serves, as the data path of the load balancer has it, from a moment at which `serving` does.
 * Returns the changes so far, oldest first, which go on growing.
 */
export const followRoles = (
  elb: Pick<ElasticLoadBalancing, 'onRoutingChange'>,
  pair: Pair,
  serving: UnitName,
): readonly RoleChange[] => {
  const changes: RoleChange[] = [];
  const { targetGroups, units } = pair;
  const routings = new Map<string, Routing>(
    targetGroups.map((targetGroupArn) => {
      const routable = [units[serving].instanceId];
      return [targetGroupArn, { targetGroupArn, at: 0, routable, healthy: 1, failOpen: false }];
    }),
  );
  let last = serving;
  elb.onRoutingChange((routing) => {
    if (!routings.has(routing.targetGroupArn)) return;
    routings.set(routing.targetGroupArn, routing);
    const to = onlyUnit(pair, routings);
    if (to === undefined || to === last) return;
    last = to;
    changes.push({ at: routing.at, to });
  });
  return changes;
};

/** The changes of one pair since the cause. */
export const roleChanges = (stage: Stage, pairId: string): readonly RoleChange[] => {
  const { causedAt } = stage;
  return causedAt === undefined ? [] : stage.find(pairId).roles.filter(({ at }) => at >= causedAt);
};

/** The changes towards the first unit: its returns. */
export const returnsOf = (stage: Stage, pairId: string): readonly RoleChange[] =>
  roleChanges(stage, pairId).filter(({ to }) => to === 'first');

/** Figures: `roleChanges_<pair>` for every pair. */
export const roleChangesByPair = (stage: Stage): Readonly<Record<string, number>> =>
  Object.fromEntries(
    stage.pairs().map(({ pair }) => [`roleChanges_${pair.pair.id}`, roleChanges(stage, pair.pair.id).length]),
  );
