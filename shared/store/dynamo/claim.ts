import type { PairStore } from '#control/ports.ts';
import { claimItem, claimOver } from '#store/dynamo/claim-item.ts';
import { stateKey } from '#store/dynamo/keys.ts';
import type { TableClient } from '#store/dynamo/table-client.ts';

export const makeClaims = (table: TableClient): Pick<PairStore, 'claim' | 'settle'> => ({
  claim: (region, next) => {
    const { pairId, version } = next;
    return claimItem(table, stateKey(region, pairId), { item: next, version, of: pairId });
  },
  settle: async (region, pairId, version) => {
    const condition = claimOver(version);
    await table.update(stateKey(region, pairId), 'SET #pending = :settled', {
      expression: condition.expression,
      names: { ...condition.names, '#pending': 'pending' },
      values: { ...condition.values, ':settled': false },
    });
  },
});
