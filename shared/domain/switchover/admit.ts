import { confirmToken } from '#domain/drain/confirm-token.ts';
import { otherUnit, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { misfitOfPair } from '#domain/pair/misfit.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import { beginSwitch } from '#domain/switchover/begin.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';
import type { SwitchOperation, SwitchRequest } from '#domain/switchover/operation.ts';

/** What becomes of a wish to switch over that nothing else stands in the way of. */
export type Admission =
  | { readonly kind: 'start'; readonly operation: SwitchOperation }
  | { readonly kind: 'refuse'; readonly reason: Reason };

/** The pair is in order, and its LoadMasters say so: the one to be active stands by. */
const objectionUnlessProven = (look: PairLook, { to }: SwitchRequest): Reason | undefined => {
  const { situation } = look.state;
  if (situation.kind !== 'steady' || situation.active !== otherUnit(to)) return 'refused-not-steady';
  const says = { to: loadMasterSays(look, to), old: loadMasterSays(look, otherUnit(to)) };
  if (says.to === undefined || says.old === undefined) return 'refused-unknown';
  const isProven = says.to.haStatus === 'standby' && says.old.haStatus === 'active';
  return isProven ? undefined : 'refused-not-standby';
};

/** What even an operator's token does not override: a stale token, units we cannot see or move, one that cannot serve. */
const objectionEvenForced = (look: PairLook, request: SwitchRequest): Reason | undefined => {
  const { to, confirm } = request;
  const old = otherUnit(to);
  if (confirm !== undefined && confirm !== confirmToken(look.state, to, 'switchover'))
    return 'refused-token-mismatch';
  const unseen = UNIT_NAMES.some(
    (unit) => look.views[unit].health === 'unknown' || loadMasterSays(look, unit) === undefined,
  );
  if (unseen) return 'refused-unknown';
  const canServe =
    look.views[to].instance === 'running' &&
    loadMasterSays(look, to)?.healthPort === look.pair.healthCheck.port;
  if (!canServe) return 'refused-not-steady';
  // Towards the second unit the first is rebooted.
  if (to === 'second' && look.state.firmware.staged?.first !== undefined) return 'refused-image-staged';
  const noBudget = to === 'second' && !hasRebootBudget(look.state, old, look.now);
  return noBudget ? 'refused-reboot-budget' : undefined;
};

/** Why the switchover is not begun; undefined when it may be. */
export const objectionTo = (look: PairLook, request: SwitchRequest): Reason | undefined => {
  const { serving } = look.views[request.to];
  if (serving && !look.views[otherUnit(request.to)].serving) return 'refused-already-active';
  const misfit = misfitOfPair(look.seen, look.pair);
  if (misfit !== undefined) return misfit;
  const unproven = request.confirm === undefined ? objectionUnlessProven(look, request) : undefined;
  return unproven ?? objectionEvenForced(look, request);
};

/** Whether a switchover begins now. The pair is idle and not held. */
export const admitSwitch = (look: PairLook, request: SwitchRequest): Admission => {
  const reason = objectionTo(look, request);
  if (reason !== undefined) return { kind: 'refuse', reason };
  return { kind: 'start', operation: beginSwitch(request, look.now) };
};
