import * as z from 'zod';
import { instant, unit } from '#contracts/api/replies.ts';
import type { SameType } from '#contracts/same-type.ts';
import { type FirmwarePlan, REFUSAL_CODES, type Refusal } from '#domain/firmware/firmware-plan.ts';

/* A plan for a pair's firmware, and what stands in the way of one. */

const firmwarePlan = z
  .strictObject({
    kind: z
      .enum(['upgrade', 'downgrade', 'repair'])
      .meta({ description: 'repair: the units run different versions now' }),
    from: z.strictObject({ first: z.string(), second: z.string() }),
    to: z.string(),
    roleChanges: z.literal([0, 1, 2]).meta({ description: 'How often the active role moves meanwhile' }),
    steps: z
      .array(z.strictObject({ unit: unit.exactOptional(), words: z.string() }))
      .meta({ description: 'For a person to carry out in this order' }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'FirmwarePlan' });
true satisfies SameType<FirmwarePlan, z.infer<typeof firmwarePlan>>;

export const firmwarePlanReply = z
  .strictObject({
    pairId: z.string(),
    region: z.string(),
    at: instant.meta({ description: 'When the pair was looked at: the plan is for the pair as it was then' }),
    plan: firmwarePlan,
  })
  .meta({ id: 'FirmwarePlanReply' });

export const firmwareRefusal = z
  .strictObject({
    code: z.enum(REFUSAL_CODES),
    words: z.string().meta({ description: 'What was seen' }),
    remedy: z.string().meta({ description: 'What to do about it' }),
  })
  .meta({ id: 'FirmwareRefusal' });
true satisfies SameType<Refusal, z.infer<typeof firmwareRefusal>>;
