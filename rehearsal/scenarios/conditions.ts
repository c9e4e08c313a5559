import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { InstanceState } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* What is so on stage, asked of the simulated cloud itself and not of the control plane. */

const targetStates = (stage: Stage, pairId: string, unit: UnitName): readonly string[] => {
  const { region, pair } = stage.find(pairId);
  const { instanceId } = pair.pair.units[unit];
  return pair.pair.targetGroups.flatMap((arn) =>
    region.cloud.elb
      .describeTargetHealth(arn)
      .filter(({ target }) => target.id === instanceId)
      .map(({ health }) => health.state),
  );
};

/** No target group lists the unit any more. */
export const isOutOfService = (stage: Stage, pairId: string, unit: UnitName): boolean =>
  targetStates(stage, pairId, unit).length === 0;

/** Healthy in every target group of the pair. */
export const isHealthy = (stage: Stage, pairId: string, unit: UnitName): boolean => {
  const states = targetStates(stage, pairId, unit);
  const groups = stage.find(pairId).pair.pair.targetGroups.length;
  return states.length === groups && states.every((state) => state === 'healthy');
};

/** New connections of every listener go to the unit alone, and it serves them. */
export const isServedBy = (stage: Stage, pairId: string, unit: UnitName): boolean => {
  const { region, pair } = stage.find(pairId);
  const { instanceId } = pair.pair.units[unit];
  return pair.pair.targetGroups.every((arn) => {
    const [only, ...others] = region.cloud.elb.routableTargets(arn);
    return only === instanceId && others.length === 0 && pair.units[unit].acceptsConnections();
  });
};

/** New connections of every listener go to exactly one unit, and it serves them. */
export const isServedByOne = (stage: Stage, pairId: string): boolean =>
  UNIT_NAMES.some((unit) => isServedBy(stage, pairId, unit));

/** The partner of this unit serves alone. */
export const isHandedOver = (stage: Stage, pairId: string, leaving: UnitName): boolean =>
  isServedBy(stage, pairId, otherUnit(leaving));

export const instanceState = (stage: Stage, pairId: string, unit: UnitName): InstanceState => {
  const { region, pair } = stage.find(pairId);
  return region.cloud.ec2.find(pair.pair.units[unit].instanceId)?.state ?? 'terminated';
};

export const isLeaving = (state: InstanceState): boolean =>
  state === 'shutting-down' || state === 'terminated';

export const instanceIdOf = (stage: Stage, pairId: string, unit: UnitName): string =>
  stage.find(pairId).pair.pair.units[unit].instanceId;

/** What the control plane remembers of the pair. */
export const rememberedState = (stage: Stage, pairId: string): Promise<PairState | undefined> => {
  const { region } = stage.find(pairId);
  return region.store.readState(region.region, pairId);
};
