import type { Hands } from '#control/carry-out.ts';
import { claimed } from '#control/claimed.ts';
import { fixQuestion } from '#control/concerns/fix-question.ts';
import { StaleStateError } from '#control/errors.ts';
import { lookAtPair } from '#control/look-at-pair.ts';
import type { Observers } from '#control/observe.ts';
import type { AuditStore } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { withinFixLimit } from '#domain/audit/fix-limit.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import { noteFixes, type PlannedFix, planFixes } from '#domain/audit/plan-fixes.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import type { WindowNow } from '#domain/failback/window.ts';

/** A pair that was judged just now. */
export interface JudgedPair {
  readonly snapshot: PairSnapshot;
  readonly audit: PairAudit;
}

export interface FixContext {
  readonly hands: Hands;
  readonly observers: Observers;
  readonly store: Pick<AuditStore, 'claimAudit'>;
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Of the whole region, as they stand. */
  readonly audits: readonly PairAudit[];
  /** How many pairs the region has. */
  readonly pairs: number;
}

interface Wanting extends JudgedPair {
  readonly fixes: readonly PlannedFix[];
  readonly window: WindowNow;
}

/** In a window that is open; without windows nothing is put right by itself. */
const wanting = async (context: FixContext, judged: JudgedPair): Promise<readonly Wanting[]> => {
  const { snapshot, audit } = judged;
  const { fixWindows } = auditPolicyOf(snapshot.pair);
  if (snapshot.pair.mode !== 'enforce' || fixWindows === undefined) return [];
  const now = context.hands.clock.now();
  const fixes = planFixes(context.rules, snapshot, audit, context.waivers, now);
  if (fixes.length === 0) return [];
  const window = await windowOnDemand(fixWindows, now);
  return window.kind === 'open' ? [{ ...judged, fixes, window }] : [];
};

/** What was set about is written down once it was; where that is lost, the journal has it. Undefined where nothing was. */
const fixPair = async (
  context: FixContext,
  { snapshot, audit, fixes, window }: Wanting,
): Promise<PairAudit | undefined> => {
  const { hands, observers, store } = context;
  const input = { kind: 'fix', fixes, seenAt: snapshot.at, window } as const;
  try {
    const { decision } = await lookAtPair(hands, observers, snapshot.pair, fixQuestion(input));
    if (decision.reason !== 'fixing-findings') return undefined;
  } catch (error) {
    // Somebody is at work on the pair: that comes first.
    if (error instanceof StaleStateError) return undefined;
    throw error;
  }
  const noted = noteFixes(audit, fixes, hands.clock.now());
  await claimed(() => store.claimAudit(noted));
  return noted;
};

export interface Fixed {
  /** The audits of the pairs of which something was put right, with that in them. */
  readonly noted: readonly PairAudit[];
  /** How many findings were set about. */
  readonly fixing: number;
}

/** Puts right what may be put right of pairs that were judged just now, one pair after the other, within the blast radius. */
export const fixPairs = async (context: FixContext, judged: readonly JudgedPair[]): Promise<Fixed> => {
  const wanted = (await Promise.all(judged.map((one) => wanting(context, one)))).flat();
  if (wanted.length === 0) return { noted: [], fixing: 0 };
  const allowed = withinFixLimit(
    wanted.map(({ snapshot }) => snapshot.pair.id),
    context.audits,
    context.pairs,
    context.hands.clock.now(),
  );
  const noted: PairAudit[] = [];
  let fixing = 0;
  for (const one of wanted.filter(({ snapshot }) => allowed.has(snapshot.pair.id))) {
    const audit = await fixPair(context, one);
    if (audit === undefined) continue;
    noted.push(audit);
    fixing += one.fixes.length;
  }
  return { noted, fixing };
};
