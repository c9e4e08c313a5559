import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import type { Refusal } from '#loadmaster/unit-calls.ts';

/** How long credentials that were refused once stay unused. */
const WITHHOLD_MS: DurationMs = 15 * MINUTE_MS;

/**
 * After as many refusals in a row the same credentials are not tried again at all. A unit blocks a user after a
 * configured number of failed log-ins in a row, however far apart.
 * @see LoadMaster Interface Description, RESTful API, `sessionmaxfailattempts`
 */
const MOST_REFUSALS = 2;

/** Keeps credentials that a unit has refused from being tried until the unit blocks the user. */
export interface LockOut {
  /** The unit answered 401 to this version of its secret. */
  refused(unitKey: string, version: string): Promise<void>;
  /** The unit did what was asked: its count of failed log-ins has begun anew. */
  accepted(unitKey: string): Promise<void>;
  /** Not to be tried: refused less than 15 minutes ago, or once more after that. A new version may always be tried. */
  withholds(unitKey: string, version: string): boolean;
}

/** Whether what was refused keeps this version from being tried. */
export const isWithheld = (refusal: Refusal | undefined, version: string, now: EpochMs): boolean =>
  refusal?.version === version && (refusal.count >= MOST_REFUSALS || now < refusal.at + WITHHOLD_MS);

/** What has been refused after one more refusal. */
export const refusedOnceMore = (before: Refusal | undefined, version: string, at: EpochMs): Refusal => ({
  version,
  count: (before?.version === version ? before.count : 0) + 1,
  at,
});

/** Remembers within this process. */
export const makeLockOut = (clock: Clock): LockOut => {
  const refusals = new Map<string, Refusal>();
  return {
    refused: async (unitKey, version) =>
      void refusals.set(unitKey, refusedOnceMore(refusals.get(unitKey), version, clock.now())),
    accepted: async (unitKey) => void refusals.delete(unitKey),
    withholds: (unitKey, version) => isWithheld(refusals.get(unitKey), version, clock.now()),
  };
};
