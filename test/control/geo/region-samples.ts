import type { GeoRecord, PairRecord, RegionRecord } from '#control/ports.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';
import { declarationOf } from '#domain/geo/declaration.ts';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import { listsOf, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoDeclaration, GeoMember } from '#domain/geo/member.ts';
import type { PairState } from '#domain/pair/state.ts';
import { DUBLIN } from '../../domain/geo/member-samples.ts';
import { memberIn, stateOf } from '../../domain/geo/report-samples.ts';
import { pairIn, standaloneIn } from './lagging-regions.ts';

/** Two pairs and two standalones of one cluster in Dublin; the second pair's master is its second unit. */
export const PAIRS: readonly Pair[] = [pairIn(DUBLIN, 1), pairIn(DUBLIN, 2)];
export const STANDALONES: readonly Standalone[] = [standaloneIn(DUBLIN, 1), standaloneIn(DUBLIN, 2)];

export const declared = (
  pairs: readonly Pair[] = PAIRS,
  standalones: readonly Standalone[] = STANDALONES,
  region = DUBLIN,
): GeoDeclaration => ({ schemaVersion: 1, version: 1, ...declarationOf(region, { pairs, standalones }) });

export const MEMBERS = declared().members;

export const memberNamed = (id: string, members: readonly GeoMember[] = MEMBERS): GeoMember => {
  const member = members.find((one) => one.id === id);
  if (member === undefined) throw new Error(`nobody is ${id}`);
  return member;
};

export const expectedOf = (id: string, members: readonly GeoMember[] = MEMBERS): readonly UnitExpected[] =>
  listsOf(members, memberNamed(id, members));

export const digestOf = (id: string, members?: readonly GeoMember[]): string =>
  expectedDigest(expectedOf(id, members));

/** As it was judged by the lists that are expected of it still. */
export const judged = (
  id: string,
  state: MemberReport['state'],
  more: Partial<MemberReport> = {},
): MemberReport => memberIn(state, { kind: memberNamed(id).kind, expected: digestOf(id), ...more });

/** Everybody as declared. */
export const ALL_RIGHT = Object.fromEntries(MEMBERS.map(({ id }) => [id, judged(id, 'right')]));

export const recordOf = (
  states: Readonly<Record<string, Partial<PairState>>> = {},
  more: Partial<RegionRecord> = {},
): RegionRecord => ({
  pairs: PAIRS.map((pair): PairRecord => ({ pair, state: stateOf({ pairId: pair.id, ...states[pair.id] }) })),
  standalones: STANDALONES,
  damaged: [],
  ...more,
});

export const geoOf = (more: Partial<GeoRecord> = {}): GeoRecord => ({
  declarations: [declared()],
  reports: [],
  damaged: [],
  ...more,
});
