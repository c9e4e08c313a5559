import type { EpochMs } from '#domain/time.ts';
import type { CommandCall } from '#rehearsal/load-master/api/command.ts';

/** One call that was to change something. */
export interface WriteLogEntry {
  readonly at: EpochMs;
  readonly command: string;
  /** Which setting, where the command is `set`. */
  readonly setting?: string;
  /** False where the unit refused it. */
  readonly taken: boolean;
}

/** They change what the unit does, not what it is configured to. */
const POWER = ['reboot', 'shutdown'];

/** Every call that was to change something on a unit, whatever came of it. */
export class WriteLog {
  readonly #entries: WriteLogEntry[] = [];

  note(at: EpochMs, command: string, { parameters }: CommandCall, taken: boolean): void {
    const setting = command === 'set' ? parameters.get('param')?.toLowerCase() : undefined;
    this.#entries.push({ at, command, ...(setting === undefined ? {} : { setting }), taken });
  }

  entries(from: EpochMs = 0): readonly WriteLogEntry[] {
    return this.#entries.filter(({ at }) => at >= from);
  }

  /** Of the entries those that were to change the unit's configuration. */
  configurationWrites(from?: EpochMs): readonly WriteLogEntry[] {
    return this.entries(from).filter(({ command }) => !POWER.includes(command));
  }
}
