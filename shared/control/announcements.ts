import type { Announcement } from '#control/ports.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';
import { needsAttention } from '#domain/pair/situation.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

/** Reasons that are for people, whatever the situation. */
const FOR_PEOPLE: readonly Reason[] = [
  'halted',
  'flap-stop',
  'mixed-too-long',
  'firmware-mixed',
  'geo-given-up',
];

/** A return that is due cannot begin. */
const isBlockedReturn = ({ by, reason }: DecisionRecord, { failback }: PairState): boolean =>
  by === 'failback' && failback.blockedBy === reason;

/** One unit does not stand by because it is being moved: that is the operation's business, and nobody's at night. */
const isExpected = ({ to }: DecisionRecord, { operation }: PairState): boolean =>
  to === 'degraded' && operation.kind !== 'idle' && operation.kind !== 'halted';

/** After these a pair of a rollout is done with, one way or the other, or waits for people. */
const CHANGES_ROLLOUT: readonly Reason[] = [
  'firmware-changed',
  'firmware-refused',
  'firmware-given-up',
  'firmware-put-off',
  'firmware-aborted',
  'halted',
];

/** A pair of a rollout has come to an end of some kind: the next one may begin before the schedule says so. */
const movesRollout = ({ by, reason }: DecisionRecord): boolean =>
  by === 'firmware' && CHANGES_ROLLOUT.includes(reason);

/** After these a pair's turn has ended: the next pair of its cluster may have one. */
const ENDS_TURN: readonly Reason[] = [
  'geo-nothing-to-set',
  'geo-refused',
  'geo-synced',
  'geo-given-up',
  'geo-put-off',
  'geo-aborted',
];

const endsTurn = ({ by, reason }: DecisionRecord): boolean => by === 'geo' && ENDS_TURN.includes(reason);

const rolloutOf = (state: PairState): string | undefined =>
  firmwareUnderWay(state)?.order.rolloutId ?? state.firmware.last?.rolloutId;

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
    ...(record.checks === undefined ? {} : { checks: record.checks }),
  };
  const changed = record.from !== record.to || record.reason === 'active-unit-changed';
  const turnedBad = record.from !== record.to && needsAttention(record.to) && !isExpected(record, state);
  const attention = turnedBad || FOR_PEOPLE.includes(record.reason) || isBlockedReturn(record, state);
  const rolloutId = rolloutOf(state);
  return [
    ...(changed ? [{ detailType: 'Pair Situation Changed', detail } as const] : []),
    ...(rolloutId === undefined || !movesRollout(record)
      ? []
      : [{ detailType: 'Rollouts Changed', detail: { rolloutId, region } } as const]),
    ...(endsTurn(record) ? [{ detailType: 'Geo Changed', detail: { region, what: 'ended' } } as const] : []),
    ...(attention ? [{ detailType: 'Pair Needs Attention', detail } as const] : []),
  ];
};
