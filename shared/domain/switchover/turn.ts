import type * as turns from '#domain/pair/turns.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';

/** What a phase of a switchover makes of a look. */
export type Turn = turns.Turn<SwitchOperation>;

export type Phase = turns.Phase<SwitchOperation>;
