import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

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
  refused(unitKey: string, version: string): void;
  /** The unit did what was asked: its count of failed log-ins has begun anew. */
  accepted(unitKey: string): void;
  /** Not to be tried: refused less than 15 minutes ago, or once more after that. A new version may always be tried. */
  withholds(unitKey: string, version: string): boolean;
}

interface Refusals {
  readonly version: string;
  readonly count: number;
  readonly until: EpochMs;
}

export const makeLockOut = (clock: Clock): LockOut => {
  const refusals = new Map<string, Refusals>();
  const find = (unitKey: string, version: string): Refusals | undefined => {
    const found = refusals.get(unitKey);
    return found?.version === version ? found : undefined;
  };
  return {
    refused: (unitKey, version) => {
      const count = (find(unitKey, version)?.count ?? 0) + 1;
      const until = count < MOST_REFUSALS ? clock.now() + WITHHOLD_MS : Number.POSITIVE_INFINITY;
      refusals.set(unitKey, { version, count, until });
    },
    accepted: (unitKey) => void refusals.delete(unitKey),
    withholds: (unitKey, version) =>
      clock.now() < (find(unitKey, version)?.until ?? Number.NEGATIVE_INFINITY),
  };
};
