import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import { MINUTE_MS } from '#domain/time.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';

/** A pair of which something is broken. */
export interface BreakPlace {
  readonly stage: Stage;
  readonly one: StagePair;
  readonly cloud: CloudRegion;
  /** As declared when the world began. */
  readonly pair: Pair;
  readonly wired: Readonly<Record<UnitName, WiredUnit>>;
}

/** Puts the world as it was. */
export type Mend = () => void | Promise<void>;

/** How one rule is broken in the world of a pair: as it goes wrong in the field, and never in what is told of it. */
export interface Break {
  /** What happened, for the timeline. */
  readonly words: string;
  /** Returns when it is so; what is returned mends it, and returns when that is so. */
  readonly happen: (place: BreakPlace) => Mend | Promise<Mend>;
  /** A pair of its own; the one that every other rule is broken of where absent. */
  readonly pairId?: string;
}

/** By the ids of rules. */
export type Breaks = Readonly<Record<string, Break>>;

export const placeOf = (stage: Stage, pairId: string): BreakPlace => {
  const one = stage.find(pairId);
  return { stage, one, cloud: one.region.cloud, pair: one.pair.pair, wired: one.pair.wired };
};

/** Longer than a unit needs to boot, or a standby to take over. */
const SHOWS_WITHIN_MS: DurationMs = 8 * MINUTE_MS;

/** @throws Error when it does not become so */
export const until = async (
  { stage }: Pick<BreakPlace, 'stage'>,
  words: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> => {
  if (!(await waitUntil(stage.world.scheduler, isSo, SHOWS_WITHIN_MS)))
    throw new Error(`it did not become so: ${words}`);
};

export const now = ({ stage }: Pick<BreakPlace, 'stage'>): EpochMs => stage.world.scheduler.now();

/** It has booted, and the load balancer has found it. */
export const untilRole = (place: BreakPlace, unit: UnitName, role: 'active' | 'standby'): Promise<void> =>
  until(place, `${unit} is ${role}`, () => place.wired[unit].unit.role() === role);
