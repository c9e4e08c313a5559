import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { interruptionWarning, rebalanceRecommendation } from '#rehearsal/cloud/ec2/instance-events.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import { requireRunning } from '#rehearsal/cloud/ec2/running.ts';
import type { Ec2, Instance, InterruptionAction, StateReason } from '#rehearsal/cloud/ec2/types.ts';

type Interruptions = Pick<
  Ec2,
  | 'interruptSpot'
  | 'recommendRebalance'
  | 'interruptCapacityReservation'
  | 'guestShutdown'
  | 'crash'
  | 'repair'
>;

const because = (code: string, words: string): StateReason => ({ code, message: `${code}: ${words}` });

/** @see Amazon EC2 API Reference, StateReason */
const SPOT_TERMINATED = because('Server.SpotInstanceTermination', 'Spot instance termination');
const SPOT_STOPPED = because('Server.SpotInstanceShutdown', 'Spot instance shutdown');
/** AWS publishes no code of its own for the end of an interruptible Capacity Reservation. */
const CAPACITY_TAKEN = because('Server.InternalError', 'The Capacity Reservation was interrupted');
const BY_GUEST = because('Client.InstanceInitiatedShutdown', 'Instance initiated shutdown');

/** What happens to instances without an API call. */
export const makeInterruptions = (context: CloudContext, machine: InstanceMachine): Interruptions => {
  const { scheduler, publish } = context;
  const running = (instanceId: string): Instance => requireRunning(machine, instanceId);
  const takeAway = (instanceId: string, action: InterruptionAction, reason: StateReason): void => {
    if (machine.find(instanceId) === undefined) return;
    if (action === 'terminate') machine.terminate(instanceId, reason);
    else machine.stop(instanceId, reason);
  };

  return {
    interruptSpot: (instanceId, action, noticeMs = context.timing.spotNoticeMs) => {
      const instance = running(instanceId);
      if (instance.spot === undefined) throw new Error(`${instanceId} is not a spot instance`);
      publish(interruptionWarning('Spot', instance, action));
      scheduler.after(noticeMs, () =>
        takeAway(instanceId, action, action === 'terminate' ? SPOT_TERMINATED : SPOT_STOPPED),
      );
    },
    recommendRebalance: (instanceId) => publish(rebalanceRecommendation(running(instanceId))),
    interruptCapacityReservation: (instanceId, action) => {
      publish(interruptionWarning('Capacity Reservation', running(instanceId), action));
      scheduler.after(context.timing.spotNoticeMs, () => takeAway(instanceId, action, CAPACITY_TAKEN));
    },
    guestShutdown: (instanceId) => {
      machine.setPower(running(instanceId).instanceId, 'off');
      machine.stop(instanceId, BY_GUEST);
    },
    crash: (instanceId) => machine.setPower(running(instanceId).instanceId, 'off'),
    repair: (instanceId) => machine.setPower(running(instanceId).instanceId, 'on'),
  };
};
