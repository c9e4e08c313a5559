import type { DrainIntent } from '#domain/drain/intent.ts';
import { HEARTBEAT_EVERY_MS, isPastDeadline } from '#domain/drain/timing.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Action } from '#domain/pair/action.ts';
import type { Outcome, PairLook } from '#domain/pair/look.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * A drain that a lifecycle hook waits for may have to wait itself, for a switchover say. Its hook is kept open meanwhile,
 * as long as its budget lasts: or Auto Scaling would end the instance before its drain began.
 */

const isOpen = ({ release }: DrainIntent): boolean => release.kind === 'complete-hook';

/** Another operation is in the way of a drain that a hook waits for. */
export const keepsHookWaiting = ({ operation, waiting }: PairState, now: EpochMs): boolean =>
  operation.kind !== 'idle' && waiting.some((intent) => isOpen(intent) && !isPastDeadline(intent, now));

const isDue = (intent: DrainIntent, now: EpochMs): boolean =>
  isOpen(intent) &&
  !isPastDeadline(intent, now) &&
  now - (intent.heartbeatAt ?? intent.requestedAt) >= HEARTBEAT_EVERY_MS;

/** The outcome with a heartbeat for every hook that is due one. */
export const keepHooksOpen = ({ pair, state, now }: PairLook, outcome: Outcome): Outcome => {
  const { next } = outcome;
  if (next.operation.kind === 'idle' || pair.mode === 'observe' || isHeldAt(state, now)) return outcome;
  const due = next.waiting.filter((intent) => isDue(intent, now));
  if (due.length === 0) return outcome;
  const heartbeats = due.flatMap(({ instanceId, release }): readonly Action[] =>
    release.kind === 'complete-hook' ? [{ kind: 'extend-hook', instanceId, hook: release.hook }] : [],
  );
  const waiting = next.waiting.map((intent) =>
    due.includes(intent) ? { ...intent, heartbeatAt: now } : intent,
  );
  return { ...outcome, next: { ...next, waiting }, actions: [...outcome.actions, ...heartbeats] };
};
