import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { reportedPairs } from '#rehearsal/scenarios/audit-course.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* When pairs are audited without anybody asking. */

/** When each pair was audited first; a pair that was not is missing. */
export type AuditTimes = ReadonlyMap<string, number>;

/** Less than from one turn of the schedule to the next. */
const LOOK_EVERY_MS: DurationMs = 20 * SECOND_MS;

/** Waits until the schedule has audited each of the pairs. */
export const followAudits = async (
  stage: Stage,
  ids: readonly string[],
  withinMs: DurationMs,
): Promise<AuditTimes> => {
  const seen = new Map<string, number>();
  const { scheduler } = stage.world;
  const until = scheduler.now() + withinMs;
  while (scheduler.now() < until && seen.size < ids.length) {
    for (const { pair, at } of await reportedPairs(stage, ids))
      if (at !== undefined && !seen.has(pair)) seen.set(pair, Date.parse(at));
    await stage.wait(LOOK_EVERY_MS);
  }
  return seen;
};

/** A turn takes less than half of the time until the next. */
const SAME_TURN_MS: DurationMs = 2 * MINUTE_MS;

/** How many of these pairs each turn has audited, in order. */
export const turnsOf = (audits: AuditTimes, ids: readonly string[]): readonly number[] => {
  const turns: { readonly from: number; pairs: number }[] = [];
  for (const at of ids.flatMap((id) => audits.get(id) ?? []).toSorted((one, other) => one - other)) {
    const last = turns.at(-1);
    if (last !== undefined && at - last.from < SAME_TURN_MS) last.pairs += 1;
    else turns.push({ from: at, pairs: 1 });
  }
  return turns.map(({ pairs }) => pairs);
};
