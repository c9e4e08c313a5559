import { isPassedOver } from '#domain/geo/decide-turns.ts';
import { reportOfRegion } from '#domain/geo/find-report.ts';
import type { EndedTurn, GeoReport, GeoRequest, GeoTurns, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import { type PairSight, reportPair } from '#domain/geo/pair-report.ts';
import { reportStandalone, type StandaloneSight } from '#domain/geo/standalone-report.ts';
import type { Topology } from '#domain/geo/topology.ts';
import { orderOfTurn, turnOrderId } from '#domain/geo/turn-order.ts';
import type { AskedJob } from '#domain/job/drive-job.ts';
import { ownEntry } from '#domain/own-entry.ts';
import { sameContent } from '#domain/same-content.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** Everything a region knows about GEO at one pass. */
export interface RegionSight {
  readonly region: string;
  readonly topology: Topology;
  /** As this region's replica of the table has them, its own included. */
  readonly reports: readonly GeoReport[];
  readonly turns: GeoTurns | undefined;
  readonly pairs: readonly PairSight[];
  readonly standalones: readonly StandaloneSight[];
  /** By pair, the order that it works on; also of a pair that is declared to be in no GEO cluster any more. */
  readonly working: ReadonlyMap<string, string>;
  /** Of pairs that cannot be read: nobody knows what they work on. */
  readonly damaged: readonly string[];
  readonly now: EpochMs;
}

/** What follows from it: what is to be written down, and then done. */
export interface RegionStep {
  /** The same object where nothing has changed. */
  readonly next: GeoReport;
  /** Of standalones: jobs to be handed over. */
  readonly jobs: readonly { readonly id: string; readonly asked: AskedJob }[];
  /** Of pairs that have their turn and have not begun. */
  readonly orders: readonly { readonly pairId: string; readonly order: GeoOrder }[];
}

/** What an operator asked for is forgotten after so long, whatever has come of it. */
const REQUEST_LASTS_MS: DurationMs = 24 * 60 * MINUTE_MS;

/** So that every region has heard of it, and has looked. */
const REQUEST_LASTS_AT_LEAST_MS: DurationMs = 5 * MINUTE_MS;

/** Jobs are what backups and firmware take as well; and each is written down with its lists. */
const STANDALONES_AT_ONCE = 5;

/** An order that is on its way when the time is up may still be begun: what one invocation may take, and more. */
const COMES_FORWARD_MS: DurationMs = 2 * MINUTE_MS;

export const newReport = (region: string, now: EpochMs): GeoReport => ({
  schemaVersion: 1,
  region,
  version: 0,
  at: now,
  incomplete: [],
  members: {},
  ended: {},
  requests: [],
});

const ownReport = ({ region, reports, now }: RegionSight): GeoReport =>
  reportOfRegion(reports, region) ?? newReport(region, now);

const isRight = (id: string, reports: readonly GeoReport[]): boolean =>
  reports.some(({ members }) => ownEntry(members, id)?.state === 'right');

const isOpen = ({ members, at }: GeoRequest, reports: readonly GeoReport[], now: EpochMs): boolean => {
  if (now - at >= REQUEST_LASTS_MS) return false;
  return now - at < REQUEST_LASTS_AT_LEAST_MS || !members.every((id) => isRight(id, reports));
};

/** How a turn of one of the region's own pairs has ended; undefined while it has not. */
const endOf = (
  { working, damaged, now }: RegionSight,
  { cluster, turn, pair }: OwnTurn,
): EndedTurn | undefined => {
  const { number, pairId } = turn;
  const id = turnOrderId(cluster, turn);
  const last = pair?.state?.geo.last;
  if (last?.orderId === id) return { number, end: last.end, at: now };
  if (working.get(pairId) === id || damaged.includes(pairId)) return undefined;
  const isOver = pair === undefined || now > turn.notAfter + COMES_FORWARD_MS;
  return isOver ? { number, end: 'not-begun', at: now } : undefined;
};

interface OwnTurn {
  readonly cluster: string;
  readonly turn: GeoTurns['clusters'][string];
  readonly pair: PairSight | undefined;
}

/** The turns of this region's pairs that it has not brought to an end yet. One that was taken back is never begun. */
const openTurns = ({ region, turns, pairs }: RegionSight, { ended }: GeoReport): readonly OwnTurn[] =>
  Object.entries(turns?.clusters ?? {}).flatMap(([cluster, turn]) => {
    const isDone = (ownEntry(ended, cluster)?.number ?? 0) >= turn.number;
    if (turn.region !== region || isDone || turn.takenBack !== undefined) return [];
    return [{ cluster, turn, pair: pairs.find(({ id }) => id === turn.pairId) }];
  });

const whyOf = ({ requests, before }: PairSight): string => {
  const asked = requests.at(-1);
  if (asked !== undefined) return `${asked.by}: ${asked.why}`;
  return `understudy: ${before?.findings.map(({ code }) => code).join(', ')}`;
};

const memberOf = (members: readonly GeoMember[], region: string, id: string) =>
  members.find((member) => member.kind === 'pair' && member.region === region && member.id === id);

const ordersFor = (sight: RegionSight, open: readonly OwnTurn[]): RegionStep['orders'] => {
  const { topology, region, working, now } = sight;
  if (topology.kind === 'incomplete') return [];
  return open.flatMap(({ turn, pair }) => {
    const member = memberOf(topology.members, region, turn.pairId);
    if (pair === undefined || member?.kind !== 'pair' || now > turn.notAfter) return [];
    if (working.has(turn.pairId)) return [];
    const order = orderOfTurn(turn, member, topology.members, whyOf(pair), now);
    return order === undefined ? [] : [{ pairId: turn.pairId, order }];
  });
};

/**
 * One pass of a region: how each of its members is, which of its turns have ended, and what is to be done now. What is to
 * be done is written down first. Pure and total.
 */
export const decideRegion = (sight: RegionSight): RegionStep => {
  const { topology, reports, turns, now } = sight;
  const before = ownReport(sight);
  const members: Record<string, MemberReport> = {};
  const jobs: { readonly id: string; readonly asked: AskedJob }[] = [];
  for (const pair of sight.pairs) {
    const report = reportPair(pair);
    if (report !== undefined) members[pair.id] = report;
  }
  let underWay = sight.standalones.filter((one) => one.before?.job !== undefined).length;
  for (const standalone of sight.standalones) {
    const step = reportStandalone({ ...standalone, hasToQueue: underWay >= STANDALONES_AT_ONCE });
    if (step === undefined) continue;
    if (step.report.job !== undefined && standalone.before?.job === undefined) underWay += 1;
    members[standalone.id] = step.report;
    if (step.job !== undefined) jobs.push({ id: standalone.id, asked: step.job });
  }
  const open = openTurns(sight, before);
  const ended = { ...before.ended };
  const stillOpen = open.filter((one) => {
    const end = endOf(sight, one);
    if (end !== undefined) ended[one.cluster] = end;
    return end === undefined;
  });
  const seen = {
    incomplete: topology.kind === 'incomplete' ? topology.findings : [],
    members,
    ended,
    requests: before.requests.filter((request) => isOpen(request, reports, now)),
  };
  const { incomplete, members: known, ended: over, requests } = before;
  const isHeard = turns === undefined || !isPassedOver(turns, before);
  const isSame =
    before.version > 0 && isHeard && sameContent(seen, { incomplete, members: known, ended: over, requests });
  const next = isSame ? before : { ...before, ...seen, version: before.version + 1, at: now };
  return { next, jobs, orders: ordersFor(sight, stillOpen) };
};
