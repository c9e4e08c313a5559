import * as z from 'zod';
import { explanation } from '#contracts/api/explanation.ts';
import { instant, unit } from '#contracts/api/replies.ts';

/* What the API answers about switching over and failing back. */

const approval = z.strictObject({ by: z.string(), why: z.string(), at: instant }).meta({ id: 'Approval' });

const window = z
  .strictObject({
    state: z.enum(['always', 'open', 'closed']).meta({ description: 'always: none is declared' }),
    opensAt: instant.exactOptional(),
    closesAt: instant.exactOptional(),
    words: z.string(),
  })
  .meta({ id: 'FailbackWindow' });

export const failbackPart = z
  .strictObject({
    policy: z.enum(['native', 'gated', 'manual']),
    readySince: instant.exactOptional().meta({
      description: 'Since when first has been able to take over; absent while it is not, or is active',
    }),
    holdDownEndsAt: instant.exactOptional(),
    approval: approval.exactOptional(),
    returns: z.array(instant).meta({ description: 'When policy returned the pair; oldest first' }),
    flappingSince: instant.exactOptional().meta({
      description: 'Since when returns have stopped because there were too many',
    }),
    window,
  })
  .meta({ id: 'Failback' });
export type FailbackReply = z.infer<typeof failbackPart>;

export const switchoverReply = z
  .strictObject({
    pairId: z.string(),
    to: unit,
    requestId: z.string().meta({ description: 'Identity of the order: its Idempotency-Key, or one of ours' }),
    dryRun: z.boolean(),
    reason: z.string(),
    plan: z.array(z.string()),
    explanation,
  })
  .meta({ id: 'SwitchoverReply' });

const failback = z.string().meta({ description: 'Where the return stands now, as explain says it' });

export const approvalReply = z
  .strictObject({ pairId: z.string(), dryRun: z.boolean(), approval, failback })
  .meta({ id: 'ApprovalReply' });
export type ApprovalReply = z.infer<typeof approvalReply>;

export const withdrawnReply = z
  .strictObject({ pairId: z.string(), approved: z.literal(false) })
  .meta({ id: 'ApprovalWithdrawn' });

export const flapReply = z
  .strictObject({ pairId: z.string(), flapping: z.literal(false), failback })
  .meta({ id: 'FlappingAcknowledged' });
