import * as z from 'zod';
import type { SameType } from '#contracts/same-type.ts';
import type { Explanation } from '#domain/explain/explain.ts';

const lines = z.array(z.string());

/** A pair in sentences; `explain.ts` says what each part is. */
export const explanation = z
  .strictObject({
    situation: z.string(),
    seen: lines,
    operation: z.string(),
    because: z.string(),
    next: lines,
    blockedBy: lines,
    waiting: lines,
    failback: z.string(),
    firmware: lines,
    geo: lines,
    youCan: lines,
  })
  .meta({ id: 'Explanation' });
true satisfies SameType<Explanation, z.infer<typeof explanation>>;
