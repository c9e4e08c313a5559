import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { AuditStore, SavedSnapshot } from '#control/ports.ts';
import { type AuditReport, reportOf } from '#domain/audit/report.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { MAX_WAIVER_MS, type Waiver } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/** What operators' requests about audits are served with. */
export interface AuditContext extends OperatorContext {
  readonly audits: AuditStore;
  readonly rules: readonly Rule[];
}

/** The report as it stands, and the pairs whose audit cannot be read. Two reads of the table. */
export const readReport = async (
  context: AuditContext,
): Promise<{ readonly report: AuditReport; readonly damaged: readonly string[] }> => {
  const { region, hands, rules } = context;
  const [{ pairs }, { audits, waivers, damaged }] = await Promise.all([
    hands.store.readRegion(region),
    context.audits.readAudits(),
  ]);
  const now = hands.clock.now();
  const declared = pairs.map(({ pair }) => pair);
  const report = reportOf({ region, pairs: declared, audits, waivers, rules, now });
  return { report, damaged: damaged.audits };
};

/** Throws OperatorRefusal `unknown-rule`. */
export const findRule = ({ rules }: AuditContext, ruleId: string): Rule => {
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new OperatorRefusal('unknown-rule', `there is no rule ${ruleId}`);
  return rule;
};

export interface AuditWish extends Asked {
  readonly requestId: string;
  /** All of the region where absent. */
  readonly pairs?: readonly string[];
}

/**
 * Asks for pairs to be audited now; asking twice audits twice, which does no harm. Returns whom. Throws OperatorRefusal
 * `unknown-pair`.
 */
export const requestAudit = async (
  { region, hands }: OperatorContext,
  { requestId, by, why, pairs }: AuditWish,
): Promise<readonly string[]> => {
  const record = await hands.store.readRegion(region);
  const known = record.pairs.map(({ pair }) => pair.id);
  const missing = pairs?.find((id) => !known.includes(id));
  if (missing !== undefined)
    throw new OperatorRefusal('unknown-pair', `${region} has no such pair: ${missing}`);
  const named = pairs === undefined ? {} : { pairs: [...new Set(pairs)] };
  await hands.bus.publish([{ detailType: 'Audit Requested', detail: { requestId, by, why, ...named } }]);
  return named.pairs ?? known;
};

export interface WaiverWish extends Asked {
  readonly id: string;
  readonly ruleId: string;
  readonly pairId?: string;
  readonly subject?: string;
  readonly owner: string;
  readonly expiresAt: EpochMs;
}

/** Accepts a risk. Throws OperatorRefusal `unknown-rule`, `unknown-pair` or `invalid-waiver`. */
export const placeWaiver = async (context: AuditContext, wish: WaiverWish): Promise<Waiver> => {
  findRule(context, wish.ruleId);
  if (wish.pairId !== undefined) await findPair(context, wish.pairId);
  const at = context.hands.clock.now();
  if (wish.expiresAt <= at) throw new OperatorRefusal('invalid-waiver', 'the waiver would be over already');
  if (wish.expiresAt > at + MAX_WAIVER_MS)
    throw new OperatorRefusal('invalid-waiver', 'a waiver lasts a year at most');
  const waiver: Waiver = { ...wish, at };
  await context.audits.placeWaiver(waiver);
  return waiver;
};

/** Throws OperatorRefusal `unknown-waiver`. */
export const removeWaiver = async ({ audits }: AuditContext, id: string): Promise<void> => {
  const removed = !id.includes('#') && (await audits.removeWaiver(id));
  if (!removed) throw new OperatorRefusal('unknown-waiver', 'there is no such waiver');
};

/** Throws OperatorRefusal `unknown-pair` or `no-snapshot`. */
export const readSnapshot = async (context: AuditContext, pairId: string): Promise<SavedSnapshot> => {
  const { pair } = await findPair(context, pairId);
  const saved = await context.audits.readSnapshot(pair.id);
  if (saved === undefined)
    throw new OperatorRefusal('no-snapshot', 'no snapshot of the pair is kept: ask for an audit');
  return saved;
};
