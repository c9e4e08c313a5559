import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { RETIREMENT_CODE, type Retirement, retirementEvent } from '#rehearsal/cloud/ec2/instance-events.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import { requireRunning } from '#rehearsal/cloud/ec2/running.ts';
import type { Ec2, ScheduledEvent, StateReason } from '#rehearsal/cloud/ec2/types.ts';

/** @see Amazon EC2 API Reference, StateReason */
const SCHEDULED_STOP: StateReason = {
  code: 'Server.ScheduledStop',
  message: 'Server.ScheduledStop: Stopped due to a scheduled retirement',
};

/** As the Amazon EC2 User Guide shows one, "View scheduled events for your Amazon EC2 instances". */
const DESCRIPTION = 'The instance is running on degraded hardware';

/**
 * How long an event that is over can be described. Documented for completed ones; for cancelled ones not published.
 * @see Amazon EC2 API Reference, InstanceStatusEvent
 */
const DESCRIBED_MS = 7 * 24 * 60 * MINUTE_MS;

/** What EC2 itself shows of a retirement. */
interface Shown {
  readonly retirement: Retirement;
  over?: { readonly how: 'Completed' | 'Canceled'; readonly at: EpochMs };
}

const toEvent = ({ retirement, over }: Shown): ScheduledEvent => ({
  // The digits of an id that there is already: one more random id would change what recorded histories go on with.
  instanceEventId: `instance-event-${retirement.communicationId.slice(0, 17)}`,
  code: 'instance-retirement',
  description: over === undefined ? DESCRIPTION : `[${over.how}] ${DESCRIPTION}`,
  notBefore: retirement.startAt,
});

/** Retirements that AWS Health announces, and what EC2 does when their time has come. */
export const makeRetirements = (
  context: CloudContext,
  machine: InstanceMachine,
): Pick<Ec2, 'scheduleRetirement' | 'cancelRetirement' | 'describeScheduledEvents'> => {
  const { region, scheduler, publish, ids } = context;
  const open = new Map<string, { readonly shown: Shown; readonly cancelStop: () => void }>();
  const shownOf = new Map<string, readonly Shown[]>();
  return {
    scheduleRetirement: (instanceId, startAt) => {
      requireRunning(machine, instanceId);
      const eventArn = `arn:aws:health:${region}::event/EC2/${RETIREMENT_CODE}/${RETIREMENT_CODE}_${ids.hex(8)}`;
      const retirement: Retirement = { eventArn, communicationId: ids.hex(40), instanceId, startAt };
      const shown: Shown = { retirement };
      shownOf.set(instanceId, [...(shownOf.get(instanceId) ?? []), shown]);
      const cancelStop = scheduler.after(startAt - scheduler.now(), () => {
        open.delete(eventArn);
        shown.over = { how: 'Completed', at: scheduler.now() };
        if (machine.find(instanceId) !== undefined) machine.stop(instanceId, SCHEDULED_STOP);
      });
      open.set(eventArn, { shown, cancelStop });
      publish(retirementEvent(context, retirement, 'upcoming'));
      return eventArn;
    },
    cancelRetirement: (eventArn) => {
      const cancelled = open.get(eventArn);
      if (cancelled === undefined) throw new Error(`${eventArn} is not open`);
      open.delete(eventArn);
      cancelled.cancelStop();
      cancelled.shown.over = { how: 'Canceled', at: scheduler.now() };
      publish(retirementEvent(context, cancelled.shown.retirement, 'closed'));
    },
    describeScheduledEvents: (instanceId) =>
      (shownOf.get(instanceId) ?? [])
        .filter(({ over }) => over === undefined || scheduler.now() - over.at < DESCRIBED_MS)
        .map(toEvent),
  };
};
