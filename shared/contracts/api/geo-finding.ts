import * as z from 'zod';
import type { SameType } from '#contracts/same-type.ts';
import { type BriefFinding, GEO_FINDING_CODES, type GeoFinding } from '#domain/geo/geo-finding.ts';

/* What is not as it should be about GEO. */

export const memberUnit = z.enum(['first', 'second', 'standalone']);

const brief = {
  code: z.enum(GEO_FINDING_CODES),
  unit: memberUnit.exactOptional(),
  names: z.array(z.string()).meta({ description: 'The addresses, regions or ids that it names' }),
  words: z.string(),
};

const remedy = z.string().meta({ description: 'What to do about it' });

const memberId = z.string().exactOptional();

export const geoFinding = z.strictObject({ ...brief, memberId, remedy }).meta({ id: 'GeoFinding' });
true satisfies SameType<GeoFinding, z.infer<typeof geoFinding>>;

/** As a region's report keeps it: the first few, cut short. */
export const briefGeoFinding = z.strictObject(brief).meta({ id: 'BriefGeoFinding' });
true satisfies SameType<BriefFinding, z.infer<typeof briefGeoFinding>>;

/** Whole where the member was looked at, else as reported. */
export const anyGeoFinding = z
  .strictObject({ ...brief, memberId, remedy: remedy.exactOptional() })
  .meta({ id: 'AnyGeoFinding' });
