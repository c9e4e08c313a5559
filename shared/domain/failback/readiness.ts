import { otherUnit, type Pair, type UnitName } from '#domain/estate/estate.ts';
import type { FailbackMemory } from '#domain/failback/memory.ts';
import { noteReturn } from '#domain/failback/returns.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { viewUnits } from '#domain/pair/unit-view.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * What watching notes for the failback policy, at every look, so that whoever looks later knows for how long the
 * preferred unit has been well without interruption. Written only when it begins and when it ends.
 */

/** The first unit stands by next to an active second one. That the pair is steady says that it could take over. */
const isReady = ({ situation }: PairState, { preferred }: Pair): boolean =>
  preferred === 'first' && situation.kind === 'steady' && situation.active === 'second';

/** Since when it is ready after this look. It begins with its LoadMaster's own word, and again when it has rebooted. */
const readySince = (
  memory: FailbackMemory,
  seen: PairSeen,
  ready: boolean,
  now: EpochMs,
): EpochMs | undefined => {
  if (!ready) return undefined;
  const { loadMaster } = seen.units.first;
  if (loadMaster.kind === 'unread') return memory.readySince;
  const { haStatus, bootedAt } = loadMaster.value;
  if (haStatus !== 'standby') return undefined;
  const { readySince: since } = memory;
  return since === undefined || (bootedAt ?? 0) > since ? now : since;
};

/** An interruption ends the approval too: it was given for a unit that was well. */
const withReadiness = (memory: FailbackMemory, since: EpochMs | undefined): FailbackMemory => {
  if (since === memory.readySince && (since !== undefined || memory.approval === undefined)) return memory;
  const { readySince: _, blockedBy: __, approval, ...rest } = memory;
  if (since === undefined) return rest;
  const keeps = memory.readySince === since && approval !== undefined;
  return { ...rest, readySince: since, ...(keeps ? { approval } : {}) };
};

/** The roles went back by themselves: both units are well and nobody was at work. A failover leaves one that is not. */
const hasReturned = (state: PairState, pair: Pair): boolean =>
  pair.preferred === 'first' &&
  state.operation.kind === 'idle' &&
  state.situation.kind === 'steady' &&
  state.situation.active === 'first' &&
  state.lastActive === 'second';

/**
 * The unit that serves alone, with nothing under way: while the target groups still disagree during a return, the pair
 * looks like one that has failed over to the first unit.
 */
const servingAlone = (state: PairState, seen: PairSeen, pair: Pair, now: EpochMs): UnitName | undefined => {
  const { kind, active } = state.situation;
  if ((kind !== 'steady' && kind !== 'degraded') || active === undefined) return undefined;
  // As for nearly every pair at nearly every look.
  if (active === state.lastActive) return active;
  const views = viewUnits(seen, pair, state, now);
  const isClear = views[active].health === 'healthy' && views[otherUnit(active)].health === 'unhealthy';
  return isClear ? active : undefined;
};

/**
 * The state with what this look means for failing back; the same object when it means nothing new. `state` holds the
 * situation of this look already.
 */
export const noteFailback = (state: PairState, seen: PairSeen, pair: Pair, now: EpochMs): PairState => {
  const lastActive = servingAlone(state, seen, pair, now) ?? state.lastActive;
  const noted = hasReturned(state, pair) ? noteReturn(state.failback, pair.failback, now) : state.failback;
  const failback = withReadiness(noted, readySince(noted, seen, isReady(state, pair), now));
  if (lastActive === state.lastActive && failback === state.failback) return state;
  return { ...state, failback, ...(lastActive === undefined ? {} : { lastActive }) };
};
