import { type Credential, credentialOf } from '#rehearsal/aws-wire/credential.ts';
import { errorAnswer, type S3Answer } from '#rehearsal/aws-wire/s3/answer.ts';
import type { Bucket } from '#rehearsal/aws-wire/s3/bucket.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import { queryOf, resourceOf, type S3Request } from '#rehearsal/aws-wire/s3/request.ts';
import { operationOf } from '#rehearsal/aws-wire/s3/route.ts';
import { suffer } from '#rehearsal/aws-wire/suffer.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What answers S3's requests in one region. */
export interface S3Region {
  readonly cloud: Pick<CloudRegion, 'region' | 'calls' | 'faults'>;
  readonly scheduler: Scheduler;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Where payloads are put. */
  readonly directory: string;
  /** Told of an error in the simulator itself; the caller gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

/** An answer, or `undefined` for a connection that is to be closed without one. */
export type S3Served =
  | {
      readonly answer: S3Answer /** Of the body: then the connection is closed. */;
      readonly cutAfterBytes: number;
    }
  | undefined;

const SIGNING_NAME = 's3';
const NO_BODY = Buffer.alloc(0);

const malformed = (what: string): CloudError =>
  refusal('AuthorizationHeaderMalformed', `The authorization header is malformed; ${what}`);

const checkCredential = (credential: Credential, region: string): void => {
  if (credential.kind === 'unsigned') throw refusal('AccessDenied');
  if (credential.kind === 'unscoped') throw refusal('InvalidRequest');
  if (credential.kind === 'incomplete') throw refusal('AuthorizationHeaderMalformed');
  if (credential.service !== SIGNING_NAME)
    throw malformed(`incorrect service "${credential.service}". This endpoint belongs to "${SIGNING_NAME}".`);
  if (credential.region !== region)
    throw malformed(`the region '${credential.region}' is wrong; expecting '${region}'`);
};

const bucketOf = (buckets: ReadonlyMap<string, Bucket>, name: string): Bucket => {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw refusal('NoSuchBucket');
  return bucket;
};

const perform = async (request: S3Request, region: S3Region): Promise<S3Served> => {
  const { method, target, headers, body } = request;
  const { cloud, scheduler, buckets, directory } = region;
  const query = queryOf(target);
  checkCredential(credentialOf({ method, query, headers, body: NO_BODY }), cloud.region);
  const resource = resourceOf(target);
  const operation = operationOf(request, resource);
  cloud.calls.count(SIGNING_NAME, operation.name);
  const fault = cloud.faults.next(SIGNING_NAME, operation.name);
  if (fault?.kind === 'drop-request') return undefined;
  await suffer(fault, scheduler);
  const answer = await operation.handle({
    headers,
    body,
    query,
    directory,
    key: resource.key,
    bucket: bucketOf(buckets, resource.bucket),
    now: () => scheduler.now(),
  });
  if (fault?.kind === 'drop-reply') return undefined;
  return {
    answer,
    cutAfterBytes: fault?.kind === 'cut-body' ? fault.afterBytes : Number.POSITIVE_INFINITY,
  };
};

/** Serves one request to its end. Never rejects: what goes wrong becomes the answer. */
export const serveS3 = async (request: S3Request, region: S3Region): Promise<S3Served> => {
  const { target, requestId, hasLeft } = request;
  const refuse = (error: CloudError): S3Served => ({
    answer: errorAnswer(error, { path: target.split('?', 1)[0] ?? '', requestId }),
    cutAfterBytes: Number.POSITIVE_INFINITY,
  });
  try {
    return await perform(request, region);
  } catch (error) {
    if (error instanceof CloudError) return refuse(error);
    // In the middle of sending: there is nobody to tell, and nothing wrong here.
    if (hasLeft()) return undefined;
    region.onDefect(error);
    return refuse(refusal('InternalError'));
  }
};
