import type { Pair } from '#domain/estate/estate.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import type { GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import { cellOf } from '../../../docs/state-cells.ts';
import { GEO_ORDER, GEO_PAIR, type GeoLook, lookAtGeo } from '../../../docs/state-geo-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';

/** One look at the GEO lists of a pair, by default a steady one of which no list is right. */
export interface GeoGiven {
  readonly op?: GeoOperation;
  readonly state?: PairState;
  readonly look?: GeoLook;
  readonly input?: GeoInput;
  readonly pair?: Pair;
  readonly frozen?: boolean;
  readonly now?: EpochMs;
}

export const stateOf = ({ op, state = steadyWith('first') }: GeoGiven): PairState =>
  op === undefined ? state : { ...state, operation: op };

export const decide = (given: GeoGiven): Decision => {
  const { look = {}, input = { kind: 'look' }, pair = GEO_PAIR, frozen = false, now = NOW } = given;
  return decideGeo(stateOf(given), lookAtGeo(look, now), { pair, frozen, input }, now);
};

/** The decision in the words of the state tables. */
export const says = (given: GeoGiven): string => cellOf(stateOf(given), decide(given));

/** The operation as the decision leaves it, halted or not. Throws where there is none any more. */
export const opAfter = (given: GeoGiven): GeoOperation => {
  const { operation } = decide(given).next;
  const op = operation.kind === 'halted' ? operation.operation : operation;
  if (op.kind !== 'syncing-geo') throw new Error(`${op.kind} is no change of GEO lists`);
  return op;
};

export const ordering = (more: Partial<GeoOrder> = {}): GeoInput => ({
  kind: 'order',
  order: { ...GEO_ORDER, ...more },
});

export const operator = (kind: 'resume' | 'abort'): GeoInput => ({ kind, why: 'ops@example.com: x' });

export const halted = (op: GeoOperation, because: HaltReason = 'geo-lists-not-set'): PairState => ({
  ...steadyWith('first'),
  operation: { kind: 'halted', operation: op, because, haltedAt: NOW },
});

export const ON_FIRST =
  'make a backup of first, then set its Remote GEO LoadMaster Access (4 addresses) and GEO LoadMaster Partners (3 addresses)';
export const ON_SECOND = 'make a backup of second, then set its GEO LoadMaster Partners (3 addresses)';

export const HOLD = { by: 'ops', why: 'change 4711', placedAt: NOW - 1, until: NOW + 1 };
