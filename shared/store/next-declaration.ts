import { isDeepStrictEqual } from 'node:util';
import type { GeoDeclaration } from '#domain/geo/member.ts';

/**
 * The declaration that takes the stored one's place; undefined where that says the same, or where there is none and
 * nothing to declare. Of a damaged one only the version may be known, and nothing is the same as that. Pure.
 */
export const nextDeclaration = (
  stored: GeoDeclaration | Pick<GeoDeclaration, 'version'> | undefined,
  declared: Pick<GeoDeclaration, 'region' | 'members' | 'regions'>,
): GeoDeclaration | undefined => {
  if (stored === undefined && declared.members.length === 0) return undefined;
  const same: GeoDeclaration = { schemaVersion: 1, version: stored?.version ?? 0, ...declared };
  return isDeepStrictEqual(stored, same) ? undefined : { ...same, version: same.version + 1 };
};
