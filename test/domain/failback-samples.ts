import type { Pair } from '#domain/estate/estate.ts';
import type { FailbackInput } from '#domain/failback/decide-failback.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  NO_PREFERENCE,
  type Preferences,
  type SwitchClass,
  steadyWith,
} from '../../docs/state-switch-samples.ts';
import { says } from './switch-samples.ts';

export const HOLD_DOWN = GATED_PAIR.failback.holdDownMs;
export const OPEN: WindowNow = { kind: 'open', closesAt: NOW + MINUTE_MS };
export const CLOSED: WindowNow = { kind: 'closed', opensAt: NOW + 1, opensWords: 'Sat 02:00 Europe/Dublin' };
export const BEGINS =
  'setting-preference → switching to first: preparing: set the preferred host of second to Prefer First';

export const withPolicy = (policy: Pair['failback']['policy']): Pair => ({
  ...GATED_PAIR,
  failback: { ...GATED_PAIR.failback, policy },
});
export const readyFor = (ms: DurationMs): PairState => steadyWith('second', ms);
export const withFailback = (more: Partial<PairState['failback']>): PairState => {
  const state = readyFor(HOLD_DOWN);
  return { ...state, failback: { ...state.failback, ...more } };
};
export const notReady = (): PairState => ({ ...readyFor(0), failback: { returns: [] } });
export const approval = { by: 'ops', why: 'mended', at: NOW };

/** A look at a pair that is to return to its first unit, and what is decided. */
export interface ReturnRow {
  readonly when: string;
  readonly pair?: Pair;
  readonly state?: PairState;
  readonly window?: WindowNow;
  readonly next?: SwitchClass;
  readonly preferences?: Preferences;
  readonly says: string;
}

export const saysOf = (
  { when: _, says: __, state = readyFor(HOLD_DOWN), preferences = NO_PREFERENCE, ...rest }: ReturnRow,
  input: FailbackInput = { kind: 'look' },
): string => says({ to: 'first', state, preferences, input, ...rest });
