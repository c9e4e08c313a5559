import { refusedOnceMore } from '#loadmaster/lock-out.ts';
import type { Refusal, Reserved, UnitCalls } from '#loadmaster/unit-calls.ts';

interface Taken {
  readonly slot: number;
  readonly calls: number;
}

/** A slot further ahead than the next one is a broken clock's. */
const taken = (before: Taken | undefined, slot: number): number => {
  if (before === undefined || before.slot < slot || before.slot > slot + 1) return 0;
  return before.slot === slot ? before.calls : Number.POSITIVE_INFINITY;
};

/** What processes know in common, for tests and rehearsals: as `dynamo/unit-calls.ts` keeps it. */
export const makeMemoryUnitCalls = (): UnitCalls => {
  const slots = new Map<string, Taken>();
  const refusals = new Map<string, Refusal>();
  return {
    reserve: async (unitKey, { slot, calls, most }): Promise<Reserved> => {
      const now = taken(slots.get(unitKey), slot) + calls;
      const granted = now <= most;
      if (granted) slots.set(unitKey, { slot, calls: now });
      const refusal = refusals.get(unitKey);
      return { granted, ...(refusal && { refusal }) };
    },
    refused: async (unitKey, version, at) =>
      void refusals.set(unitKey, refusedOnceMore(refusals.get(unitKey), version, at)),
    accepted: async (unitKey) => void refusals.delete(unitKey),
  };
};
