import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';

export interface CancelRequest extends Asked {
  readonly pairId: string;
  readonly unit: UnitName;
  /** Which of the unit's drains; all of them when absent. */
  readonly intentId?: string;
}

/** The drains of a unit that can still be cancelled: the one under way or halted, and those that wait. */
const cancellable = (pair: Pair, state: PairState, unit: UnitName): readonly DrainIntent[] => {
  const { waiting } = state;
  const op = operationOf(state);
  const current = op.kind === 'draining' && op.unit === unit && op.phase !== 'returning' ? [op.intent] : [];
  const { instanceId } = pair.units[unit];
  return [...current, ...waiting.filter((intent) => intent.instanceId === instanceId)];
};

/**
 * Withdraws a unit's drains: publishes it, for `drain` to bring the unit back. Returns the ids of the intents. Throws
 * OperatorRefusal `unknown-drain` when there is nothing to withdraw.
 */
export const cancelDrain = async (
  context: OperatorContext,
  { pairId, unit, intentId, by, why }: CancelRequest,
): Promise<readonly string[]> => {
  const { pair, state } = await findPair(context, pairId);
  const intents = state === undefined ? [] : cancellable(pair, state, unit);
  const meant = intents.filter(({ id }) => intentId === undefined || id === intentId);
  if (meant.length === 0)
    throw new OperatorRefusal('unknown-drain', `${unit} of ${pairId} has no such drain under way or waiting`);
  await context.hands.bus.publish(
    meant.map(({ id, instanceId }) => ({
      detailType: 'Drain Cancelled',
      detail: { intentId: id, instanceId, by, why },
    })),
  );
  return meant.map(({ id }) => id);
};
