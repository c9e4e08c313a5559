import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';

/** A finding of one unit, which its words leave to be named. */
export type UnitFault = Pick<GeoFinding, 'code' | 'names' | 'words' | 'remedy'>;

export const toFinding = ({ id }: GeoMember, unit: MemberUnit, fault: UnitFault): GeoFinding => ({
  ...fault,
  memberId: id,
  unit,
  words: `${unit === 'standalone' ? id : `${id} ${unit}`} ${fault.words}`,
});
