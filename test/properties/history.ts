import * as fc from 'fast-check';
import {
  type FailbackPolicy,
  type Pair,
  UNIT_NAMES,
  type UnitName,
  type WeeklyWindow,
} from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import type { FirmwareLine, ImageKind, TargetName } from './firmware-lines.ts';
import { type GeoAtStart, type ListsName, NO_GEO } from './geo-lists.ts';

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
      readonly release: 'none' | 'terminate' | 'stop' | 'reboot';
      readonly forced: boolean;
    }
  | { readonly kind: 'switchover'; readonly unit: UnitName; readonly forced: boolean }
  | { readonly kind: 'failback-now'; readonly forced: boolean }
  | { readonly kind: 'approve' | 'acknowledge' }
  /** Somebody sets the HA mode, or the preferred host, of a unit by hand. */
  | { readonly kind: 'misset'; readonly unit: UnitName }
  | { readonly kind: 'preference-by-hand'; readonly unit: UnitName; readonly preferFirst: boolean }
  /** A rollout has come to the pair; its window closes after so many seconds, if it has one. */
  | {
      readonly kind: 'order';
      readonly target: TargetName;
      readonly image: ImageKind;
      readonly closesAfter?: number;
    }
  /** The rollout sends its last order once more, as it does when that was put off. */
  | { readonly kind: 'order-again' }
  /** The pair has its turn to have its GEO lists set; the turn is over after so many seconds, or an hour. */
  | {
      readonly kind: 'geo-order';
      readonly master: UnitName;
      readonly lists: ListsName;
      readonly closesAfter?: number;
    }
  /** The same once more, in another turn. */
  | { readonly kind: 'geo-order-again' }
  /** Somebody sets both GEO lists of a unit by hand, if it lets him. */
  | { readonly kind: 'lists-by-hand'; readonly unit: UnitName; readonly lists: ListsName }
  /** Whoever does the next job is gone with it: no end of it is ever written down. */
  | { readonly kind: 'job-lost' }
  /** Somebody reboots a unit by hand. */
  | { readonly kind: 'reboot-by-hand'; readonly unit: UnitName }
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
  readonly failback: Pick<FailbackPolicy, 'policy' | 'holdDownMs' | 'windows' | 'flapLimit'>;
  readonly splitBrain: Pair['splitBrain'];
  readonly spot: boolean;
  readonly managed: boolean;
  readonly autoScaling: boolean;
  readonly standbyAcceptsConnections: boolean;
  readonly firmwareLine: FirmwareLine;
  readonly partnerSecret: boolean;
  readonly geo: GeoAtStart;
  readonly steps: readonly Step[];
  /** Fate of the n-th event, repeated from the start when there are more events. */
  readonly deliveries: readonly Delivery[];
  /** Sweeps that the schedule leaves out, by number modulo 10. */
  readonly lostSweeps: readonly number[];
  readonly seed: number;
}

/** Histories begin at ten in the morning, UTC. */
export const LATE_MORNING: WeeklyWindow = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '10:15',
  to: '10:30',
  timeZone: 'UTC',
};

export const unit = fc.constantFrom(...UNIT_NAMES);
export const percent = fc.constantFrom(0, 0, 30, 100);
export const wait = (min: number, max: number): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min, max }) });

export interface Weighted {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Step>;
}

/** What happens by nature and by AWS. */
export const MISFORTUNES: readonly Weighted[] = [
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
];

/** What operators do about drains, and about anything. */
export const ORDERS: readonly Weighted[] = [
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
];

/** What operators do about roles. */
export const ROLE_ORDERS: readonly Weighted[] = [
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('switchover' as const), unit, forced: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('failback-now' as const), forced: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('approve', 'acknowledge') }) },
];

export const MISSET: Weighted = {
  weight: 1,
  arbitrary: fc.record({ kind: fc.constant('misset' as const), unit }),
};

export const PREFERENCE_BY_HAND: Weighted = {
  weight: 2,
  arbitrary: fc.record({
    kind: fc.constant('preference-by-hand' as const),
    unit,
    preferFirst: fc.boolean(),
  }),
};

/** What operators do about roles, and to the units' own settings. */
export const ROLE_CHANGES: readonly Weighted[] = [...ROLE_ORDERS, MISSET, PREFERENCE_BY_HAND];

export const historyOf = (steps: fc.Arbitrary<readonly Step[]>, preferFirst: fc.Arbitrary<boolean>) =>
  fc.record({
    mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'enforce', 'observe'),
    preferFirst,
    failback: fc.record({
      policy: fc.constantFrom('native', 'gated', 'gated', 'manual'),
      holdDownMs: fc.constantFrom(0, 2 * MINUTE_MS, 5 * MINUTE_MS),
      windows: fc.constantFrom([], [], [LATE_MORNING]),
      flapLimit: fc.constantFrom(1, 2, 3),
    }),
    splitBrain: fc.constantFrom('repair', 'keep-out'),
    spot: fc.boolean(),
    managed: fc.constantFrom(true, true, true, false),
    autoScaling: fc.boolean(),
    standbyAcceptsConnections: fc.boolean(),
    firmwareLine: fc.constant<FirmwareLine>('with a secret'),
    partnerSecret: fc.constant(false),
    geo: fc.constant(NO_GEO),
    steps,
    deliveries: fc.array(fc.constantFrom('delivered', 'delivered', 'delivered', 'lost', 'twice', 'late'), {
      minLength: 1,
      maxLength: 8,
    }),
    lostSweeps: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  });

/** Lives in which units are asked, or forced, to leave. */
export const drainHistories: fc.Arbitrary<History> = historyOf(
  fc.array(fc.oneof({ weight: 8, arbitrary: wait(1, 90) }, ...MISFORTUNES, ...ORDERS, ...ROLE_CHANGES), {
    minLength: 1,
    maxLength: 14,
  }),
  fc.boolean(),
);

/** The first unit goes, and comes back some time later. */
const outage: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.constantFrom('crash' as const, 'hang' as const), wait(20, 120), wait(30, 400))
  .map(([kind, down, up]) => [{ kind, unit: 'first' }, down, { kind: 'repair', unit: 'first' }, up]);

const approvedLater: fc.Arbitrary<readonly Step[]> = wait(60, 200).map((waiting) => [
  waiting,
  { kind: 'approve' },
]);

export const one = (weighted: readonly Weighted[]): readonly fc.WeightedArbitrary<readonly Step[]>[] =>
  weighted.map(({ weight, arbitrary }) => ({ weight, arbitrary: arbitrary.map((step) => [step]) }));

/** Lives in which the roles change again and again, and something else happens now and then. */
export const failbackHistories: fc.Arbitrary<History> = historyOf(
  fc
    .array(
      fc.oneof(
        { weight: 14, arbitrary: outage },
        { weight: 4, arbitrary: approvedLater },
        { weight: 6, arbitrary: wait(10, 300).map((step): readonly Step[] => [step]) },
        ...one(ROLE_CHANGES),
        { weight: 5, arbitrary: fc.oneof(...MISFORTUNES, ...ORDERS).map((step): readonly Step[] => [step]) },
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.flat()),
  fc.constantFrom(true, true, true, false),
);
