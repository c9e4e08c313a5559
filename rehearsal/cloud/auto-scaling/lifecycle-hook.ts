import type { LifecycleHookSpec, TerminateHook } from '#rehearsal/cloud/auto-scaling/types.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** @see Amazon EC2 Auto Scaling API, LifecycleHook: GlobalTimeout */
const GLOBAL_TIMEOUT_SECONDS = 48 * 60 * 60;
const GLOBAL_TIMEOUT_HEARTBEATS = 100;

export const validationError = (message: string): CloudError =>
  new CloudError('ValidationError', 400, message);

/** The hook with AWS's defaults. @throws CloudError ValidationError */
export const completeHook = (groupName: string, spec: LifecycleHookSpec): TerminateHook => {
  const { hookName, heartbeatTimeoutSeconds = 3_600, defaultResult = 'ABANDON', notificationMetadata } = spec;
  if (!(heartbeatTimeoutSeconds >= 30 && heartbeatTimeoutSeconds <= 7_200)) {
    throw validationError('HeartbeatTimeout must be between 30 and 7200 seconds');
  }
  return {
    groupName,
    hookName,
    heartbeatTimeoutSeconds,
    globalTimeoutSeconds: Math.min(
      GLOBAL_TIMEOUT_SECONDS,
      GLOBAL_TIMEOUT_HEARTBEATS * heartbeatTimeoutSeconds,
    ),
    defaultResult,
    ...(notificationMetadata !== undefined && { notificationMetadata }),
  };
};
