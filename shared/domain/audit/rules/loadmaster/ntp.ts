import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** Which hosts is up to whoever runs the pair, and units may have each its own. Whether it helps, `clock` says. */
export const ntp: Rule = {
  id: 'ntp',
  side: 'loadmaster',
  severity: 'medium',
  title: 'Each unit takes the time from at least one NTP host',
  why: 'Clocks drift apart and are not synchronised between partners: the logs of a take-over cannot be put side by side.',
  citations: [
    { words: 'High Availability (HA), Feature Description, sections 3 and 4' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.19.6' },
  ],
  remedy: 'set NTP host(s) (System Configuration > System Administration > Date/Time)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ ntpHosts }) =>
      ntpHosts.length > 0 ? undefined : { seen: 'no NTP host', expected: 'at least one NTP host' },
    ),
};
