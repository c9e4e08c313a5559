import * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { geoDeclarationItem } from '#contracts/items-geo.ts';
import { StaleStateError } from '#control/errors.ts';
import type { Estate } from '#domain/estate/estate.ts';
import { declarationOf } from '#domain/geo/declaration.ts';
import { claimItem } from '#store/dynamo/claim-item.ts';
import { geoDeclarationKey } from '#store/dynamo/keys.ts';
import { parseItem } from '#store/dynamo/parse-item.ts';
import type { Condition, StoredItem, TableClient } from '#store/dynamo/table-client.ts';
import { nextDeclaration } from '#store/next-declaration.ts';

/** How often a claim that lost the race is tried again: estates are applied by people. */
const CLAIM_ATTEMPTS = 5;

/** What can be read of a damaged declaration, when it can. */
const damagedDeclaration = z.object({ declaration: z.object({ version: z.number() }) });

const NO_VERSION = { version: 0 };

const withoutVersion: Condition = {
  expression: 'NOT attribute_type(#declaration.#version, :number)',
  names: { '#declaration': 'declaration', '#version': 'version' },
  values: { ':number': 'N' },
};

const read = (item: StoredItem) =>
  parseItem(geoDeclarationItem, item)?.declaration ??
  parseItem(damagedDeclaration, item)?.declaration ??
  NO_VERSION;

/**
 * Makes what a region declares about GEO equal to the estate, and says whether it was anything else before. Of two that
 * do so at once the later one looks again at what the earlier one has declared.
 */
export const makeGeoDeclarer = (table: TableClient) => {
  const declareOnce = async (region: string, estate: Estate): Promise<boolean> => {
    const key = geoDeclarationKey(region);
    const item = await table.get(key);
    const stored = item && read(item);
    const next = nextDeclaration(stored, declarationOf(region, estate));
    if (next === undefined) return false;
    // Nothing to claim over; whoever has repaired it meanwhile is not undone.
    if (stored === NO_VERSION) await table.delete(key, withoutVersion);
    await claimItem(table, key, {
      item: { schemaVersion: ITEM_SCHEMA_VERSION, declaration: next },
      version: next.version,
      within: 'declaration',
      of: `GEO in ${region}`,
    });
    return true;
  };

  return async (region: string, estate: Estate): Promise<boolean> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await declareOnce(region, estate);
      } catch (error) {
        if (!(error instanceof StaleStateError) || attempt === CLAIM_ATTEMPTS) throw error;
      }
    }
  };
};
