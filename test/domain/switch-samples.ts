import { otherUnit, type Pair, type UnitName } from '#domain/estate/estate.ts';
import { decideFailback, type FailbackInput } from '#domain/failback/decide-failback.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import { cellOf } from '../../docs/state-cells.ts';
import { NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type Preferences,
  type SwitchClass,
  steadyWith,
} from '../../docs/state-switch-samples.ts';

/** Set as a switchover to that unit needs it. */
export const SET_FOR: Readonly<Record<UnitName, Preferences>> = {
  first: { first: false, second: true },
  second: NO_PREFERENCE,
};

export interface Given {
  readonly to: UnitName;
  readonly state?: PairState;
  readonly op?: SwitchOperation;
  /** The unit that gives up its role. */
  readonly old?: SwitchClass;
  /** The unit that gets it. */
  readonly next?: SwitchClass;
  readonly preferences?: Preferences;
  readonly pair?: Pair;
  readonly frozen?: boolean;
  readonly window?: WindowNow;
  readonly input?: FailbackInput;
  readonly now?: EpochMs;
}

const withOperation = (state: PairState, op: SwitchOperation | undefined): PairState =>
  op === undefined ? state : { ...state, operation: op };

export const stateOf = ({ to, state = steadyWith(otherUnit(to)), op }: Given): PairState =>
  withOperation(state, op);

export const decide = (given: Given): Decision => {
  const { to, old = 'serving', next = 'standing by', preferences = SET_FOR[to], now = NOW } = given;
  const { pair = GATED_PAIR, frozen = false, window = ALWAYS, input = { kind: 'look' } } = given;
  const seen = lookAtSwitch(to, old, next, preferences, now);
  return decideFailback(stateOf(given), seen, { pair, frozen, window, input }, now);
};

/** The decision in the words of the state tables. */
export const says = (given: Given): string => cellOf(stateOf(given), decide(given));

/** One look of a story: seconds after it began, what is seen of either unit, and what is decided. */
export interface Scene {
  readonly at: number;
  readonly old: SwitchClass;
  readonly next: SwitchClass;
  readonly preferences: Preferences;
  readonly says: string;
}

/** Plays the looks one after another, each on the state that the one before left; returns what was decided at each. */
export const play = (
  to: UnitName,
  scenes: readonly Scene[],
  given: Partial<Given> = {},
): readonly { readonly at: number; readonly says: string }[] => {
  let state = stateOf({ to, ...given });
  let { input } = given;
  return scenes.map(({ at, old, next, preferences }) => {
    const now = NOW + at * SECOND_MS;
    const { op: _, ...rest } = given;
    const look = {
      ...rest,
      to,
      state,
      old,
      next,
      preferences,
      now,
      ...(input === undefined ? {} : { input }),
    };
    const decision = decide(look);
    const words = cellOf(state, decision);
    state = decision.next;
    input = { kind: 'look' };
    return { at, says: words };
  });
};

export const expected = (
  scenes: readonly Scene[],
): readonly { readonly at: number; readonly says: string }[] =>
  scenes.map(({ at, says: words }) => ({ at, says: words }));
