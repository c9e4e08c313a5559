import { SPOT_NOTICE_MS } from '#domain/drain/intent.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/** How long things take in the region. Settings that AWS lets users choose (intervals, delays) are not here. */
export interface CloudTiming {
  /** `pending` to `running`. */
  readonly pendingMs: DurationMs;
  /** From `stopping` or `shutting-down` until the machine has lost its power. */
  readonly guestShutdownMs: DurationMs;
  /** `stopping` to `stopped`. */
  readonly stoppingMs: DurationMs;
  /** `shutting-down` to `terminated`. */
  readonly shuttingDownMs: DurationMs;
  /** From a machine's power to the first answer of its status checks. */
  readonly statusChecksMs: DurationMs;
  /** How long a terminated instance can be described; then it is `InvalidInstanceID.NotFound`. */
  readonly terminatedVisibleMs: DurationMs;
  /** From the interruption warning to the end of a spot instance, or of one in a Capacity Reservation. */
  readonly spotNoticeMs: DurationMs;
  /** `Elb.RegistrationInProgress`: from registration until the first health check can be sent. */
  readonly registrationMs: DurationMs;
  /** From a change of a target's health to new connections following it. */
  readonly healthToRoutingMs: DurationMs;
  /** From a bare DeregisterTargets to the last new connection. */
  readonly deregistrationToRoutingMs: DurationMs;
  /** From the end of an instance to Elastic Load Balancing taking it out of its target groups. */
  readonly terminatedTargetMs: DurationMs;
}

/**
 * Measured by users: `healthToRoutingMs` (30 to 40 s) and `deregistrationToRoutingMs` (about 120 s, whatever the
 * deregistration delay) in https://github.com/aws/containers-roadmap/issues/470 and
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366; `registrationMs` is what the checks
 * themselves leave of the three minutes until healthy in
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834.
 * Documented: the spot notice, and that a terminated instance stays visible for about an hour (Amazon EC2 User Guide,
 * Instance termination). The rest is chosen: AWS promises nothing.
 */
export const DEFAULT_TIMING: CloudTiming = {
  pendingMs: 15 * SECOND_MS,
  guestShutdownMs: 2 * SECOND_MS,
  stoppingMs: 20 * SECOND_MS,
  shuttingDownMs: 20 * SECOND_MS,
  statusChecksMs: 2 * MINUTE_MS,
  terminatedVisibleMs: 60 * MINUTE_MS,
  spotNoticeMs: SPOT_NOTICE_MS,
  registrationMs: 90 * SECOND_MS,
  healthToRoutingMs: 35 * SECOND_MS,
  deregistrationToRoutingMs: 120 * SECOND_MS,
  terminatedTargetMs: 5 * MINUTE_MS,
};
