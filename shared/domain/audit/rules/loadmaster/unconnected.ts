import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** `not-configured` is the rule `ha-modes`' business; a pacified unit, which takes no part either, is `pacified`'s. */
export const unconnected: Rule = {
  id: 'unconnected',
  side: 'loadmaster',
  severity: 'high',
  title: 'The load balancer has polled each unit since it booted',
  why: 'A unit that was never polled is unconnected: it neither serves nor stands by, and nobody takes over when the other fails.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 8' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.4' },
  ],
  remedy:
    'see that the unit is registered in a target group that a listener leads to, and that the health check reaches its Health Check Port (EC2 > Target groups > Targets; System Configuration > AWS HA Parameters)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ haStatus }, unit) => {
      if (snapshot.units[unit].pacified) return undefined;
      if (haStatus === 'unknown') return { unknown: 'the unit does not say what it is' };
      return haStatus === 'passive' ? { seen: 'unconnected', expected: 'active or standby' } : undefined;
    }),
};
