import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import type { DeepReadonly, SameType } from '#contracts/same-type.ts';
import type { ApplianceRef } from '#control/ports.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { CheckRecord, JobRecord } from '#loadmaster/jobs/job-records.ts';

/*
 * What the function for jobs is asked for, and what it writes down. A request names units and keys of the firmware
 * bucket, never addresses, secrets or other buckets.
 */

/** No `#`: that separates the parts of the table's keys. */
const pairId = z.string().check(z.regex(/^[^#]{1,128}$/));

const applianceRef = z.strictObject({ pairId, unit: z.enum(['first', 'second', 'standalone']) });
true satisfies SameType<ApplianceRef, z.infer<typeof applianceRef>>;

const image = z.strictObject({
  /** Shorter than S3 allows: with the checksum before it, it is a sort key of the table, which ends at 1024 bytes. */
  key: z.string().check(z.regex(/^images\/[\x21-\x7e]{1,900}$/)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
true satisfies SameType<FirmwareImage, z.infer<typeof image>>;

const target = z.string().check(
  z.maxLength(64),
  z.refine((text) => parseVersion(text) !== undefined),
);

/** Far more than a unit takes: that one says so itself. */
const MOST_ADDRESSES = 512;

const address = z.string().check(z.refine((text) => isIP(text) !== 0));

/** An empty text unsets a list. A unit always has itself in the access list; the only member of a cluster has no partners. */
const geoLists = z.strictObject({
  access: z.exactOptional(z.array(address).check(z.minLength(1), z.maxLength(MOST_ADDRESSES))),
  partners: z.exactOptional(z.array(address).check(z.maxLength(MOST_ADDRESSES))),
});

const job = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('backup') }),
  z.strictObject({ kind: z.literal('install'), image, target }),
  z.strictObject({ kind: z.literal('restore-previous'), target }),
  z.strictObject({ kind: z.literal('set-partner-secret') }),
  z.strictObject({ kind: z.literal('set-geo-lists'), lists: geoLists }),
]);
true satisfies SameType<UnitJob, z.infer<typeof job>>;

const jobId = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/));

export const jobRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unit-job'), ...applianceRef.shape, jobId, job }),
  z.strictObject({ kind: z.literal('check-image'), image }),
]);

export type JobRequest = DeepReadonly<z.infer<typeof jobRequest>>;

const schemaVersion = z.literal(ITEM_SCHEMA_VERSION);
const state = z.enum(['running', 'done', 'failed']);

const storedJob = z.object({
  job: z.object({
    jobId: z.string(),
    kind: z.enum(['backup', 'install', 'restore-previous', 'set-partner-secret', 'set-geo-lists']),
    state,
    at: z.number(),
    code: z.exactOptional(z.string()),
    failedAt: z.exactOptional(z.enum(['backup', 'access', 'partners'])),
    key: z.exactOptional(z.string()),
  }),
  claim: z.string(),
  before: z.array(z.string()),
});
true satisfies SameType<JobRecord, z.infer<typeof storedJob>>;

/** The last job of a unit. */
export const jobItem = z.object({ schemaVersion, record: storedJob });

const storedCheck = z.object({
  check: z.object({
    state,
    at: z.number(),
    code: z.exactOptional(z.string()),
    bytes: z.exactOptional(z.number()),
  }),
  claim: z.string(),
  verified: z.exactOptional(z.object({ etag: z.string(), bytes: z.number() })),
});
true satisfies SameType<CheckRecord, z.infer<typeof storedCheck>>;

/** The last check of an image. */
export const checkItem = z.object({ schemaVersion, record: storedCheck });
