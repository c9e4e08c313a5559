import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';

const ATTEMPTS = 3;
/** Spreads the repeats of several callers. */
const JITTER_MS: DurationMs = SECOND_MS;

/** Nobody listens there. Asking again within seconds gives the same answer; the next look asks again anyway. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

export interface RetryTime {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** No repeat is begun after this. */
  readonly deadlineAt: EpochMs;
}

/**
 * Repeats a read whose connection was lost. That may be the unit's rate limiter, so a repeat waits for its window to
 * pass. Everything else is an answer, or would cost a look more time than asking again in the next one: a refusal, a
 * changed certificate, a timeout are never repeated.
 */
export const retryRead = async <T>(time: RetryTime, read: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const waitMs = UNIT_WINDOW_MS + Math.floor(time.random() * JITTER_MS);
      const isTooLate = time.clock.now() + waitMs >= time.deadlineAt;
      if (!isLostConnection(error) || attempt === ATTEMPTS || isTooLate) throw error;
      await time.clock.sleep(waitMs);
    }
  }
};

const isLostConnection = (error: unknown): boolean => {
  if (!(error instanceof LoadMasterError) || error.code !== 'unreachable') return false;
  const { cause } = error;
  const systemCode = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return !NOBODY_THERE.has(systemCode);
};
