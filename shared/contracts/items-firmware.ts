import * as z from 'zod/mini';
import { storedSwitch, unit } from '#contracts/items-switch.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareMemory, FirmwareOperation, FirmwareResult } from '#domain/firmware/operation.ts';
import type { AskedJob } from '#domain/job/drive-job.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { HALT_REASONS } from '#domain/pair/halt.ts';

/* The firmware of a pair, as stored. Every schema is held equal to the hand-written domain type. */

const strings = z.array(z.string());

export const storedImage = z.object({ key: z.string(), sha256: z.string() });

export const storedOrder = z.object({
  id: z.string(),
  rolloutId: z.string(),
  target: z.string(),
  image: z.exactOptional(storedImage),
  notAfter: z.exactOptional(z.number()),
  requestedAt: z.number(),
  why: z.string(),
});
true satisfies SameType<FirmwareOrder, z.infer<typeof storedOrder>>;

export const storedJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backup') }),
  z.object({ kind: z.literal('install'), image: storedImage, target: z.string() }),
  z.object({ kind: z.literal('restore-previous'), target: z.string() }),
  z.object({ kind: z.literal('set-partner-secret') }),
  z.object({
    kind: z.literal('set-geo-lists'),
    lists: z.object({ access: z.exactOptional(strings), partners: z.exactOptional(strings) }),
  }),
]);
true satisfies SameType<UnitJob, z.infer<typeof storedJob>>;

export const storedAskedJob = z.object({
  id: z.string(),
  job: storedJob,
  askedAt: z.number(),
  repeatedAt: z.exactOptional(z.number()),
  attempt: z.number(),
});
true satisfies SameType<AskedJob, z.infer<typeof storedAskedJob>>;

const change = z.object({
  from: z.string(),
  preferredFirst: z.boolean(),
  backup: z.exactOptional(z.string()),
  job: z.exactOptional(storedAskedJob),
  installedAt: z.exactOptional(z.number()),
  rebootedAt: z.exactOptional(z.number()),
  bootedBefore: z.exactOptional(z.number()),
  backAt: z.exactOptional(z.number()),
  secretAt: z.exactOptional(z.number()),
});

const incidents = z.array(
  z.object({
    at: z.number(),
    what: z.enum([
      'failover',
      'job-repeated',
      'reboot-repeated',
      'resumed',
      'interrupted-by-drain',
      'mixed-too-long',
    ]),
    unit: z.exactOptional(unit),
  }),
);

export const storedUpgrade = z.object({
  kind: z.literal('upgrading'),
  order: storedOrder,
  phase: z.enum(['backing-up', 'preparing', 'installing', 'rebooting', 'settling']),
  startedAt: z.number(),
  phaseSince: z.number(),
  unit: z.exactOptional(unit),
  units: z.object({ first: change, second: change }),
  servicesUp: z.number(),
  handover: z.exactOptional(storedSwitch),
  servedBy: unit,
  roleChanges: z.number(),
  incidents,
  mixedSince: z.exactOptional(z.number()),
  mixedMs: z.exactOptional(z.number()),
  mixedTold: z.exactOptional(z.literal(true)),
  failed: z.exactOptional(z.enum([...HALT_REASONS, 'window-closed'])),
});
true satisfies SameType<FirmwareOperation, z.infer<typeof storedUpgrade>>;

export const storedResult = z.object({
  orderId: z.string(),
  rolloutId: z.string(),
  target: z.string(),
  end: z.enum(['done', 'refused', 'given-up', 'aborted']),
  because: strings,
  from: z.object({ first: z.string(), second: z.string() }),
  startedAt: z.number(),
  endedAt: z.number(),
  roleChanges: z.number(),
  mixedMs: z.number(),
  backups: z.object({ first: z.exactOptional(z.string()), second: z.exactOptional(z.string()) }),
  incidents,
});
true satisfies SameType<FirmwareResult, z.infer<typeof storedResult>>;

const staged = z.object({
  version: z.string(),
  at: z.number(),
  bootedBefore: z.exactOptional(z.number()),
});

export const storedFirmwareMemory = z.object({
  last: z.exactOptional(storedResult),
  interrupted: z.exactOptional(storedUpgrade),
  mixedSince: z.exactOptional(z.number()),
  staged: z.exactOptional(z.object({ first: z.exactOptional(staged), second: z.exactOptional(staged) })),
});
true satisfies SameType<FirmwareMemory, z.infer<typeof storedFirmwareMemory>>;
