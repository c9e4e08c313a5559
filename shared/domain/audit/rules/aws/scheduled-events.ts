import type { ScheduledEvent } from '#domain/audit/aws-seen.ts';
import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { instantWords } from '#domain/explain/instant-words.ts';

const eventWords = ({ code, notBefore }: ScheduledEvent): string =>
  notBefore === undefined ? code : `${code} from ${instantWords(notBefore)}`;

export const scheduledEvents: Rule = {
  id: 'scheduled-events',
  side: 'aws',
  severity: 'medium',
  title: 'AWS has scheduled no event for the instances',
  why: 'At that time AWS reboots, stops or retires the instance, whatever it is doing. If it is the active unit by then, clients lose their connections; done ahead of time, as a drain, they do not.',
  citations: [
    {
      words: 'Amazon EC2, Scheduled events for Amazon EC2 instances',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instances-status-check_sched.html',
    },
  ],
  remedy:
    'drain the unit in a maintenance window before that time, and stop and start its instance, which moves it to another host; or move the event, where AWS lets you (EC2 > Events)',
  check: (snapshot) =>
    judgeInstances(snapshot, snapshot.aws.instanceHealth, ({ events }) =>
      events.length === 0
        ? undefined
        : { seen: events.map(eventWords).join(', '), expected: 'no scheduled event' },
    ),
};
