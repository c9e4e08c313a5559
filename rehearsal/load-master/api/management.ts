import type { DurationMs } from '#domain/time.ts';
import { Accounts } from '#rehearsal/load-master/api/accounts.ts';
import { BaseRestore } from '#rehearsal/load-master/api/base-restore.ts';
import { CallLimiter } from '#rehearsal/load-master/api/call-limiter.ts';
import type { Changes, Command, CommandCall, CommandContext } from '#rehearsal/load-master/api/command.ts';
import { commandNames, commandOf } from '#rehearsal/load-master/api/command-table.ts';
import {
  isBootstrap,
  type ManagementCall,
  type Outcome,
} from '#rehearsal/load-master/api/management-call.ts';
import type { ManagementSetup } from '#rehearsal/load-master/api/management-setup.ts';
import type { Settings } from '#rehearsal/load-master/api/parameters.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';
import { WriteLog } from '#rehearsal/load-master/api/write-log.ts';
import { type Licence, makeLicence } from '#rehearsal/load-master/config/licence.ts';
import { UnitConfiguration } from '#rehearsal/load-master/config/unit-configuration.ts';
import { ConfigurationSync } from '#rehearsal/load-master/partner/configuration-sync.ts';
import { type GeoPartnerStatus, geoPartnerStatus } from '#rehearsal/load-master/partner/geo-partner.ts';
import type { Neighbour, Neighbourhood, NetworkPlace } from '#rehearsal/load-master/partner/neighbourhood.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** The management API of one unit, without its wires. */
export class Management implements Neighbour {
  readonly unit: LoadMasterUnit;
  readonly configuration: UnitConfiguration;
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly scheduler: Scheduler;
  readonly place?: NetworkPlace;
  readonly writeLog = new WriteLog();
  readonly #limiter = new CallLimiter();
  readonly #context: CommandContext;
  readonly #neighbourhood: Neighbourhood | undefined;
  #sync: ConfigurationSync | undefined;
  #partnerSecret: string | undefined;
  #licence: Licence;
  #clockAheadMs: DurationMs = 0;
  #syncPortOpen = true;

  /** `settingsChanged` is called after every `set`. */
  constructor(
    unit: LoadMasterUnit,
    setup: ManagementSetup,
    scheduler: Scheduler,
    settingsChanged: () => void = () => undefined,
  ) {
    this.unit = unit;
    this.configuration = new UnitConfiguration({
      address: unit.address,
      settings: setup.settings ?? {},
      now: () => scheduler.now(),
      settingsChanged,
    });
    this.settings = this.configuration.settings;
    this.accounts = new Accounts(setup.users);
    this.scheduler = scheduler;
    this.#partnerSecret = setup.partnerSecret;
    this.#licence = makeLicence(scheduler.now(), setup.licence);
    if (setup.place !== undefined) this.place = setup.place;
    this.#neighbourhood = setup.neighbourhood;
    this.#neighbourhood?.join(this);
    this.#sync = this.#neighbourhood && new ConfigurationSync(this, this.#neighbourhood, scheduler);
    const baseRestore = new BaseRestore(unit, this.configuration);
    this.#context = {
      unit,
      scheduler,
      configuration: this.configuration,
      settings: this.settings,
      accounts: this.accounts,
      geo: this.configuration.geo,
      licence: () => this.#licence,
      clockAheadMs: () => this.#clockAheadMs,
      serialNumber: setup.serialNumber,
      commandNames: () => commandNames(unit.firmware.version()).filter((name) => !this.#isMissing(name)),
      setPartnerSecret: (secret) => {
        this.#partnerSecret = secret;
      },
      geoPartnerStatus: (address) => this.geoPartnerStatus(address),
      restoreBaseAtBoot: (base) => baseRestore.atBoot(base),
    };
  }

  partnerSecret(): string | undefined {
    return this.#partnerSecret;
  }

  syncPortOpen(): boolean {
    return this.#syncPortOpen;
  }

  /** As security groups and network ACLs let its partner through, or do not. */
  setSyncPortOpen(open: boolean): void {
    this.#syncPortOpen = open;
  }

  /** Its clock goes wrong by so much, or right again: nobody corrects it. Negative: it is behind. */
  setClockAhead(aheadMs: DurationMs): void {
    this.#clockAheadMs = aheadMs;
  }

  /** As after another licence was installed. */
  changeLicence(change: Partial<Licence>): void {
    this.#licence = { ...this.#licence, ...change };
  }

  /** What it says of an address in its `geopartners`. */
  geoPartnerStatus(address: string): GeoPartnerStatus {
    return geoPartnerStatus(this, address, this.#neighbourhood);
  }

  /** Out of reach for its neighbours from now on, and still itself. */
  stop(): void {
    this.#sync?.stop();
    this.#sync = undefined;
    this.#neighbourhood?.leave(this);
  }

  /** False when the connection of this call is to be dropped. Asked once per call, before anything else. */
  admit(): boolean {
    return this.#limiter.admit(this.scheduler.now());
  }

  perform(call: ManagementCall): Outcome {
    if (!this.#isServed(call)) return { kind: 'disabled' };
    const maxFailures = this.settings.number('sessionmaxfailattempts');
    const user = this.accounts.authenticate(call.credentials, maxFailures, this.scheduler.now());
    if (user === undefined) return { kind: 'unauthorized' };
    const command = this.#commandOf(call.command);
    if (command === undefined || (command.onlyV1 && call.wire === 'v2')) return { kind: 'unknown-command' };
    const parameters = new Map(call.parameters.map(([name, value]) => [name.toLowerCase(), value]));
    const { upload } = call;
    const reply = this.#run(call.command, command, {
      parameters,
      user,
      ...(upload === undefined ? {} : { upload }),
    });
    return { kind: 'replied', reply };
  }

  /** Whether a v1 body that comes with this command is an upload. */
  takesUpload(command: string): boolean {
    return this.#commandOf(command)?.takesUpload ?? false;
  }

  #commandOf(name: string): Command | undefined {
    return this.#isMissing(name) ? undefined : commandOf(name, this.unit.firmware.version());
  }

  #isMissing(name: string): boolean {
    return this.unit.behaviour.missingCommands.includes(name.toLowerCase());
  }

  #run(name: string, command: Command, call: CommandCall): Reply {
    const changes = command.changes(call, this.#context);
    const reply = this.#reply(command, call, changes);
    if (changes === 'nothing') return reply;
    const taken = reply.kind !== 'failed' && reply.kind !== 'missing';
    this.writeLog.note(this.scheduler.now(), name.toLowerCase(), call, taken);
    if (taken) this.#sync?.changed();
    return reply;
  }

  #reply(command: Command, call: CommandCall, changes: Changes): Reply {
    if ((command.isPrivileged || changes !== 'nothing') && !this.accounts.mayChange(call.user))
      return { kind: 'failed', code: 403, message: 'Permission denied' };
    const code = this.unit.behaviour.standbyRejectsWrites;
    if (this.unit.role() === 'standby' && code !== 'off' && changes === 'configuration')
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
