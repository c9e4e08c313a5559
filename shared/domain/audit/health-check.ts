import type { TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import { fixBy, fixTargetGroup, notNow } from '#domain/audit/fix.ts';
import { accepts } from '#domain/audit/matcher-codes.ts';
import type { Fault, Fix } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { HealthCheckChange } from '#domain/pair/action.ts';

/** What a LoadMaster's health check port answers to. @see LoadMaster HA for AWS, section 6.1 */
export const HEALTH_CHECK_PROTOCOL = 'HTTP';
export const HEALTH_CHECK_PATH = '/';

/** The answers of the active and of the standby unit. @see LoadMaster HA for AWS, section 4 */
const ACTIVE_ANSWERS = 200;
const STANDBY_ANSWERS = 503;

/** The success codes by which only the active unit is healthy. */
export const ACTIVE_ALONE = String(ACTIVE_ANSWERS);

/** By these success codes the active unit is healthy, and the standby is not. */
export const tellsActiveFromStandby = (matcher: string): boolean =>
  accepts(matcher, ACTIVE_ANSWERS) && !accepts(matcher, STANDBY_ANSWERS);

/** What of the health check is asked of the wrong place, or taken in the wrong way. */
const corrections = (
  { healthCheck }: Pair,
  { healthCheckProtocol, healthCheckPort, healthCheckPath, matcher }: TargetGroupSeen,
): HealthCheckChange => ({
  ...(healthCheckProtocol === HEALTH_CHECK_PROTOCOL ? {} : { protocol: HEALTH_CHECK_PROTOCOL }),
  ...(healthCheckPort === String(healthCheck.port) ? {} : { port: healthCheck.port }),
  ...(healthCheckPath === HEALTH_CHECK_PATH ? {} : { path: HEALTH_CHECK_PATH }),
  ...(matcher !== undefined && tellsActiveFromStandby(matcher) ? {} : { matcher: ACTIVE_ALONE }),
});

/** Why a health check on the declared port might find nobody; undefined where both units answer there. */
const mayFindNobody = ({ pair, units }: PairSnapshot): string | undefined => {
  const { port } = pair.healthCheck;
  const reasons = UNIT_NAMES.flatMap((unit) => {
    const { loadMaster } = units[unit];
    if (loadMaster.kind === 'unread') return unreadWords(`LoadMaster of ${unit}`, loadMaster);
    const { healthPort } = loadMaster.value;
    if (healthPort === undefined) return [`${unit} does not say on which port it answers health checks`];
    return healthPort === port ? [] : [`${unit} answers health checks on port ${healthPort}, not on ${port}`];
  });
  return reasons.length === 0 ? undefined : reasons.join(', ');
};

/**
 * Everything that is wrong with what is asked, at once: each part alone could leave the pair with two healthy units, or
 * with none. TCP on the right port finds both, the right port with AWS's own success codes for TCP target groups
 * (200 to 399) and an old path perhaps nobody. Not before both units are known to answer on the declared port.
 */
export const fixWhatIsAsked = (snapshot: PairSnapshot, fault: Fault): Fix =>
  fixTargetGroup(snapshot, snapshot.aws.targetGroups, fault, (targetGroup, group) => {
    const why = mayFindNobody(snapshot);
    if (why !== undefined) return notNow(why);
    return fixBy({ kind: 'set-health-check', targetGroup, check: corrections(snapshot.pair, group) });
  });

/** One part alone, where protocol and port are right; else it is put right together with them. */
export const fixPart = (snapshot: PairSnapshot, fault: Fault, check: HealthCheckChange): Fix =>
  fixTargetGroup(snapshot, snapshot.aws.targetGroups, fault, (targetGroup, group) => {
    const { protocol, port } = corrections(snapshot.pair, group);
    if (protocol !== undefined || port !== undefined)
      return notNow('it is put right together with the protocol and the port of the health check');
    return fixBy({ kind: 'set-health-check', targetGroup, check });
  });

/** Why the load balancer might find nobody healthy, or both; undefined where one unit is active and the other standby. */
export const rolesUnclear = ({ units }: PairSnapshot): string | undefined => {
  const readings = UNIT_NAMES.map((unit) => ({ unit, loadMaster: units[unit].loadMaster }));
  const roles = readings.map(({ loadMaster }) => loadMaster.kind === 'read' && loadMaster.value.haStatus);
  if (roles.includes('active') && roles.includes('standby')) return undefined;
  return readings
    .flatMap(({ unit, loadMaster }) =>
      loadMaster.kind === 'read'
        ? [`${unit} says that it is ${loadMaster.value.haStatus}`]
        : unreadWords(`LoadMaster of ${unit}`, loadMaster),
    )
    .join(', ');
};
