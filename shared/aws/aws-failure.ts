import { isThrottlingError } from '@smithy/core/retry';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** Why an AWS call did not do what was asked, after the SDK's own retries. */
export type AwsFailureCode =
  /** Refused for rate. */
  | 'throttled'
  /** The function's role does not allow it, or a tag condition does not hold. */
  | 'access-denied'
  /** ELBv2: the instance cannot be a target of this group (not running, another VPC). */
  | 'invalid-target'
  | 'target-group-not-found'
  /** EC2: not possible in the state the instance is in. */
  | 'incorrect-instance-state'
  /** EC2: protected against being stopped, or not to be terminated. */
  | 'operation-not-permitted'
  /** AWS answered a change, and its answer shows another value than the one that was sent. */
  | 'not-taken'
  /** Anything else, an answer that never came included. */
  | 'aws-error';

/** Service error codes as AWS publishes them. @see Common Error Types; EC2 API, Error codes; ELBv2 API, DeregisterTargets */
const CODE_OF: Readonly<Record<string, AwsFailureCode>> = {
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  UnauthorizedOperation: 'access-denied',
  InvalidTarget: 'invalid-target',
  InvalidTargetException: 'invalid-target',
  TargetGroupNotFound: 'target-group-not-found',
  TargetGroupNotFoundException: 'target-group-not-found',
  IncorrectInstanceState: 'incorrect-instance-state',
  OperationNotPermitted: 'operation-not-permitted',
};

/**
 * The failure behind what an SDK client threw. Rethrows what is a bug of ours and not an answer of AWS's:
 * a TypeError, a ReferenceError or a RangeError.
 */
export const awsFailureCode = (error: unknown): AwsFailureCode => {
  if (!(error instanceof Error)) throw error;
  if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError)
    throw error;
  // The SDK's own type for an error asks for optional properties that `Error` declares otherwise; it reads the same ones.
  if (isThrottlingError(error as Parameters<typeof isThrottlingError>[0])) return 'throttled';
  return CODE_OF[error.name] ?? 'aws-error';
};

/** An action that failed. */
export const failedAction = (error: unknown): ActionOutcome => ({
  kind: 'failed',
  code: awsFailureCode(error),
});

/** A reading that did not come. */
export const unreadBecause = (error: unknown): Reading<never> => {
  const code = awsFailureCode(error);
  if (code === 'throttled' || code === 'target-group-not-found') return { kind: 'unread', code };
  return { kind: 'unread', code: 'aws-error' };
};
