import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';
import type { MemberUnit } from '#domain/geo/member.ts';
import { asExpected } from '../geo/member-samples.ts';

/** A unit with just the GEO that is expected of it. */
export const asLoadMasterHasIt = (
  expected: readonly UnitExpected[],
  unit: MemberUnit,
): Pick<UnitAudited, 'geo'> => {
  const own = expected.find((each) => each.unit === unit);
  return own === undefined ? {} : { geo: asExpected(own) };
};
