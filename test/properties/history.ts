import * as fc from 'fast-check';
import type { Release } from '#domain/drain/intent.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';

/** One thing that happens to the pair, by nature, by AWS, by people or to the control plane itself. */
export type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'crash' | 'hang' | 'repair' | 'guest-shutdown'; readonly unit: UnitName }
  | { readonly kind: 'spot' | 'capacity-reservation' | 'rebalance' | 'retirement'; readonly unit: UnitName }
  | { readonly kind: 'retirement-cancelled' }
  | { readonly kind: 'scale-in'; readonly unit: UnitName }
  | { readonly kind: 'terminate-behind-our-back' | 'stop-behind-our-back' | 'start'; readonly unit: UnitName }
  | {
      readonly kind: 'operator';
      readonly unit: UnitName;
      readonly release: Exclude<Release['kind'], 'complete-hook'>;
      readonly forced: boolean;
    }
  | { readonly kind: 'operator-cancels' | 'resume' | 'abort' | 'hold' | 'lift-hold' | 'freeze' | 'unfreeze' }
  /** The function that runs next dies at its n-th call to a port. */
  | { readonly kind: 'function-dies'; readonly atCall: number }
  /** From now on these calls fail, each with the given chance in percent; until the next such step. */
  | { readonly kind: 'faults'; readonly reads: number; readonly acts: number; readonly loadMaster: number };

/** How the events of a history reach us. */
export type Delivery = 'delivered' | 'lost' | 'twice' | 'late';

/** A random life of one pair. */
export interface History {
  readonly mode: 'observe' | 'enforce';
  readonly preferFirst: boolean;
  readonly spot: boolean;
  readonly managed: boolean;
  readonly autoScaling: boolean;
  readonly standbyAcceptsConnections: boolean;
  readonly steps: readonly Step[];
  /** Fate of the n-th event, repeated from the start when there are more events. */
  readonly deliveries: readonly Delivery[];
  /** Sweeps that the schedule leaves out, by number modulo 10. */
  readonly lostSweeps: readonly number[];
  readonly seed: number;
}

const unit = fc.constantFrom(...UNIT_NAMES);
const percent = fc.constantFrom(0, 0, 30, 100);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('crash', 'hang', 'repair', 'guest-shutdown'), unit }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('spot', 'capacity-reservation', 'rebalance', 'retirement'),
      unit,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('scale-in' as const), unit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('terminate-behind-our-back', 'stop-behind-our-back', 'start'),
      unit,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('operator' as const),
      unit,
      release: fc.constantFrom('none', 'terminate', 'stop', 'reboot'),
      forced: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'operator-cancels',
        'resume',
        'abort',
        'hold',
        'lift-hold',
        'retirement-cancelled',
        'freeze',
        'unfreeze',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('function-dies' as const),
      atCall: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      reads: percent,
      acts: percent,
      loadMaster: percent,
    }),
  },
);

export const histories: fc.Arbitrary<History> = fc.record({
  mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'enforce', 'observe'),
  preferFirst: fc.boolean(),
  spot: fc.boolean(),
  managed: fc.constantFrom(true, true, true, false),
  autoScaling: fc.boolean(),
  standbyAcceptsConnections: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  deliveries: fc.array(fc.constantFrom('delivered', 'delivered', 'delivered', 'lost', 'twice', 'late'), {
    minLength: 1,
    maxLength: 8,
  }),
  lostSweeps: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});
