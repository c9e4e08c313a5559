import type { ApplianceRef } from '#control/ports.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';

/** A part of a partition. Both ends included. */
export interface SortKeyRange {
  readonly from: string;
  readonly to: string;
}

/** Where an item lies in the table. */
export interface ItemKey {
  readonly PK: string;
  readonly SK: string;
}

/*
 * Ids are letters, digits, `.`, `_` and `-` (the estate contract sees to it), which all sort after `#`: no other
 * pair's key lies between `PAIR#<id>` and `PAIR#<id>#STATE`.
 */
const PAIR = 'PAIR#';
const STATE = '#STATE';
const STANDALONE = 'STANDALONE#';
const FREEZE = 'FREEZE';
const JOURNAL = 'JOURNAL#';

/** Wide enough for a claim every millisecond during thirty years. */
const VERSION_DIGITS = 12;

export const LAST_VERSION = 10 ** VERSION_DIGITS - 1;

export const regionPartition = (region: string): string => `REGION#${region}`;

export const pairSortKey = (pairId: string): string => `${PAIR}${pairId}`;

export const stateSortKey = (pairId: string): string => `${PAIR}${pairId}${STATE}`;

export const standaloneSortKey = (id: string): string => `${STANDALONE}${id}`;

export const pairKey = (region: string, pairId: string): ItemKey => ({
  PK: regionPartition(region),
  SK: pairSortKey(pairId),
});

export const stateKey = (region: string, pairId: string): ItemKey => ({
  PK: regionPartition(region),
  SK: stateSortKey(pairId),
});

export const standaloneKey = (region: string, id: string): ItemKey => ({
  PK: regionPartition(region),
  SK: standaloneSortKey(id),
});

export const freezeKey = (region: string): ItemKey => ({ PK: regionPartition(region), SK: FREEZE });

export const instanceKey = (instanceId: string): ItemKey => ({ PK: `INSTANCE#${instanceId}`, SK: 'PAIR' });

/**
 * What all processes of a region know of one unit in common; `host` is host and port of its management endpoint, which
 * another region's networks may have as well.
 */
export const unitCallsKey = (region: string, host: string): ItemKey => ({
  PK: `UNIT#${region}#${host}`,
  SK: 'CALLS',
});

/** The last job of a unit; a standalone's third part is no unit's name. */
export const jobKey = ({ pairId, unit }: ApplianceRef): ItemKey => ({
  PK: `JOB#${pairId}#${unit}`,
  SK: 'LAST',
});

/** The last check of an image in the region's own bucket. No unit is called like a region. */
export const imageCheckKey = (region: string, { key, sha256 }: FirmwareImage): ItemKey => ({
  PK: `JOB#IMAGE#${region}`,
  SK: `${sha256}#${key}`,
});

export const journalPartition = (pairId: string): string => `PAIR#${pairId}`;

export const journalSortKey = (version: number): string =>
  `${JOURNAL}${String(version).padStart(VERSION_DIGITS, '0')}`;

export const journalKey = (pairId: string, version: number): ItemKey => ({
  PK: journalPartition(pairId),
  SK: journalSortKey(version),
});

/** The version in a journal entry's sort key, which stays readable where the entry does not. */
export const journalVersion = (sortKey: string): number => Number(sortKey.slice(JOURNAL.length));

/** What the regions share about GEO: all of it is read together. */
export const GEO_PARTITION = 'GEO';

const DECLARED = 'DECLARED#';
const REPORT = 'REPORT#';
const TURNS = 'TURNS';

export const geoDeclarationKey = (region: string): ItemKey => ({
  PK: GEO_PARTITION,
  SK: `${DECLARED}${region}`,
});

export const geoReportKey = (region: string): ItemKey => ({ PK: GEO_PARTITION, SK: `${REPORT}${region}` });

export const GEO_TURNS_KEY: ItemKey = { PK: GEO_PARTITION, SK: TURNS };

/** What a sort key in that partition stands for. `other` is what a newer release may keep there. */
export const geoItemKind = (sortKey: string): 'declaration' | 'report' | 'turns' | 'other' => {
  if (sortKey === TURNS) return 'turns';
  if (sortKey.startsWith(DECLARED)) return 'declaration';
  return sortKey.startsWith(REPORT) ? 'report' : 'other';
};

/** Every rollout, with how far each region is with it: all are read together. */
export const ROLLOUTS_PARTITION = 'ROLLOUTS';

export const rolloutKey = (rolloutId: string): ItemKey => ({ PK: ROLLOUTS_PARTITION, SK: rolloutId });

export const progressKey = (rolloutId: string, region: string): ItemKey => ({
  PK: ROLLOUTS_PARTITION,
  SK: `${rolloutId}#${region}`,
});

/** A rollout and what belongs to it: `$` follows `#`, and ids are letters, digits and `-`, which follow both. */
export const rolloutSortKeys = (rolloutId: string): SortKeyRange => ({
  from: rolloutId,
  to: `${rolloutId}$`,
});

/** What a sort key among the rollouts stands for: without a region the rollout itself. */
export const rolloutItemKind = (
  sortKey: string,
): { readonly rolloutId: string; readonly region?: string } => {
  const [rolloutId = '', region] = sortKey.split('#', 2);
  return region === undefined ? { rolloutId } : { rolloutId, region };
};

const AUDIT = 'AUDIT#';
const WAIVER = 'WAIVER#';

/** What one region's audits have found, and what of it is waived: all of it is read together. */
export const auditPartition = (region: string): string => `AUDIT#${region}`;

export const auditKey = (region: string, pairId: string): ItemKey => ({
  PK: auditPartition(region),
  SK: `${AUDIT}${pairId}`,
});

export const waiverKey = (region: string, id: string): ItemKey => ({
  PK: auditPartition(region),
  SK: `${WAIVER}${id}`,
});

/** Whose audit, or which waiver, a sort key in that partition stands for. `other` is what a newer release may keep there. */
export const auditItemKind = (
  sortKey: string,
): { readonly kind: 'audit' | 'waiver' | 'other'; readonly id: string } => {
  if (sortKey.startsWith(AUDIT)) return { kind: 'audit', id: sortKey.slice(AUDIT.length) };
  if (sortKey.startsWith(WAIVER)) return { kind: 'waiver', id: sortKey.slice(WAIVER.length) };
  return { kind: 'other', id: sortKey };
};

/** Apart from the audits: whoever reads those has no use for what they were made of. */
export const snapshotKey = (region: string, pairId: string): ItemKey => ({
  PK: `SNAPSHOT#${region}`,
  SK: pairId,
});

/** What a sort key in a region's partition stands for. `other` is what a newer release may keep there. */
export type RegionItemKind =
  | { readonly kind: 'pair' | 'state' | 'standalone'; readonly id: string }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'other' };

export const regionItemKind = (sortKey: string): RegionItemKind => {
  if (sortKey === FREEZE) return { kind: 'freeze' };
  if (sortKey.startsWith(STANDALONE)) return { kind: 'standalone', id: sortKey.slice(STANDALONE.length) };
  if (!sortKey.startsWith(PAIR)) return { kind: 'other' };
  const rest = sortKey.slice(PAIR.length);
  if (!rest.includes('#')) return { kind: 'pair', id: rest };
  const id = rest.slice(0, -STATE.length);
  return rest.endsWith(STATE) && !id.includes('#') ? { kind: 'state', id } : { kind: 'other' };
};
