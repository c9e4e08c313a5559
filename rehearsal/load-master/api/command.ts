import type { Accounts } from '#rehearsal/load-master/api/accounts.ts';
import type { ParameterSource, Settings } from '#rehearsal/load-master/api/parameters.ts';
import type { Reply } from '#rehearsal/load-master/api/reply.ts';
import type { Upload } from '#rehearsal/load-master/api/upload.ts';
import type { Geo } from '#rehearsal/load-master/config/geo.ts';
import type { Licence } from '#rehearsal/load-master/config/licence.ts';
import type {
  BaseConfiguration,
  UnitConfiguration,
} from '#rehearsal/load-master/config/unit-configuration.ts';
import type { GeoPartnerStatus } from '#rehearsal/load-master/partner/geo-partner.ts';

/** What commands work on: one unit with its settings and users. */
export interface CommandContext extends ParameterSource {
  readonly configuration: UnitConfiguration;
  /** The configuration's own. */
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly geo: Geo;
  readonly licence: () => Licence;
  /** Of every command this unit knows, in the order of the table. */
  readonly commandNames: () => readonly string[];
  readonly setPartnerSecret: (secret: string) => void;
  readonly geoPartnerStatus: (address: string) => GeoPartnerStatus;
  /** Takes this base configuration when it has booted the next time. */
  readonly restoreBaseAtBoot: (base: BaseConfiguration) => void;
}

export interface CommandCall {
  /** By name in lower case: units do not mind the case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Who calls. */
  readonly user: string;
  /** What came along: the body in v1, the parameter `data` in v2. */
  readonly upload?: Upload;
}

/**
 * What a command changes: nothing, something of this unit alone (the pages under "Local Administration"), or
 * configuration that the pair shares, which a standby may refuse.
 */
export type Changes = 'nothing' | 'unit' | 'configuration';

export interface Command {
  /** A v1 body is what is uploaded, not a form with parameters, whatever its content type says. */
  readonly takesUpload?: true;
  /** Only for users with permissions, though it changes nothing: what it reads is not for everybody. */
  readonly isPrivileged?: true;
  /** API v2 does not know it. */
  readonly onlyV1?: true;
  readonly changes: (call: CommandCall, context: CommandContext) => Changes;
  readonly run: (call: CommandCall, context: CommandContext) => Reply;
}

export type Commands = Readonly<Record<string, Command>>;

export const reads = (run: Command['run']): Command => ({ changes: () => 'nothing', run });

export const changesUnit = (run: Command['run']): Command => ({ changes: () => 'unit', run });

export const changesConfiguration = (run: Command['run']): Command => ({
  changes: () => 'configuration',
  run,
});
