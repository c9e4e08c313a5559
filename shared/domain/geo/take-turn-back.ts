import { isTurnOver } from '#domain/geo/decide-turns.ts';
import { reportOfRegion } from '#domain/geo/find-report.ts';
import type { GeoReport, GeoTurn, GeoTurns } from '#domain/geo/geo-report.ts';
import { ownEntry } from '#domain/own-entry.ts';

/** The cluster's turn that has not ended; undefined where everybody has had theirs. */
export const outstandingTurn = (
  turns: GeoTurns | undefined,
  cluster: string,
  reports: readonly GeoReport[],
): GeoTurn | undefined => {
  const turn = turns && ownEntry(turns.clusters, cluster);
  return turn === undefined || isTurnOver(turn, cluster, reports) ? undefined : turn;
};

/**
 * The token by which an operator says "I have seen whose turn that is, and what was heard of it last": good for that
 * turn, and until its region is heard of again.
 */
export const takeBackToken = (cluster: string, turn: GeoTurn, reports: readonly GeoReport[]): string => {
  const heard = reportOfRegion(reports, turn.region)?.version ?? 0;
  return `turn-${turn.number}-of-${cluster}-heard-${heard}`;
};

/** The turns without this one's claim on the cluster. What its region has said so far holds nobody up any more. */
export const takeTurnBack = (
  turns: GeoTurns,
  cluster: string,
  turn: GeoTurn,
  takenBack: NonNullable<GeoTurn['takenBack']>,
): GeoTurns => ({
  ...turns,
  version: turns.version + 1,
  clusters: { ...turns.clusters, [cluster]: { ...turn, takenBack } },
  passedOver: { ...turns.passedOver, [turn.region]: takenBack.at },
});
