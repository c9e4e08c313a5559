import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { RETIREMENT_CODE, type Retirement, retirementEvent } from '#rehearsal/cloud/ec2/instance-events.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import { requireRunning } from '#rehearsal/cloud/ec2/interruptions.ts';
import type { Ec2, StateReason } from '#rehearsal/cloud/ec2/types.ts';

/** @see Amazon EC2 API Reference, StateReason */
const SCHEDULED_STOP: StateReason = {
  code: 'Server.ScheduledStop',
  message: 'Server.ScheduledStop: Stopped due to a scheduled retirement',
};

/** Retirements that AWS Health announces, and what EC2 does when their time has come. */
export const makeRetirements = (
  context: CloudContext,
  machine: InstanceMachine,
): Pick<Ec2, 'scheduleRetirement' | 'cancelRetirement'> => {
  const { region, scheduler, publish, ids } = context;
  const open = new Map<string, { readonly retirement: Retirement; readonly cancelStop: () => void }>();
  return {
    scheduleRetirement: (instanceId, startAt) => {
      requireRunning(machine, instanceId);
      const eventArn = `arn:aws:health:${region}::event/EC2/${RETIREMENT_CODE}/${RETIREMENT_CODE}_${ids.hex(8)}`;
      const retirement: Retirement = { eventArn, communicationId: ids.hex(40), instanceId, startAt };
      const cancelStop = scheduler.after(startAt - scheduler.now(), () => {
        open.delete(eventArn);
        if (machine.find(instanceId) !== undefined) machine.stop(instanceId, SCHEDULED_STOP);
      });
      open.set(eventArn, { retirement, cancelStop });
      publish(retirementEvent(context, retirement, 'upcoming'));
      return eventArn;
    },
    cancelRetirement: (eventArn) => {
      const cancelled = open.get(eventArn);
      if (cancelled === undefined) throw new Error(`${eventArn} is not open`);
      open.delete(eventArn);
      cancelled.cancelStop();
      publish(retirementEvent(context, cancelled.retirement, 'closed'));
    },
  };
};
