import * as fc from 'fast-check';
import { FIRMWARE_LINES, type FirmwareLine, type ImageKind, type TargetName } from './firmware-lines.ts';
import {
  type History,
  historyOf,
  MISFORTUNES,
  ORDERS,
  one,
  ROLE_CHANGES,
  type Step,
  unit,
  type Weighted,
  wait,
} from './history.ts';

const order: fc.Arbitrary<Step> = fc
  .record({
    target: fc.constantFrom<TargetName[]>(
      'newer',
      'newer',
      'older',
      'same',
      'below-floor',
      'across-secret',
      'across-secret',
    ),
    image: fc.constantFrom<ImageKind[]>(
      'good',
      'good',
      'good',
      'good',
      'good',
      'good',
      'none',
      'none',
      'bad',
      'refused',
      'mislabelled',
      'misnamed',
    ),
    closesAfter: fc.constantFrom(undefined, undefined, undefined, 5, 60, 600),
  })
  .map(({ closesAfter, ...rest }) => ({
    kind: 'order',
    ...rest,
    ...(closesAfter === undefined ? {} : { closesAfter }),
  }));

/** What happens to a change of firmware itself, and what people do about one. */
const FIRMWARE_TROUBLE: readonly Weighted[] = [
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('resume', 'abort', 'order-again', 'job-lost') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reboot-by-hand' as const), unit }) },
];

const oneStep = (arbitrary: fc.Arbitrary<Step>): fc.Arbitrary<readonly Step[]> =>
  arbitrary.map((step) => [step]);

/** An order, and some of the time that it takes. */
const orderAndTime: fc.Arbitrary<readonly Step[]> = fc.tuple(order, wait(10, 500));

const FIRMWARE_LINE_NAMES = Object.keys(FIRMWARE_LINES) as FirmwareLine[];

/** Lives in which the firmware is changed, and anything else happens at any moment of it. */
export const firmwareHistories: fc.Arbitrary<History> = fc
  .record({
    history: historyOf(
      fc
        .tuple(
          orderAndTime,
          fc.array(
            fc.oneof(
              { weight: 4, arbitrary: orderAndTime },
              { weight: 8, arbitrary: oneStep(wait(1, 200)) },
              ...one(FIRMWARE_TROUBLE),
              { weight: 6, arbitrary: oneStep(fc.oneof(...MISFORTUNES, ...ORDERS)) },
              { weight: 2, arbitrary: oneStep(fc.oneof(...ROLE_CHANGES)) },
            ),
            { maxLength: 10 },
          ),
        )
        .map(([begin, parts]) => [begin, ...parts].flat()),
      fc.boolean(),
    ),
    firmwareLine: fc.constantFrom(...FIRMWARE_LINE_NAMES),
    partnerSecret: fc.constantFrom(true, true, true, false),
  })
  .map(({ history, ...rest }) => ({ ...history, ...rest }));

const death: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), wait(1, 60))
  .map(([atCall, waiting]) => [{ kind: 'function-dies', atCall }, waiting]);

/** The pair is left alone for longer than any change of firmware takes, then another order comes. */
const laterOrder: fc.Arbitrary<readonly Step[]> = order.map((step) => [
  { kind: 'wait', seconds: 1_500 },
  withoutWindow(step),
]);

/** Whether a window closes on an order may hang on a single look. */
const withoutWindow = (step: Step): Step => {
  if (step.kind !== 'order') return step;
  const { closesAfter: _, ...rest } = step;
  return rest;
};

/** Lives of a pair to which nothing happens but orders, one after the other, while functions die at their work. */
export const dyingFunctions: fc.Arbitrary<History> = fc
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
    order,
    firmwareLine: fc.constantFrom(...FIRMWARE_LINE_NAMES),
  })
  .map(({ history, order: first, firmwareLine }) => ({
    ...history,
    mode: 'enforce',
    deliveries: ['delivered'],
    lostSweeps: [],
    steps: [withoutWindow(first), ...history.steps],
    firmwareLine,
    partnerSecret: true,
  }));
