import type { Instances, LifecycleHooks, LoadMasters, TargetGroups } from '#control/ports.ts';
import type { Action, ActionOutcome } from '#domain/pair/action.ts';

/** What can be done. A function that only watches has none of it. */
export interface Actors {
  readonly targetGroups: TargetGroups;
  readonly instances: Instances;
  readonly loadMasters: LoadMasters;
  readonly lifecycleHooks: LifecycleHooks;
}

/** The outcome of one action over several target groups: the first failure counts, and `gone` only when all were. */
const together = (outcomes: readonly ActionOutcome[]): ActionOutcome =>
  outcomes.find(({ kind }) => kind === 'failed') ??
  (outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'gone')
    ? { kind: 'gone' }
    : { kind: 'done' });

const act = async (actors: Actors, pairId: string, action: Action): Promise<ActionOutcome> => {
  const { targetGroups, instances, loadMasters, lifecycleHooks } = actors;
  switch (action.kind) {
    case 'deregister-targets':
      return together(
        await Promise.all(action.targetGroups.map((arn) => targetGroups.deregister(arn, action.instanceId))),
      );
    case 'register-targets':
      return together(
        await Promise.all(action.targetGroups.map((arn) => targetGroups.register(arn, action.instanceId))),
      );
    case 'set-health-port':
      return loadMasters.perform(
        { pairId, unit: action.unit },
        { kind: 'set-health-port', port: action.port },
      );
    case 'reboot-unit':
      return loadMasters.perform({ pairId, unit: action.unit }, { kind: 'reboot' });
    case 'extend-hook':
      return lifecycleHooks.extend(action.instanceId, action.hook);
    case 'complete-hook':
      return lifecycleHooks.complete(action.instanceId, action.hook);
    case 'terminate-instance':
      return instances.terminate(action.instanceId);
    case 'stop-instance':
      return instances.stop(action.instanceId);
    default:
      return action satisfies never;
  }
};

/** Carries out the actions of one decision side by side and says what came of each, in order. */
export const actAll = (
  actors: Actors,
  pairId: string,
  actions: readonly Action[],
): Promise<readonly ActionOutcome[]> => Promise.all(actions.map((action) => act(actors, pairId, action)));
