import * as z from 'zod';
import { explanation } from '#contracts/api/explanation.ts';

/* What the API answers. Instants are ISO 8601 in UTC, to the millisecond. */

const lines = z.array(z.string());
const ids = z.array(z.string());
export const instant = z.iso.datetime({ precision: 3 });
export const unit = z.enum(['first', 'second']);
export const healthReply = z
  .strictObject({ status: z.literal('ok'), region: z.string(), time: instant })
  .meta({ id: 'Health' });

export const estateAppliedReply = z
  .strictObject({
    region: z.string(),
    dryRun: z.boolean(),
    created: ids,
    changed: ids,
    removed: ids,
    unchanged: ids,
    elsewhere: ids.meta({ description: 'Declared for other regions: apply the same file through their API' }),
    geo: z
      .strictObject({ lists: z.int(), units: z.int(), members: ids })
      .meta({ description: 'How many GEO lists of how many units change, in all regions, and whose' }),
  })
  .meta({ id: 'EstateApplied' });

export const holdReply = z
  .strictObject({ by: z.string(), why: z.string(), placedAt: instant, until: instant })
  .meta({ id: 'Hold' });
export type HoldReply = z.infer<typeof holdReply>;

export const freezeReply = z
  .strictObject({
    region: z.string(),
    frozen: z.boolean(),
    at: instant.exactOptional(),
    why: z.string().exactOptional(),
  })
  .meta({ id: 'Freeze' });
export type FreezeReply = z.infer<typeof freezeReply>;

export const explanationReply = z
  .strictObject({ pairId: z.string(), region: z.string(), at: instant, explanation })
  .meta({ id: 'ExplanationReply' });

export const drainReply = z
  .strictObject({
    pairId: z.string(),
    unit,
    intentId: z.string(),
    dryRun: z.boolean(),
    reason: z.string(),
    plan: lines,
    explanation,
  })
  .meta({ id: 'DrainReply' });

export const cancelledReply = z
  .strictObject({ pairId: z.string(), unit, cancelled: ids.meta({ description: 'Intent ids' }) })
  .meta({ id: 'CancelledReply' });

export const commandReply = z
  .strictObject({ pairId: z.string(), command: z.enum(['resume', 'abort']), plan: lines })
  .meta({ id: 'CommandReply' });

const endpoint = { management: z.string(), certificateSha256: z.string() };

export const certificateReply = z
  .strictObject({
    ...endpoint,
    subject: z.string(),
    issuer: z.string(),
    validFrom: instant,
    validTo: instant,
    keyType: z.string().meta({ description: 'For example rsa 2048' }),
  })
  .meta({ id: 'UnitCertificate' });
export type CertificateReply = z.infer<typeof certificateReply>;

export const enrolmentReply = z
  .strictObject({
    ...endpoint,
    firmware: z.string(),
    serialNumber: z.string(),
    hostName: z.string(),
    api: z
      .enum(['v1', 'v2'])
      .meta({ description: 'v1: the unit refuses v2, which everything else here speaks' }),
    haStatus: z.enum(['active', 'standby', 'passive', 'not-configured', 'unknown']),
    platform: z.enum(['aws', 'other']).meta({ description: 'other: it has no HA for AWS' }),
    designation: z.enum(['first', 'second', 'none', 'unknown']),
    partner: z.string().exactOptional(),
    healthPort: z.int().exactOptional(),
    prefersFirst: z.boolean().exactOptional(),
    estate: z.string().meta({ description: 'The unit for the estate file, in YAML' }),
  })
  .meta({ id: 'EnrolledUnit' });

export const liftedReply = z
  .strictObject({ pairId: z.string(), held: z.literal(false) })
  .meta({ id: 'HoldLifted' });
