import { judgeEach, judgePair } from '#domain/audit/judge.ts';
import type { Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot, UnitSnapshot } from '#domain/audit/snapshot.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { driftOf } from '#domain/geo/drift.ts';
import type { GeoFinding, GeoFindingCode } from '#domain/geo/geo-finding.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** Which findings about GEO are one rule's. */
export interface GeoRule {
  readonly faults: readonly GeoFindingCode[];
  /** Findings of other rules, behind which nobody can see what this one is about. */
  readonly hiddenBy?: readonly GeoFindingCode[];
  readonly expected: string;
}

const geoOf = ({ loadMaster }: UnitSnapshot): Reading<GeoSeen> => {
  if (loadMaster.kind === 'unread') return loadMaster;
  const { geo } = loadMaster.value;
  return geo === undefined ? { kind: 'unread', code: 'not-asked' } : { kind: 'read', value: geo };
};

/** Without whom it is about, which a fault says already, and without what explains it, which a rule does. */
const ownWords = ({ memberId, unit, words }: GeoFinding): string => {
  const whose = `${memberId} ${unit} `;
  const [own = words] = (words.startsWith(whose) ? words.slice(whose.length) : words).split('; ', 1);
  return own;
};

/** Concerns no pair outside GEO clusters: then `judgeGeo` is not to be asked. */
export const isInGeoCluster = ({ geo }: PairSnapshot): boolean => geo !== undefined;

/** The units by the GEO findings of one rule. What both are to blame for is the pair's. */
export const judgeGeo = (
  { geo, units }: PairSnapshot,
  { faults, hiddenBy = [], expected }: GeoRule,
): Verdict => {
  if (geo === undefined) return judgePair({ unknown: 'the pair is in no GEO cluster' });
  if (geo.kind === 'incomplete') return judgePair({ unknown: geo.words });
  const seen = { first: geoOf(units.first), second: geoOf(units.second) };
  const { findings } = driftOf(geo.member, geo.units, seen);
  return judgeEach(
    [...UNIT_NAMES, 'pair'] as const,
    (subject) => subject,
    (subject) => {
      const own = findings.filter(({ unit = 'pair' }) => unit === subject);
      const wrong = own.filter(({ code }) => faults.includes(code));
      if (wrong.length > 0) return { seen: wrong.map(ownWords).join('; '), expected };
      const hidden = own.find(({ code }) => code === 'unread' || hiddenBy.includes(code));
      return hidden && { unknown: ownWords(hidden) };
    },
  );
};
