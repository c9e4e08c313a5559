import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { BreakPlace } from '#rehearsal/scenarios/audit-break.ts';
import { unitsGroup } from '#rehearsal/scenarios/audit-breaks-security-groups.ts';

/**
 * Everything about a pair that an audit may put right, as the simulated cloud and the simulated units have it. Two of these
 * are equal when nobody has changed anything.
 */
export const howItIsSetUp = (place: BreakPlace): string => {
  const { cloud, pair, wired } = place;
  const groups = cloud.elb.describeTargetGroups();
  return JSON.stringify({
    targetGroups: pair.targetGroups.map((arn) => ({
      healthCheck: groups.find(({ targetGroupArn }) => targetGroupArn === arn)?.healthCheck,
      attributes: cloud.elb.describeTargetGroupAttributes(arn),
      registered: cloud.elb
        .describeTargetHealth(arn)
        .filter(({ health }) => health.state !== 'draining')
        .map(({ target }) => target.id),
    })),
    ingress: cloud.ec2.describeSecurityGroups([unitsGroup(place)])[0]?.ingress,
    isProtected: UNIT_NAMES.map((unit) => cloud.ec2.find(pair.units[unit].instanceId)?.disableApiTermination),
    ha: UNIT_NAMES.map((unit) => wired[unit].unit.cloudHa()),
  });
};
