import type { UnitName } from '#domain/estate/estate.ts';
import { hasStarted, runsTarget } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { lacksSecret, setSecret } from '#domain/firmware/secret.ts';
import type { Turn } from '#domain/firmware/turn.ts';
import { enter, halt, type PairLook, wait } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { advanceSwitch } from '#domain/switchover/advance.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';

/**
 * The active unit hands its role over before it goes down, by a switchover of its own that costs no connections; the
 * reboot by which it becomes a standby is the one that starts the new firmware. It comes back into sight when it can
 * see its partner, for which both need the secret where there is one.
 */
export const handOver = (
  look: PairLook,
  op: FirmwareOperation,
  unit: UnitName,
  handover: SwitchOperation,
): Turn => {
  const isBack = hasStarted(look, op.units[unit], unit) && runsTarget(look, op, unit) === true;
  if (isBack && lacksSecret(op, unit)) return setSecret(look, op, unit);
  const { operation, actions, reason } = advanceSwitch(look, handover);
  // The load balancer takes a while to see that the partner is gone: that it runs the target is asked of itself.
  const goesDown = actions.some(({ kind }) => kind === 'reboot-unit');
  if (goesDown && runsTarget(look, op, handover.to) !== true) return wait(op, 'waiting-for-partner');
  switch (operation.kind) {
    case 'switching':
      return { operation: operation === handover ? op : { ...op, handover: operation }, actions, reason };
    case 'halted': {
      const kept = operation.operation.kind === 'switching' ? operation.operation : handover;
      return { ...halt({ ...op, handover: kept }, operation.because, look.now), actions };
    }
    default: {
      const { handover: _, ...rest } = op;
      return goOn(enter({ ...rest, phaseSince: look.now }, 'rebooting', look.now));
    }
  }
};
