import { actionWords } from '#domain/explain/plan.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import type { PairState } from '#domain/pair/state.ts';

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A decision in one cell: the reason, where the operation moves (`→`), and what is done (after the colon). */
export const cellOf = (before: PairState, { next, actions, would, reason }: Decision): string => {
  const becomes = operationWords(next.operation);
  const moved = becomes === operationWords(before.operation) ? '' : ` → ${becomes}`;
  const does = actions.map(actionWords).join('; ');
  const wouldDo = would === undefined ? '' : ` (would: ${would.map(actionWords).join('; ')})`;
  return `${reason}${moved}${does === '' ? '' : `: ${does}`}${wouldDo}`;
};
