import { isDrainAhead } from '#domain/drain/is-due.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { courseOf } from '#domain/firmware/course.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import { firmwareOf } from '#domain/firmware/firmware-seen.ts';
import { namesVersion } from '#domain/firmware/image-name.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import type { PairLook } from '#domain/pair/look.ts';

/** What becomes of an order: it is begun, or everything that stands in its way. */
export type Admission =
  | { readonly kind: 'start'; readonly operation: FirmwareOperation }
  | { readonly kind: 'refuse'; readonly refusals: readonly Refusal[] };

/** What a plan for people does not need to know, and an order does. */
export const orderRefusals = (
  order: Pick<FirmwareOrder, 'target' | 'image'>,
  pair: Pair,
  request: FirmwareRequest,
): readonly Refusal[] => {
  const course = courseOf(request);
  const units = course === undefined ? [] : [course.active, course.standby].filter(({ isDue }) => isDue);
  const refusals: Refusal[] = [];
  if (order.image !== undefined && !namesVersion(order.image.key, order.target))
    refusals.push({
      code: 'wrong-image',
      words: `the image ${order.image.key} is not of ${order.target} by its name`,
      remedy: 'name the image of the target version, under the name the vendor gave it',
    });
  for (const { name, restores } of units)
    if (order.image === undefined && !restores)
      refusals.push({
        code: 'no-image',
        words: `${name} does not keep ${order.target} as its previous version, and the order names no image`,
        remedy: 'order it with an image',
      });
  if (units.some(({ crossesSecret }) => crossesSecret) && pair.partnerSecret === undefined)
    refusals.push({
      code: 'no-partner-secret',
      words: 'the firmware needs a secret that both units share, and none is declared for the pair',
      remedy: 'put one into Secrets Manager and declare its name as partnerSecret of the pair',
    });
  if (pair.mode === 'observe')
    refusals.push({
      code: 'observe-mode',
      words: 'the pair is in observe mode: nothing is done to it',
      remedy: 'declare it with mode enforce, or follow the plan by hand',
    });
  return refusals;
};

const drainAhead = ({ state, now }: PairLook): readonly Refusal[] =>
  isDrainAhead(state, now)
    ? [
        {
          code: 'operation-under-way',
          words: 'a drain is about to begin, or a unit that one took out is still to come back',
          remedy: 'let it end first',
        },
      ]
    : [];

/** Whether an order is begun now. Everything that stands in its way is said at once, before anything is touched. */
export const admitFirmware = (look: PairLook, order: FirmwareOrder, freezeWhy?: string): Admission => {
  const { pair, state, seen, now } = look;
  const firmware = firmwareOf(seen);
  const request: FirmwareRequest = {
    pair,
    state,
    seen,
    firmware,
    target: order.target,
    now,
    ...(freezeWhy === undefined ? {} : { freezeWhy }),
  };
  const answer = planFirmware(request);
  const course = courseOf(request);
  const refusals = [
    ...(answer.kind === 'refused' ? answer.refusals : []),
    ...orderRefusals(order, pair, request),
    ...drainAhead(look),
  ];
  if (refusals.length > 0 || course === undefined) return { kind: 'refuse', refusals };
  const { active, preferring } = course;
  const change = (unit: UnitName) => {
    const reading = firmware[unit];
    return {
      from: reading.kind === 'read' ? reading.value.version.trim() : '',
      preferredFirst: preferring.includes(unit),
    };
  };
  return {
    kind: 'start',
    operation: {
      kind: 'upgrading',
      order,
      phase: 'backing-up',
      startedAt: now,
      phaseSince: now,
      units: { first: change('first'), second: change('second') },
      servicesUp: active.firmware.servicesUp,
      servedBy: active.name,
      roleChanges: 0,
      incidents: [],
      // Units that differ already have been mixed for longer than anybody can say.
      ...(course.kind === 'repair' ? { mixedSince: now } : {}),
    },
  };
};
