import type { EpochMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import { requireRunning } from '#rehearsal/cloud/ec2/running.ts';

/** What a status check says of an instance that runs. @see Amazon EC2 User Guide, Status checks for Amazon EC2 instances */
export type CheckStatus = 'ok' | 'impaired' | 'initializing' | 'insufficient-data';

export interface StatusCheck {
  /** `not-applicable` for an instance that does not run. */
  readonly status: CheckStatus | 'not-applicable';
  /** While it is impaired. */
  readonly impairedSince?: EpochMs;
}

/** `system`: what lies under the instance. `instance`: its software and its network. */
export type StatusCheckName = 'system' | 'instance';

export type StatusChecks = Readonly<Record<StatusCheckName, StatusCheck>>;

export interface InstanceStatusApi {
  /**
   * A machine without power fails the instance check at once (the real checks come every minute), and passes when it has
   * it back. After a start the checks have to be made first.
   */
  describeStatusChecks(instanceId: string): StatusChecks;
  /**
   * The check says this from now on, until it is called without a status or the instance stops: it starts elsewhere.
   * @throws Error for an instance that does not run
   */
  setStatusCheck(instanceId: string, check: StatusCheckName, status: CheckStatus | undefined): void;
}

const NOT_APPLICABLE: StatusCheck = { status: 'not-applicable' };
const INITIALIZING: StatusCheck = { status: 'initializing' };
const OK: StatusCheck = { status: 'ok' };

export const makeInstanceStatus = (
  { scheduler, timing }: Pick<CloudContext, 'scheduler' | 'timing'>,
  machine: InstanceMachine,
): InstanceStatusApi => {
  const given = new Map<string, Partial<StatusChecks>>();
  machine.onTransition(({ instanceId, state }) => {
    if (state !== 'running') given.delete(instanceId);
  });

  const found = (instanceId: string): StatusChecks => {
    const { power, since } = machine.powerOf(instanceId);
    if (power === 'off') return { system: OK, instance: { status: 'impaired', impairedSince: since } };
    const check = scheduler.now() - since < timing.statusChecksMs ? INITIALIZING : OK;
    return { system: check, instance: check };
  };

  return {
    describeStatusChecks: (instanceId) =>
      machine.find(instanceId)?.state === 'running'
        ? { ...found(instanceId), ...given.get(instanceId) }
        : { system: NOT_APPLICABLE, instance: NOT_APPLICABLE },
    setStatusCheck: (instanceId, name, status) => {
      requireRunning(machine, instanceId);
      const { [name]: _, ...others } = given.get(instanceId) ?? {};
      const check: StatusCheck | undefined = status && {
        status,
        ...(status === 'impaired' && { impairedSince: scheduler.now() }),
      };
      given.set(instanceId, { ...others, ...(check !== undefined && { [name]: check }) });
    },
  };
};
