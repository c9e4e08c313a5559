import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

/**
 * Everything about a pair that an action could change, as the simulated units and the simulated cloud have it: the HA
 * settings, the firmware, the boot times, the instances, the registrations. Two of these are equal when nobody did anything; what was
 * done and undone, as in a change of roles, is to be seen by the roles.
 */
export const whatCouldBeTouched = ({ find }: Pick<WireWorld, 'find'>, pairId: string): string => {
  const { region, pair } = find(pairId);
  const units = UNIT_NAMES.map((name) => {
    const { instanceId } = pair.pair.units[name];
    const registeredIn = pair.pair.targetGroups.filter((arn) =>
      region.cloud.elb.describeTargetHealth(arn).some(({ target, health }) => {
        const isLeaving = health.reason === 'Target.DeregistrationInProgress';
        return target.id === instanceId && !isLeaving;
      }),
    );
    const { firmware } = pair.units[name];
    return {
      firmware: [firmware.version(), firmware.previous(), firmware.staged()],
      ha: pair.units[name].cloudHa(),
      bootedAt: pair.units[name].bootedAt(),
      instance: region.cloud.ec2.find(instanceId)?.state,
      registeredIn,
    };
  });
  return JSON.stringify(units);
};
