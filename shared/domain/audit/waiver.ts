import type { RuleFault } from '#domain/audit/run-rules.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** The longest a risk may be accepted before somebody looks at it again. */
export const MAX_WAIVER_MS: DurationMs = 366 * 24 * 60 * MINUTE_MS;

/** An accepted risk: findings that it covers are listed, and count for nothing until it expires. */
export interface Waiver {
  readonly id: string;
  readonly ruleId: string;
  /** Absent: of every pair of the region. */
  readonly pairId?: string;
  /** Absent: whatever of the pair it is about. */
  readonly subject?: string;
  /** Who answers for the risk, and why it is taken. */
  readonly owner: string;
  readonly why: string;
  /** Who placed it. */
  readonly by: string;
  readonly at: EpochMs;
  readonly expiresAt: EpochMs;
}

/** The waiver that covers a finding at a moment; of several the one that lasts longest. */
export const waiverOf = (
  waivers: readonly Waiver[],
  pairId: string,
  { ruleId, subject }: Pick<RuleFault, 'ruleId' | 'subject'>,
  now: EpochMs,
): Waiver | undefined =>
  waivers
    .filter(
      (waiver) =>
        waiver.ruleId === ruleId &&
        (waiver.pairId ?? pairId) === pairId &&
        (waiver.subject ?? subject) === subject &&
        waiver.at <= now &&
        now < waiver.expiresAt,
    )
    .toSorted((one, other) => other.expiresAt - one.expiresAt)[0];
