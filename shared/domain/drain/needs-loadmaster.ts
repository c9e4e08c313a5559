import type { DrainInput } from '#domain/drain/decide-drain.ts';
import { isDrainPressing } from '#domain/drain/is-due.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import { viewUnits } from '#domain/pair/unit-view.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Which units' LoadMasters have to be asked before a drain can be decided, given what AWS said already. A standby
 * that leaves needs none: that is the fast path of a spot interruption.
 */
export const drainNeedsLoadMaster = (
  state: PairState,
  seen: PairSeen,
  pair: Pair,
  input: DrainInput,
  now: EpochMs,
): readonly UnitName[] => {
  const running = operationOf(state);
  const views = viewUnits(seen, pair, state, now);
  if (running.kind === 'draining') {
    const rebooting = running.rebootedAt !== undefined;
    const handingOver = running.phase === 'handing-over' && views[running.unit].health !== 'unhealthy';
    const turnsRound = input.kind === 'cancel' || input.kind === 'abort';
    if (handingOver || (turnsRound && running.healthPortMoved)) return UNIT_NAMES;
    // Whether a unit may come back into sight depends on what its partner takes itself to be.
    if (running.phase === 'returning' && running.healthPortMoved) return UNIT_NAMES;
    return running.healthPortMoved || rebooting ? [running.unit] : [];
  }
  if (running.kind === 'switching' || running.kind === 'upgrading' || running.kind === 'syncing-geo')
    return isDrainPressing(state) || input.kind === 'intent' ? UNIT_NAMES : [];
  if (state.situation.kind === 'dual-active') return UNIT_NAMES;
  const intents = input.kind === 'intent' ? [input.intent, ...state.waiting] : state.waiting;
  const leaving = UNIT_NAMES.filter((name) =>
    intents.some(({ instanceId }) => instanceId === pair.units[name].instanceId),
  );
  const serves = leaving.some((name) => views[name].health === 'healthy' || views[name].health === 'mixed');
  return serves && leaving.some((name) => views[name].instance === 'running') ? UNIT_NAMES : [];
};
