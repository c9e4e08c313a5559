import type { DrainIntent } from '#domain/drain/intent.ts';
import type { HealthCheck } from '#domain/estate/estate.ts';
import { graceMs } from '#domain/pair/situation.ts';
import { type DurationMs, type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/** A hook is completed this long before its deadline, whatever the partner does: Auto Scaling would not wait. */
export const LAST_MOMENT_MS: DurationMs = 10 * SECOND_MS;

/** After the deadline we keep trying to deregister for so long, then the drain ends. */
export const AFTER_DEADLINE_MS: DurationMs = 10 * MINUTE_MS;

/** EC2 shows an instance as leaving soon after the event that says so; one that runs after this long was started again. */
export const LEAVING_SEEN_WITHIN_MS: DurationMs = MINUTE_MS;

/** Deregistration delay goes up to 3600 s (Elastic Load Balancing API, target group attributes); beyond it something is wrong. */
export const UNUSED_TIMEOUT_MS: DurationMs = 3_600 * SECOND_MS + 10 * MINUTE_MS;

/** A released instance should have begun to go within this time. */
export const RELEASE_TIMEOUT_MS: DurationMs = 10 * MINUTE_MS;

/** Registering is slow: users measured about three minutes until a target is healthy. */
export const RETURN_TIMEOUT_MS: DurationMs = 15 * MINUTE_MS;

/** The shortest heartbeat timeout Auto Scaling allows is 30 s (CreateLifecycleHook); half of it keeps any hook open. */
export const HEARTBEAT_EVERY_MS: DurationMs = 15 * SECOND_MS;

/** After this long without the partner being healthy the handover has failed. */
export const handoverTimeoutMs = (check: HealthCheck): DurationMs => 2 * graceMs(check);

/** The unit will be gone whatever we do: nobody can be asked to wait. */
export const isAboutToDie = (intent: DrainIntent): boolean =>
  intent.source === 'spot' ||
  intent.source === 'capacity-reservation' ||
  intent.source === 'instance-leaving';

/** The hook can hardly be kept open any longer. */
export const isLastMoment = (intent: DrainIntent, now: EpochMs): boolean =>
  intent.deadlineAt !== undefined && now >= intent.deadlineAt - LAST_MOMENT_MS;

export const isPastDeadline = (intent: DrainIntent, now: EpochMs): boolean =>
  intent.deadlineAt !== undefined && now >= intent.deadlineAt;
