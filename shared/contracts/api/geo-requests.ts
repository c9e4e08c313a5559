import * as z from 'zod';
import { id } from '#contracts/estate-file.ts';

/* What operators send about GEO. Strict. */

/** Together with the name of who asks it fits into the reason of every event that it leads to. */
const LONGEST_WHY = 512;

const why = z.string().trim().min(1).max(LONGEST_WHY).meta({ description: 'The reason, for the journal' });

const dryRun = z.boolean().default(false).meta({ description: 'Only say what would be done' });

const cluster = id.meta({ description: 'Name of a GEO cluster' });

/** More than any list of a unit takes. */
const MOST_MEMBERS = 200;

export const geoQuery = z.strictObject({
  cluster: cluster.exactOptional().meta({ description: 'Only this GEO cluster' }),
});

export const geoSyncBody = z
  .strictObject({
    cluster: cluster.exactOptional().meta({ description: 'All members of this GEO cluster' }),
    members: z.array(id).min(1).max(MOST_MEMBERS).exactOptional().meta({
      description: 'Ids of pairs and standalones, also of other regions',
    }),
    why,
    dryRun,
  })
  .refine((asked) => (asked.cluster === undefined) !== (asked.members === undefined), {
    message: 'exactly one of "cluster" and "members" is required',
  })
  .meta({ id: 'GeoSyncRequest' });

export const takeBackBody = z
  .strictObject({
    why,
    dryRun,
    confirm: z.string().min(1).max(256).exactOptional().meta({ description: 'The token of a dry run' }),
  })
  .refine((asked) => !asked.dryRun || asked.confirm === undefined, {
    path: ['confirm'],
    message: 'a dry run takes no token: it gives one',
  })
  .meta({ id: 'TurnTakeBack' });
