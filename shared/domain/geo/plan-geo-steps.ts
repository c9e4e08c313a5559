import type { BriefFinding, GeoFindingCode } from '#domain/geo/geo-finding.ts';
import type { GeoListName, UnitExpected } from '#domain/geo/lists.ts';
import type { MemberUnit } from '#domain/geo/member.ts';

/** One thing that is done to a unit while its lists are set. */
export type GeoStep =
  | { readonly kind: 'backup'; readonly unit: MemberUnit }
  | {
      readonly kind: 'set-list';
      readonly unit: MemberUnit;
      readonly list: GeoListName;
      /** The whole list, as it will be. */
      readonly addresses: readonly string[];
      /** What the unit has otherwise, in words. */
      readonly differs: readonly string[];
    }
  /** `unit` is rebooted, and the other one, `to`, becomes active. */
  | { readonly kind: 'hand-over'; readonly unit: MemberUnit; readonly to: MemberUnit };

const IN_ORDER = ['access', 'partners'] as const;

/** The findings that say that a list is not as declared. */
const SAID_BY: Readonly<Record<GeoListName, readonly GeoFindingCode[]>> = {
  access: ['access-missing', 'access-extra', 'own-standby-in-access'],
  partners: ['partners-missing', 'partners-extra'],
};

const setSteps = ({ unit, ...lists }: UnitExpected, findings: readonly BriefFinding[]): readonly GeoStep[] =>
  IN_ORDER.flatMap((list): readonly GeoStep[] => {
    const addresses = lists[list];
    const differs = findings
      .filter((finding) => finding.unit === unit && SAID_BY[list].includes(finding.code))
      .map(({ words }) => words);
    if (addresses === undefined || differs.length === 0) return [];
    return [{ kind: 'set-list', unit, list, addresses, differs }];
  });

/**
 * What is done to the units of a member, in order: each backed up, then set, a pair's master first and its other unit
 * once that is active. What is right is left out, and so is a role change that nobody needs.
 */
export const stepsOf = (
  expected: readonly UnitExpected[],
  findings: readonly BriefFinding[],
): readonly GeoStep[] => {
  const steps: GeoStep[] = [];
  let active = expected[0]?.unit;
  for (const each of expected) {
    const { unit } = each;
    const sets = setSteps(each, findings);
    if (sets.length === 0 || active === undefined) continue;
    if (active !== unit) steps.push({ kind: 'hand-over', unit: active, to: unit });
    steps.push({ kind: 'backup', unit }, ...sets);
    active = unit;
  }
  return steps;
};
