import { endedIn } from '#domain/geo/find-report.ts';
import type { GeoReport, GeoTurn, GeoTurns, MemberReport } from '#domain/geo/geo-report.ts';
import { ownEntry } from '#domain/own-entry.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** How long a pair may take to begin once it has its turn: its region hears of it by the table, a little later. */
const BEGINS_WITHIN_MS: DurationMs = 15 * MINUTE_MS;

interface Wanting extends Pick<GeoTurn, 'pairId' | 'region'> {
  readonly since: EpochMs;
}

const membersOf = (
  reports: readonly GeoReport[],
  cluster: string,
): readonly { readonly id: string; readonly region: string; readonly member: MemberReport }[] =>
  reports.flatMap(({ region, members }) =>
    Object.entries(members)
      .filter(([, member]) => member.cluster === cluster)
      .map(([id, member]) => ({ id, region, member })),
  );

/**
 * The region that had the turn says that it has ended, or somebody took it back. As long as neither is so, the pair may
 * be under way.
 */
export const isTurnOver = (turn: GeoTurn, cluster: string, reports: readonly GeoReport[]): boolean => {
  if (turn.takenBack !== undefined) return true;
  const ended = endedIn(reports, turn.region, cluster);
  return ended !== undefined && ended.number >= turn.number;
};

/** Who has waited longest; a pair that is halted or under way in whatever way keeps everybody else of its cluster waiting. */
const nextOf = (reports: readonly GeoReport[], cluster: string): Wanting | undefined => {
  const members = membersOf(reports, cluster);
  if (members.some(({ member }) => isUnderWay(member))) return undefined;
  return members
    .filter(({ member }) => member.wantsTurn)
    .map(({ id: pairId, region, member: { since } }) => ({ pairId, region, since }))
    .toSorted((one, other) => one.since - other.since || (one.pairId < other.pairId ? -1 : 1))[0];
};

/** Its lists are being set, or that has halted. */
const isInItsTurn = ({ kind, state }: MemberReport): boolean =>
  kind === 'pair' && (state === 'syncing' || state === 'halted');

const isUnderWay = (member: MemberReport): boolean =>
  isInItsTurn(member) || (member.kind === 'pair' && member.busyWith !== undefined);

/** A turn of its region was taken back, and it has reported nothing since. */
export const isPassedOver = (
  { passedOver = {} }: Pick<GeoTurns, 'passedOver'>,
  { region, at }: Pick<GeoReport, 'region' | 'at'>,
): boolean => at <= (ownEntry(passedOver, region) ?? Number.NEGATIVE_INFINITY);

/**
 * The home region's part: never two pairs of one GEO cluster at once, over all regions. It gives a turn when the last one
 * is seen to have ended, and nobody is under way. The same object where there is nothing to give. Pure and total.
 */
export const decideTurns = (
  before: GeoTurns,
  reports: readonly GeoReport[],
  /** Clusters in which a pair's firmware is being changed. */
  busy: ReadonlySet<string>,
  now: EpochMs,
): GeoTurns => {
  const heard = reports.filter((report) => !isPassedOver(before, report));
  const clusters = new Set(
    heard.flatMap(({ members }) => Object.values(members).map(({ cluster }) => cluster)),
  );
  const given = [...clusters].toSorted().flatMap((cluster): (readonly [string, GeoTurn])[] => {
    const last = ownEntry(before.clusters, cluster);
    if (busy.has(cluster) || (last !== undefined && !isTurnOver(last, cluster, reports))) return [];
    const next = nextOf(heard, cluster);
    if (next === undefined) return [];
    const { pairId, region } = next;
    const number = (last?.number ?? 0) + 1;
    return [[cluster, { number, pairId, region, grantedAt: now, notAfter: now + BEGINS_WITHIN_MS }]];
  });
  return given.length === 0
    ? before
    : { ...before, clusters: { ...before.clusters, ...Object.fromEntries(given) } };
};

/** The clusters in which a pair has its turn, or is halted in it: no other pair of them is to be touched. */
export const clustersWithTurn = (
  turns: GeoTurns | undefined,
  reports: readonly GeoReport[],
): ReadonlySet<string> => {
  const open = Object.entries(turns?.clusters ?? {}).filter(
    ([cluster, turn]) => !isTurnOver(turn, cluster, reports),
  );
  const underWay = reports.flatMap(({ members }) => Object.values(members).filter(isInItsTurn));
  return new Set([...open.map(([cluster]) => cluster), ...underWay.map(({ cluster }) => cluster)]);
};

export const noTurns = (region: string): GeoTurns => ({
  schemaVersion: 1,
  version: 0,
  region,
  clusters: {},
});
