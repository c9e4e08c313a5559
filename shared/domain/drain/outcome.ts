import { leave } from '#domain/drain/leave.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { comeBack, startReturn } from '#domain/drain/return.ts';
import { HEARTBEAT_EVERY_MS } from '#domain/drain/timing.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import { enter, type Outcome, type PairLook, type Step, wait } from '#domain/pair/look.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { UnitView } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';

/** A hook is kept open by heartbeats for as long as the drain lasts. */
const withHeartbeat = (look: PairLook, step: Step): Step => {
  const { operation } = step;
  if (operation.kind !== 'draining' || operation.intent.release.kind !== 'complete-hook') return step;
  if (step.actions.some(({ kind }) => kind === 'complete-hook')) return step;
  if (look.now - (operation.heartbeatAt ?? operation.startedAt) < HEARTBEAT_EVERY_MS) return step;
  const { release, instanceId } = operation.intent;
  return {
    ...step,
    operation: { ...operation, heartbeatAt: look.now },
    actions: [...step.actions, { kind: 'extend-hook', instanceId, hook: release.hook }],
  };
};

export const isGone = (instance: UnitView['instance']): boolean =>
  instance === 'terminated' || instance === 'shutting-down';

export const without = (aside: PairState['aside'], unit: UnitName): PairState['aside'] => {
  const { [unit]: _, ...others } = aside;
  return others;
};

/** A drain that ended while its unit may still come back leaves the unit aside; one that brought it back does not. */
const asideAfter = (look: PairLook, op: DrainOperation, reason: Reason): PairState['aside'] => {
  const { aside } = look.state;
  const mayComeBack = reason === 'drain-done' && !isGone(look.views[op.unit].instance);
  return mayComeBack ? { ...aside, [op.unit]: op } : without(aside, op.unit);
};

export const apply = (look: PairLook, op: DrainOperation, step: Step): Outcome => {
  const { operation, actions, reason } = withHeartbeat(look, step);
  const { state } = look;
  if (operation === state.operation) return { next: state, actions, reason };
  const aside = operation.kind === 'idle' ? asideAfter(look, op, reason) : state.aside;
  return { next: { ...state, operation, aside }, actions, reason };
};

export const advance = (look: PairLook, op: DrainOperation): Outcome =>
  apply(look, op, op.phase === 'returning' ? comeBack(look, op) : leave(look, op));

/** Turns a drain round. Under a hold only the direction changes; the way back waits for its end. */
export const bringBack = (look: PairLook, op: DrainOperation): Outcome => {
  const held = isHeldAt(look.state, look.now);
  return apply(look, op, held ? wait(enter(op, 'returning', look.now), 'held') : startReturn(look, op));
};
