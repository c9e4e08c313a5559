import type { EpochMs } from '#domain/time.ts';
import { type Commands, reads } from '#rehearsal/load-master/api/command.ts';
import { data } from '#rehearsal/load-master/api/reply.ts';

/** As `licenseinfo` writes times: `Fri May 17 04:00:00 UTC 2019`. */
const licenceTime = (at: EpochMs): string => {
  const [weekday, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${weekday?.slice(0, 3)} ${month} ${day?.replace(/^0/, ' ')} ${time} UTC ${year}`;
};

/** Nothing on a unit depends on its serial number but that every unit has another one. */
const uuidOf = (serialNumber: string): string =>
  `00000000-0000-4000-8000-${serialNumber.padStart(12, '0').slice(-12)}`;

/** @see LoadMaster PowerShell interface description, Get-LicenseInfo */
export const LICENCE_COMMANDS: Commands = {
  licenseinfo: reads((_call, { licence: current, serialNumber }) => {
    const licence = current();
    return data({
      uuid: uuidOf(serialNumber),
      ActivationDate: licenceTime(licence.activatedAt),
      LicensedUntil: licenceTime(licence.licensedUntil),
      SupportLevel: licence.supportLevel,
      SupportUntil: licenceTime(licence.supportUntil),
      LicenseType: licence.type,
      LicenseStatus: licence.status,
      ApplianceModel: licence.model,
      MaxVS: '1000',
      MaxRS: '1000',
      Bandwidth: 'unlimited',
      TpsLimit: 'unlimited',
      // The HA of a licence is the classic one, which units on AWS do not have.
      HA: 'no',
      FirstHA: 'no',
      ModSecurity: 'no',
    });
  }),
};
