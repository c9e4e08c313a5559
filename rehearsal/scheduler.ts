import type { DurationMs, EpochMs } from '#domain/time.ts';

/**
 * The time in which a simulator lives. The simulators are state machines that only ever ask this for the time and
 * for a call later, so the same model runs in virtual time (property tests) and in real or faster time (rehearsal).
 */
export interface Scheduler {
  now(): EpochMs;
  /** Runs `task` once after `delayMs` of simulated time; the returned function cancels it, and is harmless afterwards. */
  after(delayMs: DurationMs, task: () => void): () => void;
}
