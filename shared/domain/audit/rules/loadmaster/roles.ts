import { judgeBoth } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** A unit that says `passive` is the rule `unconnected`'s, one that says `not-configured` is `ha-modes`'. */
export const roles: Rule = {
  id: 'roles',
  side: 'loadmaster',
  severity: 'critical',
  title: 'One unit is active and the other standby',
  why: 'Of two active units each has half of the clients and a configuration of its own; two standbys serve nobody.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'High Availability (HA), Feature Description, section 9.5' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.4' },
  ],
  remedy:
    'see that the units reach each other on the health check port and on TCP 6973, have each other as partner, and differ in AWS HA Mode (System Configuration > AWS HA Parameters); of two active units reboot the one that should be standby (System Configuration > System Administration > System Reboot)',
  check: (snapshot) =>
    judgeBoth(snapshot, ({ first: { haStatus: first }, second: { haStatus: second } }) => {
      if (first === 'unknown' || second === 'unknown')
        return { unknown: `first says ${first}, second says ${second}` };
      if (first !== second || (first !== 'active' && first !== 'standby')) return undefined;
      return { seen: `both ${first}`, expected: 'one active, one standby' };
    }),
};
