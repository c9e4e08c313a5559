import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { getPreviousVersion } from '#loadmaster/commands/firmware.ts';
import { getVersion } from '#loadmaster/commands/identity.ts';
import { getLicence } from '#loadmaster/commands/licence.ts';
import { getServiceTotals } from '#loadmaster/commands/statistics.ts';
import { ifAny } from '#loadmaster/if-any.ts';

/**
 * What a unit runs, could go back to, and serves. A pay-per-use unit may have no licence to show, and what a unit says
 * that keeps no previous version is not published: neither makes the rest unread.
 */
export const readFirmware = async (session: LoadMasterSession): Promise<FirmwareSeen> => {
  const version = await getVersion(session);
  const previousVersion = await ifAny(getPreviousVersion(session));
  const supportedUntil = (await ifAny(getLicence(session)))?.supportedUntil;
  const { up, total } = (await getServiceTotals(session)).virtualServices;
  return {
    version,
    ...(previousVersion !== undefined && { previousVersion }),
    ...(supportedUntil !== undefined && { supportedUntil }),
    servicesUp: up,
    servicesTotal: total,
  };
};
