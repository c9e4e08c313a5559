import type { Pair } from '#domain/estate/estate.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { PairState, Situation } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** What to look at where only people can help. The causes are those the LoadMaster HA manuals name. */
const WAYS_OUT: Readonly<Partial<Record<Situation, string>>> = {
  'dual-active':
    'check that one unit is set to HA mode First and the other to Second, and that they reach one another',
  'no-active':
    'check that the units run, and that the load balancer reaches their health check port from its subnets',
  unconnected: 'check that a listener leads to the target groups and that both units are registered in them',
  unknown: 'check the codes behind "not read" in what was seen; AWS itself may be refusing or failing',
};

const operationWaysOut = ({ operation }: PairState): readonly string[] => {
  switch (operation.kind) {
    case 'idle':
      return [];
    case 'draining':
      return operation.phase === 'returning'
        ? []
        : [`abort the operation: ${operation.unit} is brought back into service`];
    case 'halted': {
      const { unit } = operation.operation;
      return [
        `resume the operation, once the cause is mended: the drain of ${unit} starts again with its handover`,
        `abort the operation: ${unit} is brought back into service where it can be`,
      ];
    }
    default:
      return operation satisfies never;
  }
};

/** What an operator can do about the pair, each an order to give or a thing to check. */
export const waysOut = (pair: Pair, state: PairState, frozen: boolean, now: EpochMs): readonly string[] => {
  const check = WAYS_OUT[state.unseenSince === undefined ? state.situation.kind : 'unknown'];
  return [
    ...(check === undefined ? [] : [check]),
    ...operationWaysOut(state),
    ...(isHeldAt(state, now) ? ['lift the hold'] : []),
    ...(frozen
      ? [`lift the freeze of ${pair.region}, once you have seen for yourself what its pairs are in`]
      : []),
  ];
};
