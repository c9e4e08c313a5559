import { Accounts, type BAL, type Credentials } from '#rehearsal/load-master/api/accounts.ts';
import { CallLimiter } from '#rehearsal/load-master/api/call-limiter.ts';
import type { Command, CommandCall, CommandContext, Commands } from '#rehearsal/load-master/api/command.ts';
import { API_KEY_COMMANDS } from '#rehearsal/load-master/api/commands/api-keys.ts';
import { CLOUD_HA_COMMANDS } from '#rehearsal/load-master/api/commands/cloud-ha.ts';
import { POWER_COMMANDS } from '#rehearsal/load-master/api/commands/power.ts';
import { SETTING_COMMANDS } from '#rehearsal/load-master/api/commands/settings.ts';
import { Settings } from '#rehearsal/load-master/api/parameters.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

const COMMANDS: Commands = {
  ...SETTING_COMMANDS,
  ...CLOUD_HA_COMMANDS,
  ...POWER_COMMANDS,
  ...API_KEY_COMMANDS,
};

const commandOf = (name: string): Command | undefined =>
  Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

export interface ManagementSetup {
  /** Passwords by user name; `bal` must be among them. */
  readonly users: Readonly<Record<typeof BAL, string> & Record<string, string>>;
  readonly serialNumber: string;
  /** For example `7.2.54.12.22642.RELEASE`. */
  readonly version: string;
  /** Settings that differ from a fresh unit's, by parameter name: `hostname`, `apiport`, `enableapi` (`yes`/`no`) … */
  readonly settings?: Readonly<Record<string, string>>;
}

/** One call, whichever interface it came through. */
export interface ManagementCall {
  readonly command: string;
  /** In the order given, names as given. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly credentials: Credentials;
  readonly wire: 'v1' | 'v2';
}

export type Outcome =
  /** The API is switched off. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'unknown-command' }
  | { readonly kind: 'replied'; readonly reply: Reply };

/** The management API of one unit, without its wires. */
export class Management {
  readonly unit: LoadMasterUnit;
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly #scheduler: Scheduler;
  readonly #limiter = new CallLimiter();
  readonly #context: CommandContext;

  /** `settingsChanged` is called after every `set`. */
  constructor(
    unit: LoadMasterUnit,
    setup: ManagementSetup,
    scheduler: Scheduler,
    settingsChanged: () => void = () => undefined,
  ) {
    this.unit = unit;
    this.settings = new Settings(setup.settings ?? {}, settingsChanged);
    this.accounts = new Accounts(setup.users);
    this.#scheduler = scheduler;
    this.#context = {
      unit,
      scheduler,
      settings: this.settings,
      accounts: this.accounts,
      serialNumber: setup.serialNumber,
      version: setup.version,
      commandNames: Object.keys(COMMANDS),
    };
  }

  /** False when the connection of this call is to be dropped. Asked once per call, before anything else. */
  admit(): boolean {
    return this.#limiter.admit(this.#scheduler.now());
  }

  perform(call: ManagementCall): Outcome {
    if (!this.#isServed(call)) return { kind: 'disabled' };
    const maxFailures = this.settings.number('sessionmaxfailattempts');
    const user = this.accounts.authenticate(call.credentials, maxFailures, this.#scheduler.now());
    if (user === undefined) return { kind: 'unauthorized' };
    const command = commandOf(call.command);
    if (command === undefined) return { kind: 'unknown-command' };
    const parameters = new Map(call.parameters.map(([name, value]) => [name.toLowerCase(), value]));
    return { kind: 'replied', reply: this.#run(command, { parameters, user }) };
  }

  #run(command: Command, call: CommandCall): Reply {
    const code = this.unit.behaviour.standbyRejectsWrites;
    const isStandby = this.unit.role() === 'standby';
    if (isStandby && code !== 'off' && command.changes(call, this.#context) === 'configuration')
      return { kind: 'failed', code, message: 'Command not allowed on a standby unit' };
    return command.run(call, this.#context);
  }

  /** v2 needs session management without basic authentication; where it lacks that, it is as if switched off. */
  #isServed(call: ManagementCall): boolean {
    if (!this.settings.isOn('enableapi')) return isBootstrap(call);
    return (
      call.wire === 'v1' || (this.settings.isOn('sessioncontrol') && !this.settings.isOn('sessionbasicauth'))
    );
  }
}

/** The one call a switched-off API takes: these parameters in this order, and the word `yes`. */
const isBootstrap = ({ command, parameters, wire }: ManagementCall): boolean => {
  const [param, value] = parameters;
  return (
    wire === 'v1' &&
    command === 'set' &&
    param?.[0] === 'param' &&
    param[1] === 'enableapi' &&
    value?.[0] === 'value' &&
    value[1] === 'yes'
  );
};
