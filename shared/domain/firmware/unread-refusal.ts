import type { UnitName } from '#domain/estate/estate.ts';
import type { Refusal } from '#domain/firmware/firmware-plan.ts';
import type { UnreadCode } from '#domain/pair/seen.ts';

const WHAT = { 'firmware-unread': 'firmware', 'loadmaster-unread': 'LoadMaster' } as const;

/** Something of a unit was not read, so nothing can be planned on it. */
export const unreadRefusal = (code: keyof typeof WHAT, unit: UnitName, because: UnreadCode): Refusal => ({
  code,
  words: `the ${WHAT[code]} of ${unit} was not read (${because})`,
  remedy: `mend what keeps ${unit} from being read, and ask again; the runbook has each code`,
});
