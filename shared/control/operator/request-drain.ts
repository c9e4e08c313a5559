import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { DRAIN_REFUSALS } from '#control/operator/refusal.ts';
import { type Weighed, weighRequest } from '#control/operator/weigh-request.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { DrainIntent, Release } from '#domain/drain/intent.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';

export interface DrainRequest extends Asked {
  readonly pairId: string;
  readonly unit: UnitName;
  readonly release: Extract<Release['kind'], 'none' | 'terminate' | 'stop' | 'reboot'>;
  /** Identity of the request: asking again under the same one is asking once. */
  readonly intentId: string;
  readonly confirm?: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface DrainAnswer extends Weighed {
  readonly intentId: string;
}

const intentOf = (
  asked: DrainRequest,
  pair: Pair,
  now: number,
  confirm: string | undefined,
): DrainIntent => ({
  source: 'operator',
  id: asked.intentId,
  instanceId: pair.units[asked.unit].instanceId,
  requestedAt: now,
  release: { kind: asked.release },
  why: `${asked.by}: ${asked.why}`,
  ...(confirm === undefined ? {} : { confirm }),
});

/**
 * An operator asks to take a unit out of service. If the request stands it is published, and `drain` decides again and
 * acts. Throws OperatorRefusal with the reason; that of a dry run carries the confirm token where one would help.
 */
export const requestDrain = async (context: OperatorContext, asked: DrainRequest): Promise<DrainAnswer> => {
  const { hands } = context;
  const { unit, intentId, release, by, why, confirm } = asked;
  const { pair } = await findPair(context, asked.pairId);
  const now = hands.clock.now();
  const weighed = await weighRequest(context, pair, {
    ...asked,
    id: intentId,
    question: (token) => ({
      concern: 'drain',
      input: { kind: 'intent', intent: intentOf(asked, pair, now, token) },
    }),
    token: (state) => confirmToken(state, unit, release),
    refusals: DRAIN_REFUSALS,
  });
  if (weighed.kind === 'requested') {
    const detail = { intentId, instanceId: pair.units[unit].instanceId, release, by, why };
    await hands.bus.publish([
      { detailType: 'Drain Requested', detail: confirm === undefined ? detail : { ...detail, confirm } },
    ]);
  }
  return { ...weighed, intentId };
};
