import { otherUnit, type Pair } from '#domain/estate/estate.ts';
import { checksFor } from '#domain/explain/checks.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

const BLIND = 'check the codes behind "not read" in what was seen; AWS itself may be refusing or failing';

const NEXT_TURN = 'lists that are not as declared are reported, and set when the pair has its next turn';

const handoverTurned = ({ handover }: GeoOperation): string =>
  handover === undefined ? '' : `, and ${otherUnit(handover.to)} is brought back into sight where it can be`;

const haltedWaysOut = ({ operation, because }: HaltedOperation): readonly string[] => {
  if (operation.kind === 'switching')
    return [
      `resume the operation, once the cause is mended: the switchover to ${operation.to} goes on from what is seen then`,
      `abort the operation: ${otherUnit(operation.to)} is brought back into sight where it can be`,
    ];
  if (operation.kind === 'upgrading')
    return [
      `resume the operation, once the cause is mended: it goes on from what the units run then`,
      `${operation.handover === undefined ? '' : 'abort the operation, then '}roll rollout ${operation.order.rolloutId} back: the units go back to what they ran before, where firmware allows that`,
      'abort the operation: it ends where it stands, and that the units may run different firmware stays remembered',
    ];
  if (operation.kind === 'syncing-geo')
    return [
      'resume the operation, once the cause is mended: it goes on with the lists that are not as declared then',
      `abort the operation: it ends where it stands${handoverTurned(operation)}; ${NEXT_TURN}`,
    ];
  const { unit } = operation;
  return [
    because === 'split-brain-fenced'
      ? `resume the operation: ${unit} is put right, rebooted and brought back`
      : `resume the operation, once the cause is mended: the drain of ${unit} starts again with its handover`,
    `abort the operation: ${unit} is brought back into service where it can be`,
  ];
};

const operationWaysOut = ({ operation }: PairState): readonly string[] => {
  switch (operation.kind) {
    case 'idle':
      return [];
    case 'draining':
      return operation.phase === 'returning'
        ? []
        : [`abort the operation: ${operation.unit} is brought back into service`];
    case 'switching':
      return [
        `abort the operation: ${otherUnit(operation.to)} is brought back, unless ${operation.to} has taken over already; then it is completed`,
      ];
    case 'upgrading':
      return ['abort the operation: it ends where it stands; roll its rollout back to undo it'];
    case 'syncing-geo':
      return [`abort the operation: it ends where it stands${handoverTurned(operation)}; ${NEXT_TURN}`];
    case 'halted':
      return haltedWaysOut(operation);
    default:
      return operation satisfies never;
  }
};
const failbackWaysOut = (pair: Pair, { failback, situation }: PairState): readonly string[] => {
  if (failback.flappingSince !== undefined)
    return ['find out why first keeps failing, then acknowledge the flapping'];
  const waits =
    pair.preferred === 'first' &&
    pair.failback.policy === 'manual' &&
    situation.active === 'second' &&
    failback.readySince !== undefined &&
    failback.approval === undefined;
  return waits ? ['approve the return to first'] : [];
};

/** What an operator can do about the pair, each an order to give or a thing to check. */
export const waysOut = (
  pair: Pair,
  state: PairState,
  seen: PairSeen,
  frozen: boolean,
  now: EpochMs,
): readonly string[] => {
  const isBlind = state.unseenSince !== undefined || state.situation.kind === 'unknown';
  return [
    ...(isBlind ? [BLIND] : checksFor(state.situation.kind, seen, pair)),
    ...failbackWaysOut(pair, state),
    ...operationWaysOut(state),
    ...(isHeldAt(state, now) ? ['lift the hold'] : []),
    ...(frozen
      ? [`lift the freeze of ${pair.region}, once you have seen for yourself what its pairs are in`]
      : []),
  ];
};
