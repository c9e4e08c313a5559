import type { DrainOperation } from '#domain/drain/operation.ts';
import { otherUnit, type Pair, type UnitName } from '#domain/estate/estate.ts';
import { comesBackSteps } from '#domain/explain/comes-back.ts';
import { firmwareStepsAhead } from '#domain/explain/firmware-steps.ts';
import { fixWords } from '#domain/explain/fix-words.ts';
import { geoStepsAhead } from '#domain/explain/geo-steps.ts';
import { setListsWords } from '#domain/explain/geo-words.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { Action, ActionKind } from '#domain/pair/action.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import type { PairState } from '#domain/pair/state.ts';
import { stepsDownByReboot } from '#domain/switchover/look.ts';
import type { SwitchOperation, SwitchPhase } from '#domain/switchover/operation.ts';

const jobWords = (unit: UnitName, job: UnitJob): string => {
  switch (job.kind) {
    case 'backup':
      return `make a backup of ${unit} and verify it`;
    case 'install':
      return `install ${job.target} on ${unit}; it takes effect with the reboot`;
    case 'restore-previous':
      return `restore ${job.target}, the previous version of ${unit}; it takes effect with the reboot`;
    case 'set-partner-secret':
      return `set the partner secret on ${unit}`;
    case 'set-geo-lists':
      return setListsWords(unit, job.lists);
    default:
      return job satisfies never;
  }
};

/** One action as an operator would write it into a change request. */
export const actionWords = (action: Action): string => {
  switch (action.kind) {
    case 'deregister-targets':
      return `deregister ${action.unit} (${action.instanceId}) from ${action.targetGroups.map(targetGroupName).join(', ')}`;
    case 'register-targets':
      return `register ${action.unit} (${action.instanceId}) in ${action.targetGroups.map(targetGroupName).join(', ')}`;
    case 'set-health-port':
      return `set the health check port of ${action.unit} to ${action.port}`;
    case 'set-preference':
      return `set the preferred host of ${action.unit} to ${action.prefersFirst ? 'Prefer First' : 'No Preferred Host'}`;
    case 'set-ha-mode':
      return `set the HA mode of ${action.unit} to its own designation`;
    case 'reboot-unit':
      return `reboot ${action.unit}`;
    case 'begin-job':
      return jobWords(action.unit, action.job);
    case 'extend-hook':
      return `keep lifecycle hook ${action.hook.name} of ${action.instanceId} waiting`;
    case 'complete-hook':
      return `complete lifecycle hook ${action.hook.name} of ${action.instanceId} with CONTINUE`;
    case 'terminate-instance':
      return `lift termination protection of ${action.unit} and terminate ${action.instanceId}`;
    case 'stop-instance':
      return `stop ${action.unit} (${action.instanceId})`;
    default:
      return fixWords(action);
  }
};

const releaseWords = (op: DrainOperation): string => {
  switch (op.intent.release.kind) {
    case 'none':
      return `${op.unit} goes by itself`;
    case 'terminate':
      return `lift termination protection of ${op.unit} and terminate it`;
    case 'stop':
      return `stop ${op.unit}`;
    case 'reboot':
      return `reboot ${op.unit}, then bring it back`;
    case 'repair':
      return `put the HA mode of ${op.unit} right, reboot it, then bring it back`;
    case 'keep-out':
      return `keep ${op.unit} out of service until an operator decides`;
    case 'complete-hook':
      return `complete lifecycle hook ${op.intent.release.hook.name} with CONTINUE`;
    default:
      return op.intent.release satisfies never;
  }
};

const RELEASING_ACTIONS: readonly ActionKind[] = [
  'terminate-instance',
  'stop-instance',
  'reboot-unit',
  'complete-hook',
];

/** Without what the actions of this very look do already. */
const stepsAhead = (pair: Pair, op: DrainOperation, actions: readonly Action[]): readonly string[] => {
  const partner = otherUnit(op.unit);
  const groups = pair.targetGroups.map(targetGroupName).join(', ');
  const all = [
    `wait until ${partner} is healthy in ${groups} and ${op.unit} fails its health check`,
    `deregister ${op.unit} from ${groups}`,
    `wait until ${op.unit} is unused in ${groups}`,
    releaseWords(op),
  ];
  switch (op.phase) {
    case 'handing-over':
      return op.skipped.some(({ step }) => step === 'handover') ? all.slice(1) : all;
    case 'deregistering':
      return all.slice(2);
    case 'releasing':
      return actions.some(({ kind }) => RELEASING_ACTIONS.includes(kind)) ? [] : all.slice(3);
    case 'returning':
      return [`wait until ${op.unit} is registered in ${groups} and checked`];
    default:
      return op.phase satisfies never;
  }
};

/** How the old active unit is made a standby; the phases up to it are passed in order. */
const switchStepsAhead = (pair: Pair, op: SwitchOperation, state: PairState): readonly string[] => {
  const { to } = op;
  const old = otherUnit(to);
  const groups = pair.targetGroups.map(targetGroupName).join(', ');
  const { port, handoverPort } = pair.healthCheck;
  const stepDown = !stepsDownByReboot(op)
    ? [`set the health check port of ${old} back to ${port}: under Prefer First it becomes the standby`]
    : [
        `reboot ${old}, so that it comes back as the standby`,
        `set the health check port of ${old} back to ${port}`,
      ];
  const all: readonly (readonly [SwitchPhase, readonly string[]])[] = [
    ['preparing', [`set the health check port of ${old} to ${handoverPort}`]],
    ['handing-over', [`wait until ${to} is healthy in ${groups} and ${old} is not`]],
    ['stepping-down', [...stepDown, `wait until ${old} says it is the standby`]],
    [
      'settling',
      [
        'put the preferred host back to what is declared, where that moves no role',
        ...(to === 'second' ? comesBackSteps(pair, state) : []),
      ],
    ],
  ];
  if (op.phase === 'undoing') return [`set the health check port of ${old} back to ${port}`];
  const from = all.findIndex(([phase]) => phase === op.phase);
  return all.slice(from).flatMap(([, steps]) => steps);
};

const ahead = (pair: Pair, state: PairState, actions: readonly Action[]): readonly string[] => {
  const { operation } = state;
  if (operation.kind === 'draining') return stepsAhead(pair, operation, actions);
  if (operation.kind === 'upgrading') return firmwareStepsAhead(operation);
  if (operation.kind === 'syncing-geo') return geoStepsAhead(operation);
  return operation.kind === 'switching' ? switchStepsAhead(pair, operation, state) : [];
};

/** What a decision does now, and what follows if all goes well. */
export const planOf = (pair: Pair, { actions, would, next }: Decision): readonly string[] => {
  const first = would ?? actions;
  const words = first.map(actionWords);
  const now = words.map((what) => `${would === undefined ? 'now' : 'would now'}: ${what}`);
  // What is done now is not said a second time.
  const later = ahead(pair, next, first).filter((step) => !words.some((what) => step.startsWith(what)));
  return [...now, ...later.map((step) => `then: ${step}`)];
};
