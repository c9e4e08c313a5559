import { judgeEachUnit, whereRead } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { PACIFIED_ABOVE_REBOOTS } from '#domain/pair/unit-view.ts';

export const pacified: Rule = {
  id: 'pacified',
  side: 'loadmaster',
  severity: 'critical',
  title: 'No unit has rebooted so often that it takes no part any more',
  why: 'After more than three reboots within five minutes a unit is pacified: it receives no changes, and it does not take over when the other fails.',
  citations: [
    { words: 'High Availability (HA), Feature Description, section 8.1.2 (HA Status, blue)' },
    { words: 'High Availability (HA), Feature Description, section 9.4' },
  ],
  remedy:
    'find out what reboots it and let it run for ten minutes; then shut it down for five minutes and start it, by SSH, by the console or by EC2',
  check: ({ units }) =>
    judgeEachUnit((unit) => {
      // Reboots that were watched count whether or not the unit answers now; a silent one may have more of them.
      if (units[unit].pacified)
        return {
          seen: `more than ${PACIFIED_ABOVE_REBOOTS} reboots in five minutes`,
          expected: `at most ${PACIFIED_ABOVE_REBOOTS} reboots in five minutes`,
        };
      return whereRead(units[unit].loadMaster, () => undefined);
    }),
};
