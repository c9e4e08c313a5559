import { FIRST_WITH_PARTNER_SECRET } from '#rehearsal/load-master/firmware/first-version-of.ts';
import { hasFeature } from '#rehearsal/load-master/firmware/version.ts';
import type { Neighbour } from '#rehearsal/load-master/partner/neighbourhood.ts';

/** Why two units hear each other, or do not. */
export type LinkState = 'linked' | 'down' | 'strangers' | 'same-mode' | 'unauthorized';

const wantsSecret = ({ unit }: Neighbour): boolean =>
  hasFeature(unit.firmware.version(), FIRST_WITH_PARTNER_SECRET);

/**
 * Firmware that knows the secret speaks to nobody without it. What it does about a partner too old to have one is not
 * published; here that is no different. @see Updating the LoadMaster Software, "Set the Partner Shared Secret"
 */
export const authorize = (one: Neighbour, other: Neighbour): boolean => {
  if (!wantsSecret(one) && !wantsSecret(other)) return true;
  const secret = one.partnerSecret();
  return secret !== undefined && secret === other.partnerSecret();
};

/** "TCP port 6973 must be allowed in the inbound rules for each LoadMaster." @see LoadMaster HA for AWS, section 6 */
const isUp = (neighbour: Neighbour): boolean => neighbour.unit.machine() === 'up' && neighbour.syncPortOpen();

const knows = ({ unit }: Neighbour, { unit: other }: Neighbour): boolean =>
  unit.cloudHa().partner === other.address;

/**
 * Between the partners of a pair. Without it the configuration is not synchronised; polling each other's health port
 * is another matter and needs none of this. @see LoadMaster HA for AWS, section 4
 */
export const linkBetween = (one: Neighbour, other: Neighbour): LinkState => {
  if (!isUp(one) || !isUp(other)) return 'down';
  if (!knows(one, other) || !knows(other, one)) return 'strangers';
  const modes = [one.unit.cloudHa().mode, other.unit.cloudHa().mode];
  if (!modes.includes('first') || !modes.includes('second')) return 'same-mode';
  return authorize(one, other) ? 'linked' : 'unauthorized';
};
