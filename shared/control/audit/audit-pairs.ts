import pMap from 'p-map';
import { type FixContext, fixPairs, type JudgedPair } from '#control/audit/fix-pairs.ts';
import { type AuditObservers, takeSnapshots } from '#control/audit/take-snapshots.ts';
import { tellFindings } from '#control/audit/tell-findings.ts';
import type { Hands } from '#control/carry-out.ts';
import { claimed } from '#control/claimed.ts';
import type { Observers } from '#control/observe.ts';
import type { AuditStore, PairRecord } from '#control/ports.ts';
import { type AuditStep, mergeAudit } from '#domain/audit/merge-audit.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { runRules } from '#domain/audit/run-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Waiver } from '#domain/audit/waiver.ts';

/** What audits are made with. */
export interface AuditHands {
  /** For what is put right. */
  readonly hands: Hands;
  readonly observers: Observers & AuditObservers;
  readonly audits: AuditStore;
  readonly rules: readonly Rule[];
  /** Told of every audit once it is kept: for Security Hub. */
  readonly onAudited: (step: AuditStep, snapshot: PairSnapshot, waivers: readonly Waiver[]) => Promise<void>;
}

/** What is known of the region while some of its pairs are audited. */
export interface AuditedRegion {
  readonly region: string;
  readonly pairs: number;
  readonly audits: ReadonlyMap<string, PairAudit>;
  readonly waivers: readonly Waiver[];
}

export interface AuditedSome {
  /** The region's audits, with those of these pairs. */
  readonly audits: ReadonlyMap<string, PairAudit>;
  readonly audited: number;
  readonly opened: number;
  readonly resolved: number;
  readonly fixing: number;
}

/** So many pairs' audits are written down side by side. */
export const KEPT_AT_ONCE = 10;

interface Step extends AuditStep {
  readonly snapshot: PairSnapshot;
}

/**
 * People are told before it is written down: twice, where that fails, rather than not at all. Undefined where another
 * invocation has audited the pair meanwhile.
 */
const keep = async (
  { hands, audits, rules, onAudited }: AuditHands,
  { waivers }: AuditedRegion,
  step: Step,
): Promise<Step | undefined> => {
  const announcements = tellFindings(rules, step, waivers);
  if (announcements.length > 0) await hands.bus.publish(announcements);
  if (!(await claimed(() => audits.claimAudit(step.next)))) return undefined;
  await Promise.all([audits.saveSnapshot(step.snapshot), onAudited(step, step.snapshot, waivers)]);
  return step;
};

/**
 * Audits some of a region's pairs: takes their snapshots together, judges each, keeps what was found with its history, and
 * puts right what may be.
 */
export const auditPairs = async (
  with_: AuditHands,
  region: AuditedRegion,
  records: readonly PairRecord[],
): Promise<AuditedSome> => {
  const { hands, observers, rules } = with_;
  const snapshots = await takeSnapshots(observers, region.region, records, hands.clock.now());
  const judged = snapshots.map((snapshot): Step => {
    const { at, pair } = snapshot;
    const run = runRules(rules, snapshot);
    const merged = mergeAudit(
      region.audits.get(pair.id),
      { pairId: pair.id, region: region.region, at, run },
      region.waivers,
    );
    return { ...merged, snapshot };
  });
  const kept = (
    await pMap(judged, (step) => keep(with_, region, step), { concurrency: KEPT_AT_ONCE })
  ).filter((step) => step !== undefined);
  const audits = new Map([...region.audits, ...kept.map(({ next }) => [next.pairId, next] as const)]);
  const context: FixContext = {
    hands,
    observers,
    store: with_.audits,
    rules,
    waivers: region.waivers,
    audits: [...audits.values()],
    pairs: region.pairs,
  };
  const { noted, fixing } = await fixPairs(
    context,
    kept.map(({ snapshot, next }): JudgedPair => ({ snapshot, audit: next })),
  );
  return {
    audits: new Map([...audits, ...noted.map((audit) => [audit.pairId, audit] as const)]),
    audited: kept.length,
    opened: kept.reduce((sum, { opened }) => sum + opened.length, 0),
    resolved: kept.reduce((sum, { resolved }) => sum + resolved.length, 0),
    fixing,
  };
};
