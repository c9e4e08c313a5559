import type { ApplianceRef, LoadMasters, UnitJobs } from '#control/ports.ts';
import { unitsOf } from '#domain/geo/addresses.ts';
import { driftOf, type GeoDrift } from '#domain/geo/drift.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** A member that is to be asked, with what is expected of it. */
export interface MemberToAsk {
  readonly member: GeoMember;
  readonly expected: readonly UnitExpected[];
}

/** Asks the units of all these members by one call to the gateway, and compares. By the member's id. */
export const lookAtMembers = async (
  loadMasters: Pick<LoadMasters, 'readGeo'>,
  toAsk: readonly MemberToAsk[],
): Promise<ReadonlyMap<string, GeoDrift>> => {
  if (toAsk.length === 0) return new Map();
  const refs = toAsk.flatMap(({ member }) =>
    unitsOf(member).map(({ unit }): ApplianceRef => ({ pairId: member.id, unit })),
  );
  const readings = await loadMasters.readGeo(refs);
  const seen = new Map<string, Partial<Record<MemberUnit, Reading<GeoSeen>>>>();
  for (const [at, { pairId, unit }] of refs.entries()) {
    const reading = readings[at];
    if (reading !== undefined) seen.set(pairId, { ...seen.get(pairId), [unit]: reading });
  }
  return new Map(
    toAsk.map(({ member, expected }) => [member.id, driftOf(member, expected, seen.get(member.id) ?? {})]),
  );
};

/** The last records of these standalones' jobs, by id. */
export const readRecords = async (
  jobs: Pick<UnitJobs, 'readJobs'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Reading<JobSeen | 'none'>>> => {
  if (ids.length === 0) return new Map();
  const records = await jobs.readJobs(ids.map((pairId) => ({ pairId, unit: 'standalone' })));
  return new Map(
    ids.flatMap((id, at) => {
      const record = records[at];
      return record === undefined ? [] : [[id, record]];
    }),
  );
};
