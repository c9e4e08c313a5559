import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { ApiFault, AwsService } from '#rehearsal/cloud/api/types.ts';

interface RateLimit {
  readonly service: AwsService;
  readonly operations: RegExp;
  readonly burst: number;
  readonly refillPerSecond: number;
}

/**
 * The first that matches counts. A bucket is shared by all the operations of its line, which is how Elastic Load
 * Balancing counts its reads; where AWS documents a bucket per action this is the stricter reading.
 * @see Elastic Load Balancing API Reference, Throttling
 * @see Amazon EC2 Developer Guide, Request throttling: bucket sizes and refill rates
 * @see AWS Security Hub Partner Integration Guide, Guidelines for using the BatchImportFindings API
 * The figures for RegisterTargets and DeregisterTargets are those the AWS Load Balancer Controller keeps to.
 */
const RATE_LIMITS: readonly RateLimit[] = [
  { service: 'elasticloadbalancing', operations: /^Describe/, burst: 40, refillPerSecond: 10 },
  {
    service: 'elasticloadbalancing',
    operations: /^(Register|Deregister)Targets$/,
    burst: 20,
    refillPerSecond: 4,
  },
  { service: 'ec2', operations: /^Describe/, burst: 100, refillPerSecond: 20 },
  { service: 'ec2', operations: /./, burst: 50, refillPerSecond: 5 },
  { service: 'securityhub', operations: /^BatchImportFindings$/, burst: 30, refillPerSecond: 10 },
];

/** What a service answers to a call too many; services without a published limit are not listed. */
const REFUSALS: Readonly<Partial<Record<AwsService, ApiFault>>> = {
  elasticloadbalancing: {
    kind: 'error',
    code: 'ThrottlingException',
    httpStatus: 400,
    message: 'Rate exceeded',
  },
  ec2: { kind: 'error', code: 'RequestLimitExceeded', httpStatus: 503, message: 'Request limit exceeded.' },
  securityhub: { kind: 'error', code: 'LimitExceededException', httpStatus: 429, message: 'Rate exceeded' },
};

/** The token buckets of one account in one region. */
export class RateLimits {
  readonly #buckets = new Map<RateLimit, Bucket>();
  #share = 1;

  /** Buckets are full again, of this share of their size, and fill at this share of their rate. */
  setShare(share: number): void {
    this.#share = share;
    this.#buckets.clear();
  }

  /** Takes a token, or answers what AWS does when there is none. */
  take(service: AwsService, operation: string, now: EpochMs): ApiFault | undefined {
    const limit = RATE_LIMITS.find((each) => each.service === service && each.operations.test(operation));
    if (limit === undefined) return undefined;
    const burst = Math.max(1, limit.burst * this.#share);
    const bucket = this.#buckets.get(limit) ?? { tokens: burst, filledAt: now };
    this.#buckets.set(limit, bucket);
    const refilled = now === bucket.filledAt ? 0 : refill(limit, this.#share, now - bucket.filledAt);
    bucket.tokens = Math.min(burst, bucket.tokens + refilled);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return REFUSALS[service];
    bucket.tokens -= 1;
    return undefined;
  }
}

interface Bucket {
  tokens: number;
  filledAt: EpochMs;
}

const refill = (limit: RateLimit, share: number, elapsedMs: number): number =>
  (limit.refillPerSecond * share * elapsedMs) / SECOND_MS;
