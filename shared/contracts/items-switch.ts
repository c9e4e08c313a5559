import * as z from 'zod/mini';
import type { SameType } from '#contracts/same-type.ts';
import { HALT_REASONS } from '#domain/pair/halt.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';

export const unit = z.enum(['first', 'second']);

/** A switchover, as stored: an operation of its own, or the part of another one in which the role moves. */
export const storedSwitch = z.object({
  kind: z.literal('switching'),
  to: unit,
  request: z.object({
    id: z.string(),
    to: unit,
    cause: z.enum(['policy', 'failback-now', 'switchover', 'firmware', 'geo']),
    requestedAt: z.number(),
    why: z.string(),
    confirm: z.exactOptional(z.string()),
  }),
  phase: z.enum(['preparing', 'handing-over', 'stepping-down', 'settling', 'undoing']),
  startedAt: z.number(),
  phaseSince: z.number(),
  healthPortMoved: z.boolean(),
  rebootedAt: z.exactOptional(z.number()),
  rebootedFrom: z.exactOptional(z.number()),
  exposedAt: z.exactOptional(z.number()),
  failed: z.exactOptional(z.enum(HALT_REASONS)),
});
true satisfies SameType<SwitchOperation, z.infer<typeof storedSwitch>>;
