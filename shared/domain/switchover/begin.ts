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

/** The same once more: what was tried and failed is tried anew. */
export const switchAgain = (op: SwitchOperation, now: EpochMs): SwitchOperation => {
  const { failed: _, exposedAt: __, rebootedAt: ___, rebootedFrom: ____, ...rest } = op;
  return { ...rest, phase: 'preparing', phaseSince: now };
};

/** The way back. What it may have failed of before is not why it is turned round now. */
export const turnRound = ({ failed: _, ...op }: SwitchOperation, now: EpochMs): SwitchOperation => ({
  ...op,
  phase: 'undoing',
  phaseSince: now,
});
