import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { PairSeen, UnreadCode } from '#domain/pair/seen.ts';

/** Answers of a LoadMaster that asking again will not change, and that may lock the account. */
export const FINAL_CODES: readonly UnreadCode[] = [
  'loadmaster-auth',
  'loadmaster-permission',
  'loadmaster-api-disabled',
  'loadmaster-unknown-command',
  'loadmaster-wrong-platform',
  'loadmaster-refused',
  'loadmaster-certificate-changed',
];

/** A LoadMaster of the pair was not read for a reason that only people can mend. */
export const needsPeopleToBeRead = (seen: PairSeen): boolean =>
  UNIT_NAMES.some((unit) => {
    const { loadMaster } = seen.units[unit];
    return loadMaster.kind === 'unread' && FINAL_CODES.includes(loadMaster.code);
  });
