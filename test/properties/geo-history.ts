import * as fc from 'fast-check';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { GeoAtStart, ListsName } from './geo-lists.ts';
import {
  type History,
  historyOf,
  MISFORTUNES,
  ORDERS,
  one,
  percent,
  ROLE_CHANGES,
  type Step,
  unit,
  type Weighted,
  wait,
} from './history.ts';

type GeoOrderStep = Extract<Step, { readonly kind: 'geo-order' }>;

const listsOfUnit = fc.constantFrom<ListsName[]>(
  'none',
  'former',
  'declared',
  'declared, otherwise',
  'partners only',
);

const atStart: fc.Arbitrary<GeoAtStart> = fc.record({
  lists: fc.record({ first: listsOfUnit, second: listsOfUnit }),
  synchronised: fc.boolean(),
  standbyRejectsWrites: fc.constantFrom<GeoAtStart['standbyRejectsWrites'][]>('off', 403, 422),
});

const geoOrder: fc.Arbitrary<GeoOrderStep> = fc
  .record({
    master: unit,
    lists: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<ListsName[]>('declared', 'former', 'none') },
      { weight: 1, arbitrary: fc.constantFrom<ListsName[]>('long access', 'long partners') },
    ),
    closesAfter: fc.constantFrom(undefined, undefined, undefined, undefined, 5, 60, 600),
  })
  .map(({ closesAfter, ...rest }) => ({
    kind: 'geo-order',
    ...rest,
    ...(closesAfter === undefined ? {} : { closesAfter }),
  }));

/** What happens to a change of the lists itself, and what people do about one. */
const GEO_TROUBLE: readonly Weighted[] = [
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('resume', 'abort', 'geo-order-again', 'job-lost', 'hold', 'freeze'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reboot-by-hand' as const), unit }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('lists-by-hand' as const), unit, lists: listsOfUnit }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('spot', 'capacity-reservation', 'scale-in'), unit }),
  },
];

const oneStep = (arbitrary: fc.Arbitrary<Step>): fc.Arbitrary<readonly Step[]> =>
  arbitrary.map((step) => [step]);

/** An order, and some of the time that it takes. */
const orderAndTime: fc.Arbitrary<readonly Step[]> = fc.tuple(geoOrder, wait(10, 400));

const passingFaults: fc.Arbitrary<readonly Step[]> = fc
  .record({ reads: percent, acts: percent, loadMaster: percent, waiting: wait(5, 120) })
  .map(({ waiting, ...rates }) => [
    { kind: 'faults', ...rates },
    waiting,
    { kind: 'faults', reads: 0, acts: 0, loadMaster: 0 },
  ]);

const unitGone: fc.Arbitrary<readonly Step[]> = fc
  .record({ kind: fc.constantFrom('crash' as const, 'hang' as const), unit, waiting: wait(5, 200) })
  .map(({ kind, unit: name, waiting }) => [{ kind, unit: name }, waiting, { kind: 'repair', unit: name }]);

/** An image is on a unit already, or on both, when the change of firmware is called off. */
const firmwareCalledOff: fc.Arbitrary<readonly Step[]> = wait(20, 120).map((waiting) => [
  { kind: 'order', target: 'newer', image: 'good' },
  waiting,
  { kind: 'abort' },
]);

/** Something happens in the middle of what an order has begun, and people have it go on, or not. */
const disturbedOrder: fc.Arbitrary<readonly Step[]> = fc
  .record({
    order: geoOrder,
    before: wait(1, 200),
    trouble: fc.oneof(
      passingFaults,
      unitGone,
      ...one(GEO_TROUBLE),
      oneStep(fc.oneof(...MISFORTUNES, ...ORDERS)),
    ),
    after: wait(30, 400),
    end: fc.constantFrom<readonly Step[]>([], [{ kind: 'resume' }], [{ kind: 'abort' }]),
  })
  .map(({ order, before, trouble, after, end }) => [order, before, ...trouble, after, ...end]);

const lives: fc.Arbitrary<History> = historyOf(
  fc
    .tuple(
      disturbedOrder,
      fc.array(
        fc.oneof(
          { weight: 5, arbitrary: orderAndTime },
          { weight: 10, arbitrary: disturbedOrder },
          { weight: 1, arbitrary: firmwareCalledOff },
          { weight: 8, arbitrary: oneStep(wait(1, 150)) },
          ...one(GEO_TROUBLE),
          { weight: 4, arbitrary: oneStep(fc.oneof(...MISFORTUNES, ...ORDERS)) },
          { weight: 2, arbitrary: oneStep(fc.oneof(...ROLE_CHANGES)) },
        ),
        { maxLength: 8 },
      ),
    )
    .map(([begin, parts]) => [begin, ...parts].flat()),
  fc.boolean(),
);

/** Lives in which the GEO lists are set, and anything else happens at any moment of it. */
export const geoHistories: fc.Arbitrary<History> = fc
  .record({ history: lives, geo: atStart })
  .map(({ history, geo }) => ({ ...history, geo, partnerSecret: true }));

/** Nothing is lost and nothing comes late; everything may be acted upon. */
const UNDISTURBED = { mode: 'enforce', deliveries: ['delivered'], lostSweeps: [] } as const;

/** Whether a window closes on an order may hang on a single look. */
const withoutWindow = ({ closesAfter: _, ...step }: GeoOrderStep): GeoOrderStep => step;

const SECOND_ACTIVE: readonly Step[] = [
  { kind: 'switchover', unit: 'second', forced: false },
  { kind: 'wait', seconds: 300 },
];

/** The load balancer has found the units for good; the second one gets the role before, where it is to be active. */
const makeActive = (active: UnitName): readonly Step[] => [
  { kind: 'wait', seconds: 60 },
  ...(active === 'first' ? [] : SECOND_ACTIVE),
];

const active = fc.constantFrom(...UNIT_NAMES);

const death: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), wait(1, 60))
  .map(([atCall, waiting]) => [{ kind: 'function-dies', atCall }, waiting]);

/** The pair is left alone for longer than any change takes, then another order comes. */
const laterOrder: fc.Arbitrary<readonly Step[]> = geoOrder.map((step) => [
  { kind: 'wait', seconds: 1_200 },
  withoutWindow(step),
]);

/** Lives of a pair to which nothing happens but orders, one after the other, while functions die at their work. */
export const dyingGeoFunctions: fc.Arbitrary<History> = fc
  .record({
    history: historyOf(
      fc
        .array(fc.oneof({ weight: 1, arbitrary: laterOrder }, { weight: 6, arbitrary: death }), {
          minLength: 2,
          maxLength: 14,
        })
        .map((parts) => parts.flat()),
      fc.boolean(),
    ),
    active,
    order: geoOrder,
    geo: atStart,
  })
  .map(({ history, active: serving, order, geo }) => ({
    ...history,
    ...UNDISTURBED,
    // When the role returns afterwards is not to depend on when a change has ended.
    failback: { ...history.failback, windows: [], flapLimit: 100 },
    steps: [...makeActive(serving), withoutWindow(order), ...history.steps],
    geo,
  }));

/** Lives of a pair to which nothing happens but one order. */
export const oneGeoOrder: fc.Arbitrary<History> = fc
  .record({ history: historyOf(fc.constant([]), fc.boolean()), active, master: unit, geo: atStart })
  .map(({ history, active: serving, master, geo }) => ({
    ...history,
    ...UNDISTURBED,
    steps: [
      ...makeActive(serving),
      { kind: 'geo-order', master, lists: 'declared' },
      { kind: 'wait', seconds: 1_200 },
    ],
    geo,
  }));
