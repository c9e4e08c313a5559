import type { DurationMs } from '#domain/time.ts';

/** By signing name. */
export type AwsService =
  | 'ec2'
  | 'elasticloadbalancing'
  | 'autoscaling'
  | 'events'
  | 'secretsmanager'
  | 's3'
  | 'securityhub';

/** What the wire is to do with a call instead of just serving it. */
export type ApiFault =
  /** Answer with this error and do nothing. */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly httpStatus: number;
      readonly message: string;
    }
  /** Close the connection and do nothing. */
  | { readonly kind: 'drop-request' }
  /** Do what was asked, then close the connection without an answer. */
  | { readonly kind: 'drop-reply' }
  /** Serve it after this time. */
  | { readonly kind: 'delay'; readonly delayMs: DurationMs }
  /** Serve it, but close the connection after so many bytes of the answer's body. Of S3, whose bodies are long. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number };

export interface FaultRule {
  readonly service: AwsService;
  /** Any operation of the service when absent. */
  readonly operation?: string;
  readonly fault: ApiFault;
  /** Used up after so many calls; never when absent. */
  readonly times?: number;
  /** The share of the calls it strikes, 0 to 1; all when absent. */
  readonly share?: number;
}

/** Faults that scenarios and tests put in, and the throttling that AWS does by itself. */
export interface ApiFaults {
  /** Asked once for every call, before it is served. The first rule that matches decides; then the rate limits. */
  next(service: AwsService, operation: string): ApiFault | undefined;
  /** The returned function takes the rule away. */
  inject(rule: FaultRule): () => void;
  /**
   * Leaves this share of AWS's published rate limits: 1 at the start, 0.1 in a throttle storm, Infinity for no limits.
   * Buckets start full.
   */
  setRateShare(share: number): void;
  /** How many calls were refused for their rate so far. */
  throttled(): number;
}

/** How often each operation was called, whatever the answer. */
export interface CallCounters {
  count(service: AwsService, operation: string): void;
  /** By `service.operation`, such as `elasticloadbalancing.DescribeTargetHealth`. */
  read(): Readonly<Record<string, number>>;
  reset(): void;
}
