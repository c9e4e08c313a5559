import type { RegisteredTarget } from '#domain/audit/aws-seen.ts';

/** AWS's reason for what is no target of a group. @see Elastic Load Balancing API, TargetHealth */
const NOT_REGISTERED = 'Target.NotRegistered';

/** It is in the group to stay. One that nobody has use for, without a listener say, is in it all the same. */
export const isRegistered = ({ state, reason }: RegisteredTarget): boolean =>
  state !== 'draining' && !(state === 'unused' && reason === NOT_REGISTERED);

/** Whether targets are instances, as `target-type` wants it: by nothing else can the units be known in a group. */
export const INSTANCE_TARGETS = 'instance';
