import { isAtLeast } from '#rehearsal/load-master/firmware/version.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/* Versions as the models compare them, with none of the deciding code. */

/** A unit that goes from 7.2.36 or later to below it is lost. @see LoadMaster HA for AWS, section 7 */
export const isBelowFloor = (version: string): boolean => !isAtLeast(version, '7.2.36');

/** Of the same four numbers. */
export const isSame = (a: string, b: string): boolean => isAtLeast(a, b) && isAtLeast(b, a);

export const runsVersion = ({ firmware }: LoadMasterUnit, version: string): boolean =>
  isSame(firmware.version(), version);
