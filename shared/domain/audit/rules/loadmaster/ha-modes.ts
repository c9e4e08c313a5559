import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const haModes: Rule = {
  id: 'ha-modes',
  side: 'loadmaster',
  severity: 'critical',
  title: 'Each unit has the HA mode that it is declared with, so that the modes differ',
  why: 'Two units of one mode both serve, or neither does; a unit without HA does not take over.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'LoadMaster HA for AWS, section 6.2' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.5.2' },
  ],
  remedy:
    'set AWS HA Mode of the first unit to First HA Mode, and of the second to Second HA Mode (System Configuration > AWS HA Parameters)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ designation, haStatus }, unit) => {
      const expected = `HA mode ${unit}`;
      // Whatever its mode: a unit may want its partner or its port to take part.
      if (haStatus === 'not-configured') return { seen: 'HA not configured', expected };
      if (designation === undefined || designation === 'unknown')
        return { unknown: 'the unit does not say which HA mode it has' };
      if (designation === unit) return undefined;
      return { seen: designation === 'none' ? 'no HA' : `HA mode ${designation}`, expected };
    }),
};
