import type {
  AwsSettings,
  Instances,
  LifecycleHooks,
  LoadMasters,
  TargetGroups,
  UnitJobs,
} from '#control/ports.ts';
import type { Action, ActionOutcome } from '#domain/pair/action.ts';

/** What can be done. A function that only watches has none of it; each other one has what its concern needs. */
export interface Actors {
  readonly targetGroups: TargetGroups;
  readonly instances: Instances;
  readonly loadMasters: LoadMasters;
  readonly lifecycleHooks: LifecycleHooks;
  readonly jobs: UnitJobs;
  readonly settings: AwsSettings;
}

/** A decision asks for what its function has no hands for: a mistake of ours. */
const handsFor = (actors: Partial<Actors>, { kind }: Action): Actors => {
  const missing = (name: string): never => {
    throw new Error(`${kind} was decided where there is no ${name} to do it`);
  };
  return {
    get targetGroups() {
      return actors.targetGroups ?? missing('target group adapter');
    },
    get instances() {
      return actors.instances ?? missing('instance adapter');
    },
    get loadMasters() {
      return actors.loadMasters ?? missing('LoadMaster adapter');
    },
    get lifecycleHooks() {
      return actors.lifecycleHooks ?? missing('lifecycle hook adapter');
    },
    get jobs() {
      return actors.jobs ?? missing('job adapter');
    },
    get settings() {
      return actors.settings ?? missing('settings adapter');
    },
  };
};

/** The outcome of one action over several target groups: the first failure counts, and `gone` only when all were. */
const together = (outcomes: readonly ActionOutcome[]): ActionOutcome =>
  outcomes.find(({ kind }) => kind === 'failed') ??
  (outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'gone')
    ? { kind: 'gone' }
    : { kind: 'done' });

const act = async (given: Partial<Actors>, pairId: string, action: Action): Promise<ActionOutcome> => {
  const actors = handsFor(given, action);
  switch (action.kind) {
    case 'deregister-targets':
      return together(
        await Promise.all(
          action.targetGroups.map((arn) => actors.targetGroups.deregister(arn, action.instanceId)),
        ),
      );
    case 'register-targets':
      return together(
        await Promise.all(
          action.targetGroups.map((arn) => actors.targetGroups.register(arn, action.instanceId)),
        ),
      );
    case 'set-health-port':
      return actors.loadMasters.perform(
        { pairId, unit: action.unit },
        { kind: 'set-health-port', port: action.port },
      );
    case 'set-preference':
      return actors.loadMasters.perform(
        { pairId, unit: action.unit },
        { kind: 'set-preference', prefersFirst: action.prefersFirst },
      );
    case 'set-ha-mode':
      return actors.loadMasters.perform({ pairId, unit: action.unit }, { kind: 'set-ha-mode' });
    case 'reboot-unit':
      return actors.loadMasters.perform({ pairId, unit: action.unit }, { kind: 'reboot' });
    case 'begin-job':
      return actors.jobs.begin({ pairId, unit: action.unit }, action.jobId, action.job);
    case 'extend-hook':
      return actors.lifecycleHooks.extend(action.instanceId, action.hook);
    case 'complete-hook':
      return actors.lifecycleHooks.complete(action.instanceId, action.hook);
    case 'terminate-instance':
      return actors.instances.terminate(action.instanceId);
    case 'stop-instance':
      return actors.instances.stop(action.instanceId);
    case 'set-health-check':
      return actors.settings.setHealthCheck(action.targetGroup, action.check);
    case 'set-target-group-attributes':
      return actors.settings.setTargetGroupAttributes(action.targetGroup, action.attributes);
    case 'protect-instance':
      return actors.settings.protectInstance(action.instanceId);
    case 'allow-ingress':
      return actors.settings.allowIngress(action.securityGroup, action.ingress);
    case 'revoke-ingress':
      return actors.settings.revokeIngress(action.securityGroup, action.ingress);
    default:
      return action satisfies never;
  }
};

/** Carries out the actions of one decision side by side and says what came of each, in order. */
export const actAll = (
  actors: Partial<Actors>,
  pairId: string,
  actions: readonly Action[],
): Promise<readonly ActionOutcome[]> => Promise.all(actions.map((action) => act(actors, pairId, action)));
