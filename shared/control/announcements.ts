import type { Announcement } from '#control/ports.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';
import { needsAttention } from '#domain/pair/situation.ts';
import type { PairState } from '#domain/pair/state.ts';

const isNewlyHalted = ({ reason }: DecisionRecord): boolean => reason === 'halted';

/**
 * What a claimed decision tells the world. A projection of the record, not an action of its own: it can be made again
 * after a crash, and `pairId` with `version` lets a listener drop the second copy.
 */
export const announcementsOf = (
  pairId: string,
  region: string,
  record: DecisionRecord,
  state: PairState,
): readonly Announcement[] => {
  const detail = {
    pairId,
    region,
    version: record.version,
    at: new Date(record.at).toISOString(),
    from: record.from,
    to: record.to,
    reason: record.reason,
    operation: record.operation,
    evidence: record.evidence,
    ...(state.situation.active === undefined ? {} : { active: state.situation.active }),
  };
  const changed = record.from !== record.to || record.reason === 'active-unit-changed';
  const attention = (record.from !== record.to && needsAttention(record.to)) || isNewlyHalted(record);
  return [
    ...(changed ? [{ detailType: 'Pair Situation Changed', detail } as const] : []),
    ...(attention ? [{ detailType: 'Pair Needs Attention', detail } as const] : []),
  ];
};
