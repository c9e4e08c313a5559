import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { canonicalAddress } from '#domain/canonical-address.ts';
import { otherUnit } from '#domain/estate/estate.ts';
import { isAddress } from '#domain/pair/misfit.ts';
import { quoted } from '#domain/quoted.ts';

export const partners: Rule = {
  id: 'partners',
  side: 'loadmaster',
  severity: 'critical',
  title: 'The partner of each unit is the other unit of its pair',
  why: 'A standby that polls somebody else takes over while the active unit serves, or never; nothing synchronises.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.5.2' },
  ],
  remedy:
    'set Partner Name/IP to the address of the other unit (System Configuration > AWS HA Parameters); if the unit is right, declare its address in the estate file',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ partner }, unit) => {
      if (partner === undefined) return { unknown: 'the unit does not say who its partner is' };
      if (!isAddress(partner)) return { unknown: `nobody here knows where ${quoted(partner)} leads` };
      const { address, publicAddress = address } = snapshot.pair.units[otherUnit(unit)];
      const right = [address, publicAddress].map(canonicalAddress);
      if (right.includes(canonicalAddress(partner))) return undefined;
      return { seen: `partner ${partner}`, expected: `partner ${address}` };
    }),
};
