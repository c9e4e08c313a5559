import type { RegisteredTarget } from '#domain/audit/aws-seen.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { type Broken, withAws } from './broken.ts';
import { AUDITED_PAIR } from './clean-snapshot.ts';

const { first, second } = AUDITED_PAIR.units;

const isSecond = ({ id }: RegisteredTarget): boolean => id === second.instanceId;

const foreign = (digit: number, state: RegisteredTarget['state'] = 'healthy'): RegisteredTarget => ({
  id: `i-0000000000000001${digit}`,
  port: 443,
  state,
});

/** How the rules on what is registered are broken. */
export const BROKEN_TARGETS: Readonly<Record<string, readonly Broken[]>> = {
  'target-type': [
    {
      words: 'addresses',
      snapshot: withAws(
        'targets',
        (targets) =>
          targets.map((target) => ({ ...target, id: isSecond(target) ? second.address : first.address })),
        TARGET_GROUP,
        withAws('targetGroups', (group) => ({ ...group, targetType: 'ip' }), TARGET_GROUP),
      ),
      faults: ['lm-a: type ip, expected type instance'],
    },
  ],
  registered: [
    {
      words: 'the second unit is in one group only',
      snapshot: withAws('targets', (targets) => targets.filter((target) => !isSecond(target)), TARGET_GROUP),
      faults: ['second: not registered in lm-a, expected registered in every target group'],
    },
    {
      words: 'nobody is in any group',
      snapshot: withAws('targets', () => []),
      faults: [
        'first: not registered in lm-a, not registered in lm-b, expected registered in every target group',
        'second: not registered in lm-a, not registered in lm-b, expected registered in every target group',
      ],
    },
    {
      words: 'AWS names the second unit, and says that it is not registered',
      snapshot: withAws('targets', (targets) =>
        targets.map((target) =>
          isSecond(target) ? { ...target, state: 'unused', reason: 'Target.NotRegistered' } : target,
        ),
      ),
      faults: [
        'second: not registered in lm-a, not registered in lm-b, expected registered in every target group',
      ],
    },
    {
      words: 'the second unit is leaving one group',
      snapshot: withAws(
        'targets',
        (targets) =>
          targets.map((target) =>
            isSecond(target)
              ? { ...target, state: 'draining', reason: 'Target.DeregistrationInProgress' }
              : target,
          ),
        TARGET_GROUP,
      ),
      faults: ['second: draining in lm-a, expected registered in every target group'],
    },
  ],
  'only-the-pair': [
    {
      words: 'a third instance, on two ports',
      snapshot: withAws(
        'targets',
        (targets) => [...targets, foreign(0), { ...foreign(0, 'unhealthy'), port: 80 }],
        TARGET_GROUP,
      ),
      faults: ['lm-a: also registered: i-00000000000000010, expected the two units alone'],
    },
    {
      words: 'four more, of which three are named',
      snapshot: withAws(
        'targets',
        (targets) => [...targets, foreign(0), foreign(1), foreign(2), foreign(3)],
        TARGET_GROUP,
      ),
      faults: [
        'lm-a: also registered: i-00000000000000010, i-00000000000000011, i-00000000000000012 and 1 more, expected the two units alone',
      ],
    },
  ],
};
