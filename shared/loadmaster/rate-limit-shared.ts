import { StoreUnavailableError } from '#control/errors.ts';
import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { RateLimit } from '#loadmaster/rate-limit.ts';
import {
  afterReservation,
  BLOCK_CALLS,
  CALLS_PER_SLOT,
  NO_SHARE,
  nextStep,
  type Reservation,
  type Share,
} from '#loadmaster/rate-limit-slots.ts';
import type { Refusal, UnitCalls } from '#loadmaster/unit-calls.ts';

/** How long a store that did not answer is left alone: every question to it costs a caller its time. */
const LEAVE_ALONE_MS: DurationMs = 30 * SECOND_MS;

export interface SharedRateLimitOptions {
  readonly clock: Clock;
  readonly calls: Pick<UnitCalls, 'reserve'>;
  /** What the unit refused last, as it stands in the store: told with every reservation. */
  readonly onRefusal: (unitKey: string, refusal: Refusal | undefined) => void;
  /** The store does not answer; told once, until it has answered again. */
  readonly onUnreachable: (error: StoreUnavailableError) => void;
}

/**
 * One call rate for all processes that share the store: see `rate-limit-slots.ts` for what it promises. A process
 * reserves three calls at a time and waits for the next slot when the unit's is used up; who got nothing in a slot
 * comes first in the next one. The calls of one process take their turns before they come here (`turns.ts`).
 *
 * While the store does not answer, each process sends a quarter of the rate by itself. Four such processes are within
 * the rate; five are at what the unit tolerates; those that still reach the store come on top.
 */
export const makeSharedRateLimit = (options: SharedRateLimitOptions): RateLimit => {
  const { clock } = options;
  const reserve = makeReserve(options);
  const shares = new Map<string, Share>();
  const shareOf = (unitKey: string): Share => shares.get(unitKey) ?? NO_SHARE;
  return {
    take: async (unitKey, withinMs) => {
      const deadlineAt = clock.now() + withinMs;
      for (;;) {
        const now = clock.now();
        if (now > deadlineAt) return false;
        const step = nextStep(shareOf(unitKey), now);
        if (step.kind === 'send') {
          shares.set(unitKey, step.share);
          return true;
        }
        if (step.kind === 'reserve') {
          const ended = await reserve(unitKey, step.slot);
          shares.set(unitKey, afterReservation(shareOf(unitKey), step.slot, ended));
        } else {
          if (step.until > deadlineAt) return false;
          await clock.sleep(step.until - now);
        }
      }
    },
  };
};

const makeReserve = ({ clock, calls, onRefusal, onUnreachable }: SharedRateLimitOptions) => {
  let askAgainAt: EpochMs = Number.NEGATIVE_INFINITY;
  let isReported = false;
  return async (unitKey: string, slot: number): Promise<Reservation> => {
    if (clock.now() < askAgainAt) return 'unreachable';
    try {
      const { granted, refusal } = await calls.reserve(unitKey, {
        slot,
        calls: BLOCK_CALLS,
        most: CALLS_PER_SLOT,
      });
      isReported = false;
      onRefusal(unitKey, refusal);
      return granted ? 'granted' : 'refused';
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      askAgainAt = clock.now() + LEAVE_ALONE_MS;
      if (!isReported) onUnreachable(error);
      isReported = true;
      return 'unreachable';
    }
  };
};
