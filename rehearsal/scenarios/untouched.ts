import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/**
 * Everything about a pair that an action could change, as the simulated units and the simulated cloud have it: the HA
 * settings, the boot times, the instances, the registrations. Two of these are equal when nobody did anything.
 */
export const whatCouldBeTouched = (stage: Stage, pairId: string): string => {
  const { region, pair } = stage.find(pairId);
  const units = UNIT_NAMES.map((name) => {
    const { instanceId } = pair.pair.units[name];
    const registeredIn = pair.pair.targetGroups.filter((arn) =>
      region.cloud.elb.describeTargetHealth(arn).some(({ target, health }) => {
        const isLeaving = health.reason === 'Target.DeregistrationInProgress';
        return target.id === instanceId && !isLeaving;
      }),
    );
    return {
      ha: pair.units[name].cloudHa(),
      bootedAt: pair.units[name].bootedAt(),
      instance: region.cloud.ec2.find(instanceId)?.state,
      registeredIn,
    };
  });
  return JSON.stringify(units);
};
