import { judgeTargetGroups } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { INSTANCE_TARGETS } from '#domain/audit/targets.ts';

export const targetType: Rule = {
  id: 'target-type',
  side: 'aws',
  severity: 'high',
  title: 'The targets are instances',
  why: 'A target group of addresses does not know the units by their instances: nobody can take a unit out of it before it is terminated, and clients stay connected to an address that somebody else may get next.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.1' },
    {
      words: 'Elastic Load Balancing, Target groups for your Network Load Balancers (target type)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html',
    },
  ],
  remedy:
    'the type cannot be changed: create a target group of instances, register both units, let the listener forward to it, and declare it in place of this one',
  check: (snapshot) =>
    judgeTargetGroups(snapshot, ({ targetType: type }) =>
      type === INSTANCE_TARGETS ? undefined : { seen: `type ${type}`, expected: `type ${INSTANCE_TARGETS}` },
    ),
};
