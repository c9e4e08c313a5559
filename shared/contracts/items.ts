import * as z from 'zod/mini';
import { storedFreeze, storedPair, storedStandalone } from '#contracts/items-declared.ts';
import { storedJournalEntry, storedPairState } from '#contracts/items-state.ts';

/**
 * The version written into every item. Readers accept this one; once there is a second, they accept it and the one
 * before, so that two releases can share the table during a deployment and after a rollback.
 */
export const ITEM_SCHEMA_VERSION = 1;

const schemaVersion = z.literal(ITEM_SCHEMA_VERSION);

/** A declared pair. */
export const pairItem = z.object({ schemaVersion, pair: storedPair });

/** A declared standalone. */
export const standaloneItem = z.object({ schemaVersion, standalone: storedStandalone });

/** Which pair an instance belongs to, with the declared pair in it. */
export const instanceItem = z.object({ schemaVersion, pair: storedPair });

export const freezeItem = z.object({ schemaVersion, freeze: storedFreeze });

/** The state lies flat in the item: it carries its own schema version, and conditions name its version and `pending`. */
export const stateItem = storedPairState;

export const journalItem = z.object({ schemaVersion, entry: storedJournalEntry });
