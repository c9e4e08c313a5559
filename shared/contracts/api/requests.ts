import * as z from 'zod';
import { appliance } from '#contracts/estate-file.ts';
import { MINUTE_MS } from '#domain/time.ts';

/* What operators send. Strict: a misspelt member is an error, and not a dry run that acts. */

/** The bounds are those of the own bus's events, which carry both. */
const name = z.string().min(1).max(256);
const why = z.string().trim().min(1).max(1_024).meta({ description: 'The reason, for the journal' });

export const noQuery = z.strictObject({});

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`)
    .meta({ override: { type: 'integer', minimum: min, maximum: max } });

const JOURNAL_PAGE = 50;
const LONGEST_JOURNAL_PAGE = 200;

export const journalQuery = z.strictObject({
  limit: wholeNumber(1, LONGEST_JOURNAL_PAGE).default(JOURNAL_PAGE),
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .exactOptional()
    .meta({ description: 'Entries older than this version: nextBefore of the page before' }),
});

export const estateQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: 'Only say what would change' }),
});

const dryRun = z.boolean().default(false).meta({ description: 'Only say what would be done' });

/** Of every order that a token can force. */
const forcible = {
  why,
  dryRun,
  confirm: name.exactOptional().meta({ description: 'The token of a dry run that was refused' }),
};
const isNotBoth = (asked: { readonly dryRun: boolean; readonly confirm?: string }): boolean =>
  !asked.dryRun || asked.confirm === undefined;
const BOTH = { path: ['confirm'], message: 'a dry run takes no token: it gives one' };

export const drainBody = z
  .strictObject({
    release: z
      .enum(['none', 'terminate', 'stop', 'reboot'])
      .meta({ description: 'What happens to the unit once it is out of service; none leaves it running' }),
    ...forcible,
  })
  .refine(isNotBoth, BOTH)
  .meta({ id: 'DrainRequest' });

export const switchoverBody = z
  .strictObject({
    to: z.enum(['first', 'second']).meta({ description: 'The unit that is to be active' }),
    ...forcible,
  })
  .refine(isNotBoth, BOTH)
  .meta({ id: 'SwitchoverRequest' });

export const returnBody = z.strictObject(forcible).refine(isNotBoth, BOTH).meta({ id: 'ReturnRequest' });

export const approvalBody = z.strictObject({ why, dryRun }).meta({ id: 'ApprovalRequest' });

export const cancelBody = z
  .strictObject({
    intentId: name.exactOptional().meta({ description: 'Which drain; every drain of the unit when absent' }),
    why,
  })
  .meta({ id: 'DrainCancellation' });

export const commandBody = z
  .strictObject({ command: z.enum(['resume', 'abort']), why })
  .meta({ id: 'OperationCommand' });

const HOLD_UNIT_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const;

const holdLength = z
  .string()
  .regex(/^\d{1,5}[mhd]$/, 'must be a whole number with its unit, for example 30m, 2h or 14d')
  .transform((text) => Number(text.slice(0, -1)) * HOLD_UNIT_MS[text.slice(-1) as keyof typeof HOLD_UNIT_MS]);

const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 time with its zone, for example 2026-05-01T12:00:00Z',
  })
  .transform((text) => Date.parse(text));

export const holdBody = z
  .strictObject({
    why,
    for: holdLength.exactOptional().meta({ description: 'How long: 30m, 2h, 14d; at most 30 days' }),
    until: instant.exactOptional().meta({ description: 'Until when; instead of `for`' }),
  })
  .refine((hold) => (hold.for === undefined) !== (hold.until === undefined), {
    message: 'exactly one of "for" and "until" is required: a hold ends by itself',
  })
  .meta({ id: 'HoldRequest' });

/** More than any version has; what is one, the plan says. */
const LONGEST_VERSION = 64;

export const firmwareTarget = z.string().trim().min(1).max(LONGEST_VERSION).meta({
  description: 'What both units are to run: four numbers, with the build or without',
  example: '7.2.61.1',
});

export const firmwarePlanBody = z
  .strictObject({ target: firmwareTarget })
  .meta({ id: 'FirmwarePlanRequest' });

export const whyBody = z.strictObject({ why }).meta({ id: 'Why' });

const management = appliance.management.meta({
  description: 'https:// and a private address, with a port if it is not 443',
  example: 'https://10.20.1.10:8443',
});

export const certificateBody = z.strictObject({ management }).meta({ id: 'CertificateRequest' });

export const enrolmentBody = z
  .strictObject({
    management,
    certificateSha256: appliance.certificateSha256.meta({
      description: 'As read before, and found to be the unit’s',
    }),
    credentials: appliance.credentials
      .refine(
        (secret) => secret.startsWith('understudy/'),
        'must begin with understudy/: the gateway may read no other',
      )
      .meta({ description: 'Name of the Secrets Manager secret' }),
    instanceId: appliance.instanceId
      .exactOptional()
      .meta({ description: 'For the fragment of the estate file' }),
  })
  .meta({ id: 'EnrolmentRequest' });

/** The most visible ASCII that one header line of a careful client holds; it becomes the intent's id. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/);
