import { judgeTargetGroups, whereRead } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { INSTANCE_TARGETS, isRegistered } from '#domain/audit/targets.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';

/** So many are named; more do not fit into the line of a table. */
const NAMED = 3;

const named = (ids: readonly string[]): string => {
  const more = ids.length - NAMED;
  return `${ids.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

export const onlyThePair: Rule = {
  id: 'only-the-pair',
  side: 'aws',
  severity: 'high',
  title: 'Nobody but the two units is registered in the target groups',
  why: 'Whoever else answers the health check gets clients that are meant for the pair. Often it is the instance of a unit that was replaced: if it comes up again, half of the clients meet an old configuration.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing, Register targets for your Network Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html',
    },
  ],
  remedy:
    'deregister who does not belong there (EC2 > Target groups > Targets > Deregister), or correct the pair’s declaration',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ targetType }, arn) => {
      // Addresses say nothing of whose they are; that they are there at all is another rule's business.
      if (targetType !== INSTANCE_TARGETS) return undefined;
      return whereRead(snapshot.aws.targets[arn], (targets) => {
        const units = UNIT_NAMES.map((unit) => snapshot.pair.units[unit].instanceId);
        const others = targets.filter((target) => isRegistered(target) && !units.includes(target.id));
        const ids = [...new Set(others.map(({ id }) => id))];
        if (ids.length === 0) return undefined;
        return { seen: `also registered: ${named(ids)}`, expected: 'the two units alone' };
      });
    }),
};
