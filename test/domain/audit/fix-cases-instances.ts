import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws, withUnit } from './broken.ts';
import { inGroup } from './broken-aws-instances.ts';
import { AUDITED_PAIR } from './clean-snapshot.ts';
import { type FixCase, silent } from './fix-case.ts';

const { first, second } = AUDITED_PAIR.units;

const withoutSecond = withAws(
  'targets',
  (targets) => targets.filter(({ id }) => id !== second.instanceId),
  TARGET_GROUP,
);

const withoutFirst = withAws('targets', (targets) => targets.filter(({ id }) => id !== first.instanceId));

export const REGISTERED_FIXES: readonly FixCase[] = [
  {
    words: 'in the group that lacks it',
    rule: 'registered',
    snapshot: withoutSecond,
    fixes: [`register second (${second.instanceId}) in lm-a`],
  },
  {
    words: 'in every group',
    rule: 'registered',
    snapshot: withAws('targets', () => []),
    fixes: [
      `register first (${first.instanceId}) in lm-a and lm-b`,
      `register second (${second.instanceId}) in lm-a and lm-b`,
    ],
  },
  {
    words: 'not an instance that is stopped',
    rule: 'registered',
    snapshot: withAws(
      'instances',
      (instance) => ({ ...instance, state: 'stopped' as const }),
      second.instanceId,
      withoutSecond,
    ),
    fixes: ['not now: the instance is stopped'],
  },
  {
    words: 'not an instance of which nobody knows whether it runs',
    rule: 'registered',
    snapshot: { ...withoutSecond, aws: { ...withoutSecond.aws, instances: {} } },
    fixes: ['not now: the instance was not read'],
  },
  {
    words: 'not a unit that was taken out of sight',
    rule: 'registered',
    snapshot: withUnit('second', { healthPort: 8445 }, withoutSecond),
    fixes: ['not now: second does not answer health checks on the declared port'],
  },
  {
    words: 'not a unit that says nothing',
    rule: 'registered',
    snapshot: silent('second', withoutSecond),
    fixes: ['not now: what second would answer to health checks is not known'],
  },
  {
    words: 'not a second active unit',
    rule: 'registered',
    snapshot: withUnit('second', { haStatus: 'active' }, withoutSecond),
    fixes: ['not now: clients might be sent to two active units'],
  },
  {
    words: 'an active unit next to a standby',
    rule: 'registered',
    snapshot: withoutFirst,
    fixes: [`register first (${first.instanceId}) in lm-a and lm-b`],
  },
  {
    words: 'not an active unit, where the other may be active as well',
    rule: 'registered',
    snapshot: silent('second', withoutFirst),
    fixes: ['not now: clients might be sent to two active units'],
  },
];

export const INSTANCE_FIXES: readonly FixCase[] = [
  {
    words: 'protected',
    rule: 'termination-guard',
    snapshot: withAws('terminationProtection', () => false, second.instanceId),
    fixes: [`protect second (${second.instanceId}) from termination`],
  },
  {
    words: 'protection cannot be had',
    rule: 'termination-guard',
    snapshot: withAws('instances', (instance) => ({ ...instance, spot: true }), second.instanceId),
    fixes: ['not now: spot capacity cannot be protected'],
  },
  {
    words: 'protection would be of no use',
    rule: 'termination-guard',
    snapshot: inGroup([]),
    fixes: ['not now: Auto Scaling ignores termination protection'],
  },
];
