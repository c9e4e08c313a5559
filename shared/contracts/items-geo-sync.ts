import * as z from 'zod/mini';
import { storedAskedJob } from '#contracts/items-firmware.ts';
import { storedSwitch, unit } from '#contracts/items-switch.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { GeoMemory, GeoOperation, GeoOrder, GeoResult } from '#domain/geo/operation.ts';
import { HALT_REASONS } from '#domain/pair/halt.ts';

/* What is remembered of a pair about GEO, as stored. Every schema is held equal to the hand-written domain type. */

const strings = z.array(z.string());

const order = z.object({
  id: z.string(),
  cluster: z.string(),
  master: unit,
  access: strings,
  partners: strings,
  notAfter: z.number(),
  requestedAt: z.number(),
  why: z.string(),
});
true satisfies SameType<GeoOrder, z.infer<typeof order>>;

const change = z.object({
  preferredFirst: z.boolean(),
  job: z.exactOptional(storedAskedJob),
  backup: z.exactOptional(z.string()),
  setAt: z.exactOptional(z.number()),
  timesSet: z.number(),
});

export const storedGeoSync = z.object({
  kind: z.literal('syncing-geo'),
  order,
  phase: z.enum(['setting', 'handing-over', 'settling']),
  startedAt: z.number(),
  phaseSince: z.number(),
  unit: z.exactOptional(unit),
  units: z.object({ first: change, second: change }),
  handover: z.exactOptional(storedSwitch),
  servedBy: unit,
  roleChanges: z.number(),
  failovers: z.number(),
  trouble: z.exactOptional(z.string()),
  failed: z.exactOptional(z.enum([...HALT_REASONS, 'window-closed'])),
});
true satisfies SameType<GeoOperation, z.infer<typeof storedGeoSync>>;

export const storedGeoResult = z.object({
  orderId: z.string(),
  cluster: z.string(),
  end: z.enum(['done', 'refused', 'given-up', 'aborted', 'interrupted']),
  because: strings,
  startedAt: z.number(),
  endedAt: z.number(),
  roleChanges: z.number(),
  failovers: z.number(),
  set: z.array(unit),
  backups: z.object({ first: z.exactOptional(z.string()), second: z.exactOptional(z.string()) }),
});
true satisfies SameType<GeoResult, z.infer<typeof storedGeoResult>>;

export const storedGeoMemory = z.object({ last: z.exactOptional(storedGeoResult) });
true satisfies SameType<GeoMemory, z.infer<typeof storedGeoMemory>>;
