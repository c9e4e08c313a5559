import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { RETURN_REFUSALS, SWITCHOVER_REFUSALS } from '#control/operator/refusal.ts';
import { type Weighed, weighRequest } from '#control/operator/weigh-request.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

export interface SwitchoverRequest extends Asked {
  readonly pairId: string;
  /** The unit that is to be active. */
  readonly to: UnitName;
  /** `failback-now` is refused before the hold-down and outside the windows; a switchover heeds no failback policy. */
  readonly cause: Exclude<SwitchRequest['cause'], 'policy'>;
  /** Identity of the request: asking again under the same one is asking once. */
  readonly requestId: string;
  readonly confirm?: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface SwitchoverAnswer extends Weighed {
  readonly requestId: string;
}

const requestOf = (
  { requestId, to, cause, by, why }: SwitchoverRequest,
  now: EpochMs,
  confirm: string | undefined,
): SwitchRequest => ({
  id: requestId,
  to,
  cause,
  requestedAt: now,
  why: `${by}: ${why}`,
  ...(confirm === undefined ? {} : { confirm }),
});

/**
 * An operator asks to make one unit the active one. If the request stands it is published, and `failback` decides again
 * and acts. Throws OperatorRefusal with the reason; that of a dry run carries the confirm token where one would help.
 */
export const requestSwitchover = async (
  context: OperatorContext,
  asked: SwitchoverRequest,
): Promise<SwitchoverAnswer> => {
  const { hands } = context;
  const { pairId, requestId, to, cause, by, why, confirm } = asked;
  const { pair } = await findPair(context, pairId);
  const now = hands.clock.now();
  const weighed = await weighRequest(context, pair, {
    ...asked,
    id: requestId,
    question: (token) => ({
      concern: 'failback',
      input: { kind: 'switchover', request: requestOf(asked, now, token) },
    }),
    token: (state) => confirmToken(state, to, 'switchover'),
    refusals: cause === 'failback-now' ? [...SWITCHOVER_REFUSALS, ...RETURN_REFUSALS] : SWITCHOVER_REFUSALS,
  });
  if (weighed.kind === 'requested') {
    const detail = { pairId, requestId, to, cause, by, why };
    await hands.bus.publish([
      { detailType: 'Switchover Requested', detail: confirm === undefined ? detail : { ...detail, confirm } },
    ]);
  }
  return { ...weighed, requestId };
};
