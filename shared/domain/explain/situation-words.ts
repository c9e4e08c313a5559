import { otherUnit, type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import type { PairSeen, UnitSeen } from '#domain/pair/seen.ts';
import { graceMs } from '#domain/pair/situation.ts';
import type { SituationRecord } from '#domain/pair/state.ts';
import { PACIFIED_ABOVE_REBOOTS, type UnitView, type UnitViews } from '#domain/pair/unit-view.ts';

const namesOf = (arns: readonly string[]): string => arns.map(targetGroupName).join(', ');

const deniedByLoadMaster = ({ loadMaster }: UnitSeen, pair: Pair): readonly string[] => {
  if (loadMaster.kind === 'unread') {
    return loadMaster.code === 'loadmaster-unreachable' ? ['its LoadMaster does not answer'] : [];
  }
  const { haStatus, healthPort } = loadMaster.value;
  if (healthPort !== undefined && healthPort !== pair.healthCheck.port)
    return [`it answers health checks on port ${healthPort}, not on ${pair.healthCheck.port}`];
  if (haStatus === 'passive') return ['its LoadMaster has not been polled by a load balancer yet'];
  return haStatus === 'not-configured' ? ['HA is not configured on its LoadMaster'] : [];
};

/** Everything that keeps a unit from taking over, as `UnitView.canTakeOver` judges it. Empty: nothing does. */
export const obstaclesToTakeOver = (unit: UnitView, seen: UnitSeen, pair: Pair): readonly string[] => {
  if (unit.instance !== 'running') return [`its instance is ${unit.instance}`];
  const { absentFrom, listedIn } = unit;
  const leaving = pair.targetGroups.filter((arn) => !absentFrom.includes(arn) && !listedIn.includes(arn));
  return [
    ...(absentFrom.length > 0 ? [`it is not registered in ${namesOf(absentFrom)}`] : []),
    ...(unit.health !== 'unknown' && leaving.length > 0 ? [`it is leaving ${namesOf(leaving)}`] : []),
    ...(unit.health === 'mixed' ? ['its target groups disagree about it'] : []),
    ...(unit.health === 'unknown' ? ['its target health is not known'] : []),
    ...(unit.pacified ? [`it is pacified: more than ${PACIFIED_ABOVE_REBOOTS} reboots in five minutes`] : []),
    ...deniedByLoadMaster(seen, pair),
  ];
};

const degradedWords = ({ active }: SituationRecord, views: UnitViews, seen: PairSeen, pair: Pair): string => {
  if (active === undefined) return 'one unit serves, the other could not take over';
  if (views[active].health === 'mixed')
    return `the target groups disagree about ${active}, and nobody else serves`;
  const other = otherUnit(active);
  const obstacles = obstaclesToTakeOver(views[other], seen.units[other], pair);
  const why = obstacles.length === 0 ? '' : `: ${obstacles.join('; ')}`;
  return `${active} serves alone, ${other} could not take over${why}`;
};

/** What the situation means to the person who is paged, with the units by name. */
export const situationWords = (
  situation: SituationRecord,
  views: UnitViews,
  seen: PairSeen,
  pair: Pair,
): string => {
  switch (situation.kind) {
    case 'steady': {
      const active = situation.active ?? UNIT_NAMES[0];
      return `${active} answers 200, ${otherUnit(active)} stands by with 503 and can take over`;
    }
    case 'switching': {
      const silent = UNIT_NAMES.find((name) => views[name].silent);
      const dead = silent !== undefined && situation.active === otherUnit(silent);
      if (dead)
        return `${situation.active} answers 200; the LoadMaster of ${silent} does not answer, and may be down`;
      return `the roles are changing; the health checks may need ${durationWords(graceMs(pair.healthCheck))} for it`;
    }
    case 'degraded':
      return degradedWords(situation, views, seen, pair);
    case 'dual-active':
      return 'both units answer 200: each believes it is active';
    case 'no-active':
      return 'no unit answers 200: the load balancer fails open and sends traffic to every target';
    case 'unconnected':
      return 'both units are up and no load balancer has polled them yet';
    case 'unknown':
      return 'the observers cannot say; nothing will be done on that ground';
    default:
      return situation.kind satisfies never;
  }
};
