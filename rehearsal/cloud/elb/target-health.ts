import type { TargetHealth, TargetHealthReason, UnavailableReason } from '#rehearsal/cloud/elb/types.ts';

/** What AWS calls each reason when it describes a target. */
const DESCRIPTIONS: Readonly<Record<Exclude<TargetHealthReason, 'Target.InvalidState'>, string>> = {
  'Elb.RegistrationInProgress': 'Target registration is in progress',
  'Elb.InitialHealthChecking': 'Initial health checks in progress',
  'Elb.InternalError': 'Target health is unavailable due to an internal error',
  'Target.FailedHealthChecks': 'Health checks failed',
  'Target.NotRegistered': 'Target is not registered to the target group',
  'Target.NotInUse': 'Target group is not configured to receive traffic from the load balancer',
  'Target.DeregistrationInProgress': 'Target deregistration is in progress',
  'Target.HealthCheckDisabled': 'Health checks are disabled for this target',
};

const health = (state: TargetHealth['state'], reason: keyof typeof DESCRIPTIONS): TargetHealth => ({
  state,
  reason,
  description: DESCRIPTIONS[reason],
});

/**
 * The states of a target, each with its reason. A failing target of a Network Load Balancer has the one reason
 * `Target.FailedHealthChecks`: the API reference gives the finer ones to other types of load balancer.
 * @see Elastic Load Balancing API, TargetHealth
 */
export const TARGET_HEALTH = {
  registering: health('initial', 'Elb.RegistrationInProgress'),
  initial: health('initial', 'Elb.InitialHealthChecking'),
  healthy: { state: 'healthy' },
  unhealthy: health('unhealthy', 'Target.FailedHealthChecks'),
  unhealthyDraining: health('unhealthy.draining', 'Target.FailedHealthChecks'),
  draining: health('draining', 'Target.DeregistrationInProgress'),
  notRegistered: health('unused', 'Target.NotRegistered'),
  notInUse: health('unused', 'Target.NotInUse'),
  zoneNotEnabled: {
    ...health('unused', 'Target.NotInUse'),
    description: 'Target is in an Availability Zone that is not enabled for the load balancer',
  },
  stopped: invalidState('stopped'),
  terminated: invalidState('terminated'),
} as const satisfies Record<string, TargetHealth>;

export const unavailable = (reason: UnavailableReason): TargetHealth => health('unavailable', reason);

function invalidState(state: 'stopped' | 'terminated'): TargetHealth {
  return { state: 'unused', reason: 'Target.InvalidState', description: `Target is in the ${state} state` };
}
