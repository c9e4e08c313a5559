import {
  type AuditedRegion,
  type AuditedSome,
  type AuditHands,
  auditPairs,
} from '#control/audit/audit-pairs.ts';
import type { AuditRecord, PairRecord, RegionRecord } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { type AuditSight, isAuditDue, longestAgoFirst } from '#domain/audit/audit-due.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/** How audits are made in one region. */
export interface AuditPlan {
  readonly region: string;
  /** So many pairs at one turn of the schedule. */
  readonly pairsPerTurn: number;
  /** For so long new snapshots are begun. */
  readonly auditForMs: DurationMs;
  /** Told at the end with every audit of the region, where there was one to make. */
  readonly onTurn?: (audits: readonly PairAudit[], record: AuditRecord, now: EpochMs) => void;
}

/** Whose snapshots are taken together: the gateway asks their units by one call, for which it has less than half a minute. */
export const PAIRS_AT_ONCE = 20;

export interface AuditTurn extends Omit<AuditedSome, 'audits'> {
  /** Ids of pairs that were to be audited, for which there was no time. */
  readonly left: readonly string[];
}

const sightOf = async (
  { pair }: PairRecord,
  audits: ReadonlyMap<string, PairAudit>,
  now: EpochMs,
): Promise<AuditSight> => {
  const audit = audits.get(pair.id);
  const { fixWindows } = auditPolicyOf(pair);
  const window = fixWindows === undefined ? undefined : await windowOnDemand(fixWindows, now);
  return { pair, ...(audit && { audit }), windowOpen: window?.kind === 'open' };
};

/** In the middle of an operation a pair is not as it is declared to be, and that is nobody's fault. */
const isAtRest = ({ state }: PairRecord): boolean =>
  state === undefined || state.operation.kind === 'idle' || state.operation.kind === 'halted';

const dueRecords = async (
  { hands, rules }: AuditHands,
  { pairsPerTurn }: AuditPlan,
  { pairs }: RegionRecord,
  audits: ReadonlyMap<string, PairAudit>,
): Promise<readonly PairRecord[]> => {
  const now = hands.clock.now();
  const sights = await Promise.all(pairs.filter(isAtRest).map((record) => sightOf(record, audits, now)));
  const due = longestAgoFirst(sights.filter((sight) => isAuditDue(rules, sight, now))).slice(0, pairsPerTurn);
  return due.flatMap(({ pair }) => pairs.find((record) => record.pair.id === pair.id) ?? []);
};

/** What is kept of pairs that are declared no more, and what cannot be read, which would block the next audit. */
const forget = async (
  { audits }: AuditHands,
  { pairs, damaged: unread }: RegionRecord,
  record: AuditRecord,
): Promise<void> => {
  const known = new Set([...pairs.map(({ pair }) => pair.id), ...unread]);
  const gone = record.audits.map(({ pairId }) => pairId).filter((id) => !known.has(id));
  for (const id of [...gone, ...record.damaged.audits]) await audits.removeAudit(id);
};

const inPortions = (records: readonly PairRecord[]): readonly (readonly PairRecord[])[] =>
  Array.from({ length: Math.ceil(records.length / PAIRS_AT_ONCE) }, (_, at) =>
    records.slice(at * PAIRS_AT_ONCE, (at + 1) * PAIRS_AT_ONCE),
  );

/**
 * One turn: audits the pairs of the region that are due, or those that were asked for, some at a time for as long as there
 * is time. Pairs in the middle of an operation are left out. With nobody due it costs two reads of the table and writes nothing.
 */
export const auditRegion = async (
  with_: AuditHands,
  plan: AuditPlan,
  asked?: readonly string[] | 'all',
): Promise<AuditTurn> => {
  const { hands, audits: store } = with_;
  const until = hands.clock.now() + plan.auditForMs;
  const [region, record] = await Promise.all([hands.store.readRegion(plan.region), store.readAudits()]);
  await forget(with_, region, record);
  let audits: ReadonlyMap<string, PairAudit> = new Map(record.audits.map((audit) => [audit.pairId, audit]));
  const records =
    asked === undefined
      ? await dueRecords(with_, plan, region, audits)
      : region.pairs.filter(isAtRest).filter(({ pair }) => asked === 'all' || asked.includes(pair.id));
  const turn = { audited: 0, opened: 0, resolved: 0, fixing: 0 };
  const portions = inPortions(records);
  let begun = 0;
  for (const portion of portions) {
    if (begun > 0 && hands.clock.now() >= until) break;
    begun += 1;
    const about: AuditedRegion = {
      region: plan.region,
      pairs: region.pairs.length,
      audits,
      waivers: record.waivers,
    };
    const some = await auditPairs(with_, about, portion);
    audits = some.audits;
    turn.audited += some.audited;
    turn.opened += some.opened;
    turn.resolved += some.resolved;
    turn.fixing += some.fixing;
  }
  if (begun > 0) plan.onTurn?.([...audits.values()], record, hands.clock.now());
  const left = portions
    .slice(begun)
    .flat()
    .map(({ pair }) => pair.id);
  return { ...turn, left };
};
