import type { Command, Commands } from '#rehearsal/load-master/api/command.ts';
import { API_KEY_COMMANDS } from '#rehearsal/load-master/api/commands/api-keys.ts';
import { BACKUP_COMMANDS } from '#rehearsal/load-master/api/commands/backup.ts';
import { CERTIFICATE_COMMANDS } from '#rehearsal/load-master/api/commands/certificates.ts';
import { CLOUD_HA_COMMANDS } from '#rehearsal/load-master/api/commands/cloud-ha.ts';
import { FIRMWARE_COMMANDS } from '#rehearsal/load-master/api/commands/firmware.ts';
import { GEO_COMMANDS } from '#rehearsal/load-master/api/commands/geo.ts';
import { GEO_CLUSTER_COMMANDS } from '#rehearsal/load-master/api/commands/geo-clusters.ts';
import { GEO_FQDN_COMMANDS } from '#rehearsal/load-master/api/commands/geo-fqdns.ts';
import { GEO_MAP_COMMANDS } from '#rehearsal/load-master/api/commands/geo-maps.ts';
import { INTERFACE_COMMANDS } from '#rehearsal/load-master/api/commands/interfaces.ts';
import { LICENCE_COMMANDS } from '#rehearsal/load-master/api/commands/licence.ts';
import { LOG_COMMANDS } from '#rehearsal/load-master/api/commands/logs.ts';
import { PARTNER_SECRET_COMMANDS } from '#rehearsal/load-master/api/commands/partner-secret.ts';
import { POWER_COMMANDS } from '#rehearsal/load-master/api/commands/power.ts';
import { REAL_SERVER_COMMANDS } from '#rehearsal/load-master/api/commands/real-servers.ts';
import { ROUTE_COMMANDS } from '#rehearsal/load-master/api/commands/routes.ts';
import { SETTING_COMMANDS } from '#rehearsal/load-master/api/commands/settings.ts';
import { STATISTICS_COMMANDS } from '#rehearsal/load-master/api/commands/statistics.ts';
import { VIRTUAL_SERVICE_COMMANDS } from '#rehearsal/load-master/api/commands/virtual-services.ts';
import { knowsCommand } from '#rehearsal/load-master/firmware/first-version-of.ts';

const COMMANDS: Commands = {
  ...SETTING_COMMANDS,
  ...CLOUD_HA_COMMANDS,
  ...PARTNER_SECRET_COMMANDS,
  ...POWER_COMMANDS,
  ...FIRMWARE_COMMANDS,
  ...BACKUP_COMMANDS,
  ...API_KEY_COMMANDS,
  ...GEO_COMMANDS,
  ...GEO_CLUSTER_COMMANDS,
  ...GEO_FQDN_COMMANDS,
  ...GEO_MAP_COMMANDS,
  ...LICENCE_COMMANDS,
  ...STATISTICS_COMMANDS,
  ...VIRTUAL_SERVICE_COMMANDS,
  ...REAL_SERVER_COMMANDS,
  ...INTERFACE_COMMANDS,
  ...ROUTE_COMMANDS,
  ...CERTIFICATE_COMMANDS,
  ...LOG_COMMANDS,
};

/** The command as firmware of this version has it; undefined where that does not know it. */
export const commandOf = (name: string, version: string): Command | undefined =>
  Object.hasOwn(COMMANDS, name) && knowsCommand(version, name) ? COMMANDS[name] : undefined;

/** Of every command that firmware of this version knows, in the order of the table. */
export const commandNames = (version: string): readonly string[] =>
  Object.keys(COMMANDS).filter((name) => knowsCommand(version, name));
