import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { type Foreseen, foresee } from '#control/operator/explain-pair.ts';
import { DRAIN_REFUSALS, type Forced, OperatorRefusal, type RefusalCode } from '#control/operator/refusal.ts';
import { decide } from '#domain/decide.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { DrainIntent, Release } from '#domain/drain/intent.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { Explanation } from '#domain/explain/explain.ts';
import { planOf } from '#domain/explain/plan.ts';
import { HALT_WORDS, REASON_WORDS } from '#domain/explain/reason-words.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { Reason } from '#domain/reason.ts';

export interface DrainRequest extends Asked {
  readonly pairId: string;
  readonly unit: UnitName;
  readonly release: Exclude<Release['kind'], 'complete-hook'>;
  /** Identity of the request: asking again under the same one is asking once. */
  readonly intentId: string;
  readonly confirm?: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface DrainAnswer {
  readonly kind: 'requested' | 'dry-run' | 'already-handled';
  readonly intentId: string;
  readonly reason: Reason;
  /** What is done first and what follows; for a pair in observe mode, what would be. */
  readonly plan: readonly string[];
  readonly explanation: Explanation;
}

const intentOf = (asked: DrainRequest, pair: Pair, now: number): DrainIntent => ({
  source: 'operator',
  id: asked.intentId,
  instanceId: pair.units[asked.unit].instanceId,
  requestedAt: now,
  release: { kind: asked.release },
  why: `${asked.by}: ${asked.why}`,
  ...(asked.confirm === undefined ? {} : { confirm: asked.confirm }),
});

/** The decision as `enforce` would make it: what a pair in observe mode is asked to show. */
const decideEnforced = ({ state, seen, frozen }: Foreseen, pair: Pair, intent: DrainIntent): Decision =>
  decide(
    state,
    seen,
    { pair: { ...pair, mode: 'enforce' }, frozen, input: { kind: 'intent', intent } },
    seen.at,
  );

const planFor = (pair: Pair, enforced: Decision): readonly string[] =>
  planOf(pair, pair.mode === 'observe' ? { ...enforced, would: enforced.actions } : enforced);

interface Objection {
  readonly code: RefusalCode;
  readonly message: string;
}

const objectionTo = (looked: Foreseen, decision: Decision): Objection | undefined => {
  const code = DRAIN_REFUSALS.find((refusal) => refusal === decision.reason);
  if (code !== undefined) return { code, message: REASON_WORDS[code] };
  const { operation } = decision.next;
  if (operation.kind !== 'halted' || looked.state.operation.kind === 'halted') return undefined;
  return { code: 'would-halt', message: `refused: it would stop at once: ${HALT_WORDS[operation.because]}` };
};

/** What confirming would do, where confirming helps: no token lifts a hold or adopts a foreign instance. */
const forcedBy = (looked: Foreseen, pair: Pair, intent: DrainIntent, unit: UnitName): Forced | undefined => {
  const confirm = confirmToken(looked.state, unit, intent.release.kind);
  const forced = decideEnforced(looked, pair, { ...intent, confirm });
  return objectionTo(looked, forced) === undefined ? { confirm, plan: planFor(pair, forced) } : undefined;
};

const refuse = (
  { code, message }: Objection,
  looked: Foreseen,
  pair: Pair,
  intent: DrainIntent,
  asked: DrainRequest,
): never => {
  const forced = asked.dryRun ? forcedBy(looked, pair, intent, asked.unit) : undefined;
  throw new OperatorRefusal(code, message, {
    explanation: looked.explanation,
    ...(forced === undefined ? {} : { forced }),
  });
};

/**
 * An operator asks to take a unit out of service. The request is decided about here, from a fresh look, so that a
 * refusal is answered at once; if it stands it is published, and `drain` decides again and acts. Throws
 * OperatorRefusal with the reason; that of a dry run carries the confirm token where one would help.
 */
export const requestDrain = async (context: OperatorContext, asked: DrainRequest): Promise<DrainAnswer> => {
  const { hands } = context;
  const { pair } = await findPair(context, asked.pairId);
  const intent = intentOf(asked, pair, hands.clock.now());
  const looked = await foresee(context, pair, { kind: 'intent', intent });
  const { intentId } = asked;
  const enforced = decideEnforced(looked, pair, intent);
  const answer = { intentId, plan: planFor(pair, enforced), explanation: looked.explanation };
  if (looked.state.handled.includes(intentId))
    return { ...answer, kind: 'already-handled', reason: 'already-handled' };
  const objection = objectionTo(looked, enforced);
  if (objection !== undefined) return refuse(objection, looked, pair, intent, asked);
  const { reason } = looked.decision;
  if (asked.dryRun) return { ...answer, kind: 'dry-run', reason };
  const { release, by, why, confirm } = asked;
  const detail = { intentId, instanceId: intent.instanceId, release, by, why };
  await hands.bus.publish([
    { detailType: 'Drain Requested', detail: confirm === undefined ? detail : { ...detail, confirm } },
  ]);
  return { ...answer, kind: 'requested', reason };
};
