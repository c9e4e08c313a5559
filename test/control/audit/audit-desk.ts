import type { AuditHands } from '#control/audit/audit-pairs.ts';
import type { AuditPlan } from '#control/audit/audit-region.ts';
import type { Recorded } from '#control/carry-out.ts';
import type { Announcement, AuditStore, PairStore } from '#control/ports.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import type { AuditStep } from '#domain/audit/merge-audit.ts';
import type { Rule, Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { makeMemoryAuditStore } from '#store/memory/audit-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { NOW, SAMPLE_PAIR, TARGET_GROUP } from '../../../docs/state-samples.ts';
import { CLEAN_SNAPSHOT } from '../../domain/audit/clean-snapshot.ts';
import { type Log, lookAt, shownActors } from '../fakes.ts';

/** Always open. */
export const ALWAYS_OPEN = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '00:00', timeZone: 'UTC' },
] as const;

/** Whatever they are called, they are all the sample pair to AWS. */
export const pairsNamed = (ids: readonly string[], changes: Partial<Pair> = {}): readonly Pair[] =>
  ids.map((id) => ({ ...SAMPLE_PAIR, id, ...changes }));

export const FIXING: Partial<Pair> = {
  mode: 'enforce',
  audit: { ...DEFAULT_AUDIT_POLICY, fixWindows: ALWAYS_OPEN },
};

/** A rule that finds fault with these pairs, and can put that right. */
export const faultFinding = (broken: ReadonlySet<string>, changes: Partial<Rule> = {}): Rule => ({
  id: 'matcher',
  side: 'aws',
  severity: 'critical',
  title: 'the title',
  why: 'the consequence',
  citations: [{ words: 'a manual' }],
  remedy: 'the remedy',
  check: ({ pair }): Verdict =>
    broken.has(pair.id)
      ? { faults: [{ subject: 'lm-a', seen: '200-599', expected: '200' }], unjudged: [] }
      : { faults: [], unjudged: [] },
  fix: () => ({
    kind: 'action',
    action: { kind: 'set-health-check', targetGroup: TARGET_GROUP, check: { matcher: '200' } },
  }),
  ...changes,
});

export interface AuditDesk {
  readonly hands: AuditHands;
  readonly plan: AuditPlan;
  readonly store: PairStore;
  readonly audits: AuditStore;
  /** What reached AWS and the units, as words. */
  readonly log: Log;
  readonly published: Announcement[];
  readonly recorded: Recorded[];
  /** Told of: for Security Hub. */
  readonly steps: AuditStep[];
  /** Ids of the pairs whose snapshots were taken together. */
  readonly portions: (readonly string[])[];
  /** Ids of pairs with which the rule finds fault. */
  readonly broken: Set<string>;
  advance(ms: DurationMs): void;
  /** How long a portion takes to read. */
  readMs: DurationMs;
  seen: PairSeen;
}

export interface DeskSetup {
  readonly pairs: readonly Pair[];
  readonly rule?: Partial<Rule>;
  readonly plan?: Partial<AuditPlan>;
  readonly wrapAudits?: (audits: AuditStore) => AuditStore;
}

/** Audits on stores in memory, with everything that is looked at as the clean snapshot has it. */
export const makeAuditDesk = async (setup: DeskSetup): Promise<AuditDesk> => {
  const { region } = SAMPLE_PAIR;
  const store = makeMemoryPairStore();
  await store.writeEstate(region, { pairs: setup.pairs, standalones: [] });
  const audits = (setup.wrapAudits ?? ((given) => given))(makeMemoryAuditStore());
  let now = NOW;
  const log: Log = [];
  const actors = shownActors(log, () => desk.seen);
  const broken = new Set<string>();
  const advance = (ms: DurationMs): void => {
    now += ms;
  };
  const clock = { now: () => now, sleep: async (ms: DurationMs) => advance(ms) };
  const published: Announcement[] = [];
  const recorded: Recorded[] = [];
  const steps: AuditStep[] = [];
  const portions: (readonly string[])[] = [];
  const { aws, units } = CLEAN_SNAPSHOT;
  const desk: AuditDesk = {
    store,
    audits,
    log,
    published,
    recorded,
    steps,
    portions,
    broken,
    readMs: 0,
    seen: lookAt('serving', 'standing by'),
    advance,
    plan: { region, pairsPerTurn: 20, auditForMs: 200_000, ...setup.plan },
    hands: {
      hands: {
        store,
        bus: { publish: async (sent) => void published.push(...sent) },
        clock,
        onRecorded: (entry) => void recorded.push(entry),
        actors,
      },
      observers: {
        ...actors,
        aws: {
          readAws: async (pairs) => {
            portions.push(pairs.map(({ id }) => id));
            advance(desk.readMs);
            return new Map(pairs.map(({ id }) => [id, aws]));
          },
        },
        loadMasters: {
          ...actors.loadMasters,
          readAudit: async (refs) => refs.map(({ unit }) => units[unit].loadMaster),
        },
        backups: { readNewest: async (refs) => refs.map(({ unit }) => units[unit].newestBackup) },
        geo: { readGeo: async () => ({ declarations: [], reports: [], damaged: [] }) },
      },
      audits,
      rules: [faultFinding(broken, setup.rule)],
      onAudited: async (step: AuditStep, _: PairSnapshot) => void steps.push(step),
    },
  };
  return desk;
};

/** An hour, for intervals. */
export const HOUR_MS = 60 * MINUTE_MS;
