import type { DrainOperation } from '#domain/drain/operation.ts';
import { otherUnit, type Pair } from '#domain/estate/estate.ts';
import type { Action, ActionKind } from '#domain/pair/action.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

/** One action as an operator would write it into a change request. */
export const actionWords = (action: Action): string => {
  switch (action.kind) {
    case 'deregister-targets':
      return `deregister ${action.unit} (${action.instanceId}) from ${action.targetGroups.map(targetGroupName).join(', ')}`;
    case 'register-targets':
      return `register ${action.unit} (${action.instanceId}) in ${action.targetGroups.map(targetGroupName).join(', ')}`;
    case 'set-health-port':
      return `set the health check port of ${action.unit} to ${action.port}`;
    case 'reboot-unit':
      return `reboot ${action.unit}`;
    case 'extend-hook':
      return `keep lifecycle hook ${action.hook.name} of ${action.instanceId} waiting`;
    case 'complete-hook':
      return `complete lifecycle hook ${action.hook.name} of ${action.instanceId} with CONTINUE`;
    case 'terminate-instance':
      return `lift termination protection of ${action.unit} and terminate ${action.instanceId}`;
    case 'stop-instance':
      return `stop ${action.unit} (${action.instanceId})`;
    default:
      return action satisfies never;
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

/** What a decision does now, and what follows if all goes well. */
export const planOf = (pair: Pair, { actions, would, next }: Decision): readonly string[] => {
  const first = would ?? actions;
  const now = first.map((action) => `${would === undefined ? 'now' : 'would now'}: ${actionWords(action)}`);
  const ahead = next.operation.kind === 'draining' ? stepsAhead(pair, next.operation, first) : [];
  return [...now, ...ahead.map((step) => `then: ${step}`)];
};
