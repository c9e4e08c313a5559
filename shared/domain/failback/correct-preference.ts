import { driftedUnits, setPreference, unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import { type Outcome, type PairLook, still } from '#domain/pair/look.ts';
import { misfitOfPair } from '#domain/pair/misfit.ts';
import type { Reason } from '#domain/reason.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';

/** A correction that did not take is tried again after this long, so that a unit that refuses it is not pestered. */
export const CORRECT_AGAIN_MS: DurationMs = 10 * MINUTE_MS;

/** How often a pair in observe mode is said to have drifted. */
const SAY_AGAIN_MS: DurationMs = 24 * 60 * MINUTE_MS;

/** Both LoadMasters answer, and their roles are the ones the load balancer sees. */
const isInOrder = (look: PairLook): boolean => {
  const { situation, unseenSince } = look.state;
  const { kind, active } = situation;
  if (kind !== 'steady' || active === undefined || unseenSince !== undefined) return false;
  const standby = active === 'first' ? 'second' : 'first';
  return (
    loadMasterSays(look, active)?.haStatus === 'active' &&
    loadMasterSays(look, standby)?.haStatus === 'standby' &&
    misfitOfPair(look.seen, look.pair) === undefined
  );
};

/**
 * Puts the units' own preference back to what is declared, where that changes no role: Prefer First next to an active
 * second unit would be a failback, and waits for one.
 */
export const correctPreference = (look: PairLook, otherwise: Reason): Outcome => {
  const { pair, state, seen, now } = look;
  const drifted = driftedUnits(seen, pair, state);
  if (drifted.length === 0) return still(state, otherwise);
  const prefersFirst = unitsShouldPreferFirst(pair, state);
  if (!isInOrder(look) || (prefersFirst && state.situation.active === 'second'))
    return still(state, otherwise);
  const observed = pair.mode === 'observe';
  const { correctedAt } = state.failback;
  const againMs = observed ? SAY_AGAIN_MS : CORRECT_AGAIN_MS;
  if (correctedAt !== undefined && now - correctedAt < againMs) return still(state, 'correction-waits');
  const next = { ...state, failback: { ...state.failback, correctedAt: now } };
  const actions = setPreference(drifted, prefersFirst);
  return observed
    ? { next, actions: [], reason: 'observe-only', would: actions }
    : { next, actions, reason: 'preference-corrected' };
};
