import type { Answer, ConcernName } from '#domain/decide-concern.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { unitsThatRun } from '#domain/pair/units-that-run.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * What a function that acts asks about a pair. It brings along what answers, so that each function carries its own
 * concern's decisions and nobody else's.
 */
export interface PairQuestion {
  readonly concern: ConcernName;
  readonly answer: Answer;
  /** The units whose LoadMasters have to be asked, once AWS has answered. */
  readonly unitsToAsk: UnitsToAsk;
  /** Whether what the units run matters, and the records of their jobs. */
  readonly readsFirmware: (state: PairState) => boolean;
  /** Likewise of their GEO lists. */
  readonly readsGeo: (state: PairState) => boolean;
  /** Who asks and why, for the journal. */
  readonly why: string | undefined;
  /** Its operation is under way: there is more to look at within seconds. */
  readonly isMoving: (state: PairState, now: EpochMs) => boolean;
}

/** How a concern makes a question of an input of its own, or of one that reaches every concern. */
export type Asking<Input> = (input: Input | CommonInput) => PairQuestion;

export type UnitsToAsk = (state: PairState, seen: PairSeen, pair: Pair, now: EpochMs) => readonly UnitName[];

/** What reaches every function that acts: the schedule's word that there is something to do, and operators' commands. */
export type CommonInput =
  | { readonly kind: 'look' }
  | { readonly kind: 'resume' | 'abort'; readonly why: string };

/** A person asks, or roles are to change: what the load balancer cannot tell, a dead standby above all, has to be asked of the units. */
export const askAllThatRun: UnitsToAsk = (_state, seen) => unitsThatRun(seen);

export const readsNothing = (): boolean => false;

/** The words that came with what was asked. */
export const whyOf = (asked: { readonly kind: 'look' } | { readonly why?: string }): string | undefined =>
  'why' in asked ? asked.why : undefined;
