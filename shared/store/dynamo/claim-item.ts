import { randomUUID } from 'node:crypto';
import { StaleStateError } from '#control/errors.ts';
import type { ItemKey } from '#store/dynamo/keys.ts';
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

/** What is claimed: an item that has its version at its top, or in the attribute `within`. */
export interface Claim {
  readonly item: object;
  readonly version: number;
  readonly within?: string;
  /** Whose state it is, for who lost the race. */
  readonly of: string;
}

/** That the stored version is this one. */
export const claimOver = (version: number, within?: string): Condition => ({
  expression: within === undefined ? '#version = :version' : '#within.#version = :version',
  names: { '#version': 'version', ...(within === undefined ? {} : { '#within': within }) },
  values: { ':version': version },
});

/** Puts the item whole if the stored version is the one before; version 1 if nothing is stored. Throws StaleStateError. */
export const claimItem = async (
  table: TableClient,
  key: ItemKey,
  { item, version, within, of }: Claim,
): Promise<void> => {
  const token = randomUUID();
  const condition = version === 1 ? firstClaim : claimOver(version - 1, within);
  const result = await table.put(key, { ...item, [CLAIM_TOKEN]: token }, condition);
  if (result.kind === 'written') return;
  // Endpoints older than ReturnValuesOnConditionCheckFailure (2023), dynalite among them, leave the item out.
  const stored = result.stored ?? (await table.get(key));
  if (stored?.[CLAIM_TOKEN]?.S !== token) throw new StaleStateError(of);
};
