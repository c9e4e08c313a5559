import type { Accounts } from '#rehearsal/load-master/api/accounts.ts';
import type { ParameterSource, Settings } from '#rehearsal/load-master/api/parameters.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';

/** What commands work on: one unit with its settings and users. */
export interface CommandContext extends ParameterSource {
  readonly settings: Settings;
  readonly accounts: Accounts;
  /** Of every command this unit knows, in the order of the table. */
  readonly commandNames: readonly string[];
}

export interface CommandCall {
  /** By name in lower case: units do not mind the case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Who calls. */
  readonly user: string;
}

/**
 * What a command changes: nothing, something of this unit alone (the pages under "Local Administration"), or
 * configuration that the pair shares, which a standby may refuse.
 */
export type Changes = 'nothing' | 'unit' | 'configuration';

export interface Command {
  readonly changes: (call: CommandCall, context: CommandContext) => Changes;
  readonly run: (call: CommandCall, context: CommandContext) => Reply;
}

export type Commands = Readonly<Record<string, Command>>;

export const reads = (run: Command['run']): Command => ({ changes: () => 'nothing', run });

export const changesUnit = (run: Command['run']): Command => ({ changes: () => 'unit', run });
