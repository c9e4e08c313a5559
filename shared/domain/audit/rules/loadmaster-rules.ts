import type { Rule } from '#domain/audit/rule.ts';
import { allInterfaces } from '#domain/audit/rules/loadmaster/all-interfaces.ts';
import { apiSettings } from '#domain/audit/rules/loadmaster/api-settings.ts';
import { backupAge } from '#domain/audit/rules/loadmaster/backup-age.ts';
import { certificateExpiry } from '#domain/audit/rules/loadmaster/certificate-expiry.ts';
import { certificatePin } from '#domain/audit/rules/loadmaster/certificate-pin.ts';
import { clock } from '#domain/audit/rules/loadmaster/clock.ts';
import { firmwareEqual } from '#domain/audit/rules/loadmaster/firmware-equal.ts';
import { firmwareMinimum } from '#domain/audit/rules/loadmaster/firmware-minimum.ts';
import { geoAddressesSwapped } from '#domain/audit/rules/loadmaster/geo-addresses-swapped.ts';
import { geoClusters } from '#domain/audit/rules/loadmaster/geo-clusters.ts';
import { geoLists } from '#domain/audit/rules/loadmaster/geo-lists.ts';
import { geoOwnStandby } from '#domain/audit/rules/loadmaster/geo-own-standby.ts';
import { geoPartners } from '#domain/audit/rules/loadmaster/geo-partners.ts';
import { haModes } from '#domain/audit/rules/loadmaster/ha-modes.ts';
import { healthPort } from '#domain/audit/rules/loadmaster/health-port.ts';
import { licence } from '#domain/audit/rules/loadmaster/licence.ts';
import { noServiceOnHealthPort } from '#domain/audit/rules/loadmaster/no-service-on-health-port.ts';
import { noServiceOnSshPort } from '#domain/audit/rules/loadmaster/no-service-on-ssh-port.ts';
import { noServiceOnSyncPort } from '#domain/audit/rules/loadmaster/no-service-on-sync-port.ts';
import { ntp } from '#domain/audit/rules/loadmaster/ntp.ts';
import { pacified } from '#domain/audit/rules/loadmaster/pacified.ts';
import { partnerSecret } from '#domain/audit/rules/loadmaster/partner-secret.ts';
import { partners } from '#domain/audit/rules/loadmaster/partners.ts';
import { preference } from '#domain/audit/rules/loadmaster/preference.ts';
import { roles } from '#domain/audit/rules/loadmaster/roles.ts';
import { servicesEqual } from '#domain/audit/rules/loadmaster/services-equal.ts';
import { settingsEqual } from '#domain/audit/rules/loadmaster/settings-equal.ts';
import { support } from '#domain/audit/rules/loadmaster/support.ts';
import { unconnected } from '#domain/audit/rules/loadmaster/unconnected.ts';

/** What LoadMasters say: who answers at all, high availability, and what it rests on. */
export const LOADMASTER_RULES: readonly Rule[] = [
  certificatePin,
  haModes,
  roles,
  unconnected,
  pacified,
  partners,
  partnerSecret,
  healthPort,
  allInterfaces,
  preference,
  noServiceOnHealthPort,
  noServiceOnSyncPort,
  noServiceOnSshPort,
  servicesEqual,
  settingsEqual,
  geoLists,
  geoOwnStandby,
  geoClusters,
  geoAddressesSwapped,
  geoPartners,
  firmwareEqual,
  firmwareMinimum,
  apiSettings,
  ntp,
  clock,
  backupAge,
  licence,
  support,
  certificateExpiry,
];
