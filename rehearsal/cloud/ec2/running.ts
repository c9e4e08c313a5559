import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

/** @throws Error for an instance that does not run: nothing happens to those. */
export const requireRunning = (machine: InstanceMachine, instanceId: string): Instance => {
  const instance = machine.find(instanceId);
  if (instance?.state !== 'running') throw new Error(`${instanceId} is not running`);
  return instance;
};
