import { type DrainInput, decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import {
  INTENTS,
  NOW,
  SAMPLE_PAIR,
  stateIn,
  UNIT_CLASSES,
  type UnitClass,
} from '../../docs/state-samples.ts';

export const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});

export const idle = stateIn('steady', 60_000);
export const operator = INTENTS['an operator terminates it'];
export const spot = INTENTS['spot, two minutes left'];
export const hook = INTENTS['a lifecycle hook waits'];
export const ofSecond = (intent: DrainIntent): DrainIntent => ({
  ...intent,
  id: `${intent.id}-second`,
  instanceId: SAMPLE_PAIR.units.second.instanceId,
});
export const asked = (intent: DrainIntent): DrainInput => ({ kind: 'intent', intent });

export interface Given {
  readonly state?: PairState;
  readonly first?: UnitClass;
  readonly second?: UnitClass;
  readonly input?: DrainInput;
  readonly pair?: Pair;
  readonly frozen?: boolean;
}

export const decide = ({
  state = idle,
  first = 'serving',
  second = 'standing by',
  input = { kind: 'look' },
  pair = SAMPLE_PAIR,
  frozen = false,
}: Given) => decideDrain(state, lookAt(first, second), { pair, frozen, input }, NOW);
