import { randomUUID } from 'node:crypto';
import { StaleStateError } from '#control/errors.ts';
import type { PairStore } from '#control/ports.ts';
import { stateKey } from '#store/dynamo/keys.ts';
import type { Condition, TableClient } from '#store/dynamo/table-client.ts';

/**
 * Names one claim. When DynamoDB stored a claim and its answer was lost, the SDK sends the same item again and the
 * condition fails against our own write; the token tells that from a lost race. The domain never sees it.
 */
const CLAIM_TOKEN = 'claimToken';

/**
 * Creating and updating have conditions of their own. Joined by OR, a claim on a state that was removed meanwhile
 * would bring it back to life.
 */
const firstClaim: Condition = { expression: 'attribute_not_exists(PK)' };

const claimOver = (version: number): Condition => ({
  expression: '#version = :version',
  names: { '#version': 'version' },
  values: { ':version': version },
});

export const makeClaims = (table: TableClient): Pick<PairStore, 'claim' | 'settle'> => ({
  claim: async (region, next) => {
    const key = stateKey(region, next.pairId);
    const token = randomUUID();
    const condition = next.version === 1 ? firstClaim : claimOver(next.version - 1);
    const result = await table.put(key, { ...next, [CLAIM_TOKEN]: token }, condition);
    if (result.kind === 'written') return;
    // Endpoints older than ReturnValuesOnConditionCheckFailure (2023), dynalite among them, leave the item out.
    const stored = result.stored ?? (await table.get(key));
    if (stored?.[CLAIM_TOKEN]?.S !== token) throw new StaleStateError(next.pairId);
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
