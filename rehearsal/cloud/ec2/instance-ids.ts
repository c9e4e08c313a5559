import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

const INSTANCE_ID = /^i-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** @throws CloudError InvalidInstanceID.Malformed */
export const checkInstanceId = (instanceId: string): void => {
  if (!INSTANCE_ID.test(instanceId)) {
    throw new CloudError('InvalidInstanceID.Malformed', 400, `Invalid id: "${instanceId}"`);
  }
};

/**
 * All of them or an error, as the EC2 API has it.
 * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound
 */
export const requireInstances = (
  find: (instanceId: string) => Instance | undefined,
  instanceIds: readonly string[],
): readonly Instance[] => {
  instanceIds.forEach(checkInstanceId);
  const found: Instance[] = [];
  const missing: string[] = [];
  for (const instanceId of instanceIds) {
    const instance = find(instanceId);
    if (instance === undefined) missing.push(instanceId);
    else found.push(instance);
  }
  if (missing.length > 0) throw notFound(missing);
  return found;
};

const notFound = (missing: readonly string[]): CloudError =>
  new CloudError(
    'InvalidInstanceID.NotFound',
    400,
    missing.length === 1
      ? `The instance ID '${missing[0]}' does not exist`
      : `The instance IDs '${missing.join(', ')}' do not exist`,
  );
