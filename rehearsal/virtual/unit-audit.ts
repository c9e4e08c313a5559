import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { LoadMasterSeen } from '#domain/pair/seen.ts';
import { AUDITED_SETTINGS } from '#loadmaster/audited-settings.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { configurationOf, geoOf } from '#rehearsal/virtual/unit-geo.ts';

/**
 * What a virtual unit says to an audit. Its clock, its licence and its certificate are of the management API, which is on
 * the wire only: of those it says nothing.
 */
export const auditOf = (unit: LoadMasterUnit, status: LoadMasterSeen, withGeo: boolean): UnitAudited => {
  const { settings, interfaces } = configurationOf(unit);
  return {
    ...status,
    version: unit.firmware.version(),
    allInterfaces: unit.cloudHa().allInterfaces,
    ntpHosts: settings
      .text('ntphost')
      .split(' ')
      .filter((host) => host !== ''),
    settings: Object.fromEntries(AUDITED_SETTINGS.map((name) => [name, settings.text(name)])),
    services: [],
    interfaces: interfaces.all().map(({ id, address, additionalAddresses }) => ({
      id,
      address: address.replace(/\/.*/, ''),
      additionalAddresses,
    })),
    ...(withGeo ? { geo: geoOf(unit) } : {}),
  };
};
