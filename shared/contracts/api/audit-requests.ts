import * as z from 'zod';
import { id } from '#contracts/estate-file.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';

/* What operators send about audits. Strict. */

/** Together with the name of who asks it fits into the event that it leads to. */
const LONGEST_WHY = 512;

const why = z.string().trim().min(1).max(LONGEST_WHY).meta({ description: 'The reason' });

/** As many as an event has room for. */
const MOST_PAIRS = 1_000;

const rule = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be the id of a rule, such as matcher')
  .max(64)
  .meta({ description: 'Id of a rule: GET /audit/rules lists them' });

export const runAuditBody = z
  .strictObject({
    pairs: z.array(id).min(1).max(MOST_PAIRS).exactOptional().meta({
      description: 'Ids of pairs of the region; all of them where left out',
    }),
    why,
  })
  .meta({ id: 'AuditRequest' });

export const findingsQuery = z.strictObject({
  pair: id.exactOptional(),
  rule: rule.exactOptional(),
  severity: z.enum(SEVERITIES).exactOptional(),
  state: z.enum(['open', 'waived', 'not-assessed']).exactOptional().meta({
    description: 'Only these; all of them where left out',
  }),
});

export const reportQuery = z.strictObject({
  format: z.enum(['json', 'csv', 'html']).default('json').meta({ description: 'Of the file' }),
});

export const waiverBody = z
  .strictObject({
    rule,
    pair: id.exactOptional().meta({ description: 'Only of this pair; of every pair where left out' }),
    subject: z.string().min(1).max(256).exactOptional().meta({
      description: 'Only about this, as findings name it: a unit, a target group, a load balancer',
    }),
    owner: z.string().trim().min(1).max(256).meta({ description: 'Who answers for the risk' }),
    why,
    until: z.iso.datetime({ offset: true }).meta({ description: 'When it expires, within a year' }),
  })
  .meta({ id: 'WaiverRequest' });

export const removeWaiverBody = z.strictObject({ why }).meta({ id: 'WaiverRemoval' });
