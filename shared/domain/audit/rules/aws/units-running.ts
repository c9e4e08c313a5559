import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Rule } from '#domain/audit/rule.ts';

const RUNNING = 'running';

export const unitsRunning: Rule = {
  id: 'units-running',
  side: 'aws',
  severity: 'high',
  title: 'Both instances run',
  why: 'A standby that is switched off takes over from nobody: as long as it is, the pair is a single unit.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 1' },
    {
      words: 'Amazon EC2, Instance state changes',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html',
    },
  ],
  remedy:
    'find out why it does not run, and start it (EC2 > Instances > Instance state > Start); one that was terminated has to be replaced, and its successor declared',
  check: (snapshot) =>
    judgeInstances(snapshot, snapshot.aws.instances, ({ state }) =>
      state === RUNNING ? undefined : { seen: state, expected: RUNNING },
    ),
};
