import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { Judged } from '#domain/audit/judge.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { EpochMs } from '#domain/time.ts';

/** Something that has an end, and is to be renewed before policy's last days. */
export const judgeExpiry = (what: string, endsAt: EpochMs, { at, pair }: PairSnapshot): Judged => {
  const { expiresWithinMs } = auditPolicyOf(pair);
  const leftMs = endsAt - at;
  if (leftMs > expiresWithinMs) return undefined;
  return {
    seen:
      leftMs > 0
        ? `${what} expires in ${durationWords(leftMs)}`
        : `${what} expired ${durationWords(-leftMs)} ago`,
    expected: `more than ${durationWords(expiresWithinMs)} left`,
  };
};
