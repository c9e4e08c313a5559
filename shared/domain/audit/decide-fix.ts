import type { PlannedFix } from '#domain/audit/plan-fixes.ts';
import type { Policies } from '#domain/decide-concern.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Action } from '#domain/pair/action.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState, Situation } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { sameContent } from '#domain/same-content.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** What an audit found that could be put right, and when it saw that. */
export interface FixInput {
  readonly kind: 'fix';
  readonly fixes: readonly PlannedFix[];
  readonly seenAt: EpochMs;
  /** Where the pair's windows for fixes stand; those of its policies are for failback. */
  readonly window: WindowNow;
}

/** Facts older than this are unknown (design rule 2). */
export const FRESH_MS: DurationMs = 3 * MINUTE_MS;

/**
 * In which situations something may be put right. A matcher that takes a standby for healthy shows as two active units,
 * and a unit that is not registered as a degraded pair; while roles move, or nobody knows, nothing is touched.
 */
const FIXABLE_IN: readonly Situation[] = ['steady', 'degraded', 'dual-active'];

const obstacle = (
  state: PairState,
  { pair, frozen }: Policies,
  { seenAt, window }: FixInput,
  now: EpochMs,
): Reason | undefined => {
  if (pair.mode === 'observe') return 'observe-only';
  if (isHeldAt(state, now)) return 'held';
  if (frozen) return 'region-frozen';
  if (state.operation.kind !== 'idle') return 'waiting-for-other-operation';
  if (now - seenAt > FRESH_MS) return 'findings-too-old';
  if (!FIXABLE_IN.includes(state.situation.kind) || state.unseenSince !== undefined)
    return 'refused-not-steady';
  return window.kind === 'open' ? undefined : 'outside-window';
};

/** Findings about several things may have one action in common. */
const once = (actions: readonly Action[]): readonly Action[] =>
  actions.filter((action, at) => actions.findIndex((other) => sameContent(action, other)) === at);

/** Puts right what an audit has found, all of a pair in one journaled decision, or says why not. Pure and total. */
export const decideFix = (
  state: PairState,
  seen: PairSeen,
  policies: Policies & { readonly input: FixInput },
  now: EpochMs,
): Decision => {
  const { input, pair } = policies;
  const nothing = (reason: Reason): Decision => ({ next: state, actions: [], reason, evidence: [] });
  if (input.fixes.length === 0) return nothing('nothing-to-fix');
  const because = obstacle(state, policies, input, now);
  if (because !== undefined) return nothing(because);
  const found = input.fixes.map(({ ruleId, subject }) => `found by the audit: ${ruleId}, ${subject}`);
  return {
    next: state,
    actions: once(input.fixes.map(({ action }) => action)),
    reason: 'fixing-findings',
    evidence: [...evidenceOf(seen, pair), ...found],
  };
};
