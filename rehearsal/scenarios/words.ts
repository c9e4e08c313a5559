import type { Recorded } from '#control/carry-out.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { Action, ActionOutcome } from '#domain/pair/action.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import type { Routing } from '#rehearsal/cloud/elb/types.ts';

const actionWords = (action: Action, outcome: ActionOutcome | undefined): string => {
  const came = outcome === undefined ? '' : outcome.kind === 'failed' ? ` FAILED ${outcome.code}` : '';
  return `${action.kind}${'unit' in action ? ` ${action.unit}` : ''}${came}`;
};

/** One line for a decision: who, why, where the pair stands, what was done. */
export const decisionWords = ({ pairId, record, outcomes }: Recorded): string => {
  const { by, reason, from, to, operation, actions, would } = record;
  const moved = from === to ? to : `${from} → ${to}`;
  const did = actions.map((action, at) => actionWords(action, outcomes[at]));
  const wouldDo = (would ?? []).map((action) => `would ${actionWords(action, undefined)}`);
  const doing = [...did, ...wouldDo].join(', ');
  return `${pairId} ${by}: ${reason} · ${moved} · ${operation}${doing === '' ? '' : ` · ${doing}`}`;
};

/** Where the load balancer sends new connections from now on. */
export const routingWords = (pair: Pair, { targetGroupArn, routable, failOpen }: Routing): string => {
  const names = UNIT_NAMES.filter((name) => routable.includes(pair.units[name].instanceId));
  const where = names.length === 0 ? 'nowhere' : `to ${names.join(' and ')}`;
  return `${targetGroupName(targetGroupArn)}: new connections go ${where}${failOpen ? ' (fail-open)' : ''}`;
};
