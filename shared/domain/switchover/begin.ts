import type { SwitchOperation, SwitchRequest } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** A switchover at its beginning; nothing has been done yet. */
export const beginSwitch = (request: SwitchRequest, now: EpochMs): SwitchOperation => ({
  kind: 'switching',
  to: request.to,
  request,
  phase: 'preparing',
  startedAt: now,
  phaseSince: now,
  healthPortMoved: false,
});
