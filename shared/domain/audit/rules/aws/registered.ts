import { fixBy, fixUnit, notNow } from '#domain/audit/fix.ts';
import { type Judged, judgeEachUnit } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { INSTANCE_TARGETS, isRegistered } from '#domain/audit/targets.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

/** How a unit stands in one target group; undefined where it is in it, or where it could not be known by its instance. */
type Standing =
  | { readonly kind: 'lacking'; readonly arn: string; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string }
  | undefined;

const standingIn = ({ pair, aws }: PairSnapshot, unit: UnitName, arn: string): Standing => {
  const name = targetGroupName(arn);
  const [group, targets] = [aws.targetGroups[arn], aws.targets[arn]];
  const unread = [...unreadWords(`targets of ${name}`, targets), ...unreadWords(name, group)];
  if (targets?.kind !== 'read' || group?.kind !== 'read')
    return { kind: 'unknown', words: unread.join(', ') };
  if (group.value.targetType !== INSTANCE_TARGETS) return undefined;
  const own = targets.value.filter(({ id }) => id === pair.units[unit].instanceId);
  if (own.some(isRegistered)) return undefined;
  const isDraining = own.some(({ state }) => state === 'draining');
  return { kind: 'lacking', arn, words: `${isDraining ? 'draining' : 'not registered'} in ${name}` };
};

const standings = (snapshot: PairSnapshot, unit: UnitName): readonly Standing[] =>
  snapshot.pair.targetGroups.map((arn) => standingIn(snapshot, unit, arn));

const judge = (snapshot: PairSnapshot, unit: UnitName): Judged => {
  const [lacking, unknown] = (['lacking', 'unknown'] as const).map((kind) =>
    standings(snapshot, unit).flatMap((each) => (each?.kind === kind ? [each.words] : [])),
  );
  if (lacking !== undefined && lacking.length > 0)
    return { seen: lacking.join(', '), expected: 'registered in every target group' };
  return unknown === undefined || unknown.length === 0 ? undefined : { unknown: unknown.join(', ') };
};

/** Why the unit had better stay out: it may have been taken out for a reason that still holds. */
const whyStayOut = ({ pair, aws, units }: PairSnapshot, unit: UnitName): string | undefined => {
  const instance = aws.instances[pair.units[unit].instanceId];
  if (instance?.kind !== 'read') return 'the instance was not read';
  if (instance.value.state !== 'running') return `the instance is ${instance.value.state}`;
  const { loadMaster } = units[unit];
  if (loadMaster.kind === 'unread') return `what ${unit} would answer to health checks is not known`;
  const { haStatus, healthPort } = loadMaster.value;
  // A unit that was drained, or kept out after a split brain, has its health port elsewhere.
  if (healthPort !== pair.healthCheck.port)
    return `${unit} does not answer health checks on the declared port`;
  const partner = units[otherUnit(unit)].loadMaster;
  const isAlone = partner.kind === 'read' && partner.value.haStatus !== 'active';
  return haStatus === 'active' && !isAlone ? 'clients might be sent to two active units' : undefined;
};

export const registered: Rule = {
  id: 'registered',
  side: 'aws',
  severity: 'high',
  title: 'Both units are registered in every target group',
  why: 'The load balancer sends nobody to a unit that it does not know. If that is the active unit, clients are without one now; if it is the standby, they will be at the next failover.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing, Register targets for your Network Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html',
    },
  ],
  remedy:
    'register the unit (EC2 > Target groups > Targets > Register targets), once you know that nobody took it out on purpose',
  check: (snapshot) => judgeEachUnit((unit) => judge(snapshot, unit)),
  fix: (snapshot, fault) =>
    fixUnit(fault, (unit) => {
      const why = whyStayOut(snapshot, unit);
      if (why !== undefined) return notNow(why);
      const targetGroups = standings(snapshot, unit).flatMap((each) =>
        each?.kind === 'lacking' ? [each.arn] : [],
      );
      const { instanceId } = snapshot.pair.units[unit];
      return fixBy({ kind: 'register-targets', unit, instanceId, targetGroups });
    }),
};
