import { type Observers, observeAws, observeFirmware, observeLoadMasters } from '#control/observe.ts';
import type { PairRecord, UnitRef } from '#control/ports.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { orderRefusals } from '#domain/firmware/admit.ts';
import { courseOf } from '#domain/firmware/course.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import { firmwareOf } from '#domain/firmware/firmware-seen.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import { orderWarningsOf } from '#domain/firmware/plan-warnings.ts';
import { superseded } from '#domain/firmware/superseded.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState } from '#domain/pair/state.ts';
import type { PairProgress } from '#domain/rollout/rollout.ts';
import type { EpochMs } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';

/** A pair and what it is to be brought to. */
export interface PairToCheck {
  readonly record: PairRecord;
  readonly wish: Pick<FirmwareOrder, 'target' | 'image'>;
}

/** The progress of two hundred pairs is one item of the table: what people wrote is cut, and the pair's own page has it all. */
const LONGEST_WORDS = 300;
const MOST_REFUSALS = 5;

const cut = (words: string): string =>
  words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words;

const cutAll = (lines: readonly string[]): readonly string[] => lines.slice(0, MOST_REFUSALS).map(cut);

const cutRefusals = (refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.slice(0, MOST_REFUSALS).map((one) => ({ ...one, words: cut(one.words) }));

const checkOf = (
  { record, wish }: PairToCheck,
  seen: PairSeen,
  freezeWhy: string | undefined,
  now: EpochMs,
): PairProgress => {
  const { pair } = record;
  // As this very look leaves the pair: what it is in now counts, not what it was in when somebody looked last.
  const { next } = decideWatch(record.state ?? newPairState(pair.id, now), seen, pair, now);
  const state = superseded(next, wish);
  const request: FirmwareRequest = {
    pair,
    state,
    seen,
    firmware: firmwareOf(seen),
    target: wish.target,
    now,
    ...(freezeWhy === undefined ? {} : { freezeWhy }),
  };
  const answer = planFirmware(request);
  const refusals = [
    ...(answer.kind === 'refused' ? answer.refusals : []),
    ...orderRefusals(wish, pair, request),
  ];
  const situation = state.situation.kind;
  if (answer.kind === 'refused' || refusals.length > 0)
    return { state: 'refused', checkedAt: now, refusals: cutRefusals(refusals), situation };
  const { kind, from, roleChanges } = answer.plan;
  const course = courseOf(request);
  const warnings = course === undefined ? [] : orderWarningsOf(course);
  return { state: 'ready', checkedAt: now, kind, from, roleChanges, warnings: cutAll(warnings), situation };
};

/**
 * Looks at pairs for a rollout that has not begun: what would be done to each, or everything that stands in its way.
 * Changes nothing. AWS is read once for all of them, the LoadMasters by two calls to the gateway.
 */
export const checkPairs = async (
  observers: Observers,
  pairs: readonly PairToCheck[],
  freezeWhy: string | undefined,
  now: EpochMs,
): Promise<Readonly<Record<string, PairProgress>>> => {
  const declared = pairs.map(({ record }) => record.pair);
  const byAws = await observeAws(observers, declared, now);
  const units = declared.flatMap(({ id: pairId }) => UNIT_NAMES.map((unit): UnitRef => ({ pairId, unit })));
  const looked = await observeLoadMasters(observers.loadMasters, byAws, units);
  const complete = await observeFirmware(observers, declared, looked);
  return Object.fromEntries(
    pairs.flatMap((one) => {
      const { id } = one.record.pair;
      const seen = complete.get(id);
      return seen === undefined ? [] : [[id, checkOf(one, seen, freezeWhy, now)]];
    }),
  );
};
