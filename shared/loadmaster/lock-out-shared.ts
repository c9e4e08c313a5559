import { StoreUnavailableError } from '#control/errors.ts';
import type { Clock } from '#control/ports.ts';
import { isWithheld, type LockOut, makeLockOut } from '#loadmaster/lock-out.ts';
import type { Refusal, UnitCalls } from '#loadmaster/unit-calls.ts';

export interface SharedLockOut extends LockOut {
  /** What stands in the store for a unit: comes with every reservation of calls. */
  learn(unitKey: string, refusal: Refusal | undefined): void;
}

export interface SharedLockOutOptions {
  readonly clock: Clock;
  readonly calls: Pick<UnitCalls, 'refused' | 'accepted'>;
  /** The store was not told of a refusal, or of its end: the other processes may try once by themselves. */
  readonly onUntold: (error: StoreUnavailableError) => void;
}

/**
 * What any process was refused, none tries again. Costs a request of its own only when a unit refuses, or takes
 * credentials after it refused some. Processes that try within the same three seconds do not know of one another.
 * Where the store does not answer, each process still remembers its own refusals.
 */
export const makeSharedLockOut = ({ clock, calls, onUntold }: SharedLockOutOptions): SharedLockOut => {
  const own = makeLockOut(clock);
  const learned = new Map<string, Refusal>();
  const tell = async (sent: Promise<void>): Promise<void> => {
    try {
      await sent;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      onUntold(error);
    }
  };
  return {
    learn: (unitKey, refusal) =>
      void (refusal === undefined ? learned.delete(unitKey) : learned.set(unitKey, refusal)),
    refused: async (unitKey, version) => {
      await own.refused(unitKey, version);
      await tell(calls.refused(unitKey, version, clock.now()));
    },
    accepted: async (unitKey) => {
      await own.accepted(unitKey);
      if (learned.delete(unitKey)) await tell(calls.accepted(unitKey));
    },
    withholds: (unitKey, version) =>
      own.withholds(unitKey, version) || isWithheld(learned.get(unitKey), version, clock.now()),
  };
};
