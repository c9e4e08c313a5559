import type { JournalEntryReply, JournalReply } from '#contracts/api/pair-replies.ts';
import { instantText } from '#contracts/api/views.ts';
import type { JournalPage } from '#control/ports.ts';
import { actionWords } from '#domain/explain/plan.ts';
import { REASON_WORDS } from '#domain/explain/reason-words.ts';
import type { Action } from '#domain/pair/action.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';

const actionView = (action: Action) => ({ kind: action.kind, words: actionWords(action) });

type OutcomeReply = JournalEntryReply['actions'][number]['outcome'];

const outcomeView = ({ outcomes }: JournalEntry, at: number): OutcomeReply => {
  const outcome = outcomes === 'interrupted' ? undefined : outcomes[at];
  return outcome ?? { kind: 'interrupted' };
};

const entryView = (entry: JournalEntry): JournalEntryReply => {
  const { version, at, by, reason, from, to, operation, evidence, actions, would, why } = entry;
  return {
    version,
    at: instantText(at),
    by,
    reason,
    words: REASON_WORDS[reason],
    from,
    to,
    operation,
    evidence: [...evidence],
    actions: actions.map((action, index) => ({ ...actionView(action), outcome: outcomeView(entry, index) })),
    ...(would === undefined ? {} : { would: would.map(actionView) }),
    ...(why === undefined ? {} : { why }),
  };
};

/** A page of a pair's journal, each action with what came of it. */
export const journalView = ({ entries, nextBeforeVersion, damaged }: JournalPage): JournalReply => ({
  entries: entries.map(entryView),
  ...(nextBeforeVersion === undefined ? {} : { nextBefore: nextBeforeVersion }),
  damaged: [...damaged],
});
