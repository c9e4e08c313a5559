import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { classify } from '#domain/pair/situation.ts';
import type { PairState, SituationRecord } from '#domain/pair/state.ts';
import { unitsThatRun } from '#domain/pair/units-that-run.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/**
 * A standby that died looks to the load balancer like one that stands by: both are unhealthy. Only its LoadMaster can
 * tell, so a steady pair's units are asked in every fifth minute, a fifth of the pairs at a time.
 */
export const ASKED_EVERY_MINUTES = 5;

const isItsTurn = ({ id }: Pair, now: EpochMs): boolean => {
  const place = [...id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return (Math.floor(now / MINUTE_MS) + place) % ASKED_EVERY_MINUTES === 0;
};

/** A return rests on the first unit's own word, at every look from when it is ready until it is done. */
const isAwaitingReturn = (state: PairState, pair: Pair): boolean =>
  state.failback.readySince !== undefined && !unitsShouldPreferFirst(pair, state);

const isSettled = ({ situation: before }: PairState, { kind, active }: SituationRecord): boolean =>
  kind === 'steady' && before.kind === 'steady' && before.active === active;

/**
 * Which LoadMasters watching asks: none where AWS can say nothing anyhow; both of a pair that is not plainly steady, has
 * just become so, waits to return, or whose turn it is; in any case only machines that run.
 */
export const watchNeedsLoadMaster = (
  state: PairState,
  seen: PairSeen,
  pair: Pair,
  now: EpochMs,
): readonly UnitName[] => {
  const record = classify(state, seen, pair, now);
  if (record.kind === 'unknown') return [];
  if (isSettled(state, record) && !isItsTurn(pair, now) && !isAwaitingReturn(state, pair)) return [];
  return unitsThatRun(seen);
};
