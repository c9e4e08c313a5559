import { type FirmwareVersion, isBelow } from '#domain/firmware/version.ts';

/*
 * What may follow what, as the vendor says it. These are statements about firmware and not about a wish: none of them
 * takes an argument by which somebody could insist.
 */

/** `ltsf`: supported for long, with the numbers of a version that others have left behind. `ga`: all others. */
export type ReleaseLine = 'ltsf' | 'ga';

/**
 * The long-term lines by their first three numbers. 7.2.48 is the vendor's LTS, 7.2.54 its LTSF; that every version of
 * these numbers is of the line, the first ones included, is inferred.
 * @see LoadMaster Security Vulnerability CVE-2024-1212: fixed in 7.2.59.2 (GA), 7.2.54.8 (LTSF), 7.2.48.10 (LTS)
 */
const LONG_TERM_LINES: readonly string[] = ['7.2.48', '7.2.54'];

export const releaseLineOf = ({ numbers }: FirmwareVersion): ReleaseLine =>
  LONG_TERM_LINES.includes(numbers.slice(0, 3).join('.')) ? 'ltsf' : 'ga';

const line = (...numbers: FirmwareVersion['numbers']): FirmwareVersion => ({ numbers });

/** @see LoadMaster HA for AWS, section 7 */
const HARD_FLOOR = line(7, 2, 36, 0);

/**
 * From 7.2.36 or later to below it "the LoadMaster becomes inaccessible and you cannot recover it" (LoadMaster HA for
 * AWS, section 7). A unit of which the version is not known may be at 7.2.36 or later.
 */
export const mayBrick = (from: FirmwareVersion | undefined, to: FirmwareVersion): boolean =>
  isBelow(to, HARD_FLOOR) && !(from !== undefined && isBelow(from, HARD_FLOOR));

const SIGNED_ANEW = line(7, 2, 51, 0);

/**
 * Firmware from 7.2.51 on does not take earlier images, which are signed otherwise; those of the long-term lines it
 * does. So it is where Update Verification is `Required`, the default; no command reads the setting.
 * @see Upgrade/Downgrade Notes Relating to Update Verification Options (article 360044260132)
 */
export const failsVerification = (from: FirmwareVersion, to: FirmwareVersion): boolean =>
  !isBelow(from, SIGNED_ANEW) && isBelow(to, SIGNED_ANEW) && releaseLineOf(to) === 'ga';

/** Whether a unit that went from one version to another may go back again. */
export const isWayBack = (from: FirmwareVersion, to: FirmwareVersion): boolean =>
  !mayBrick(to, from) && !failsVerification(to, from);

/** Any 7.2.60 will do: that is inferred. */
const WAYPOINT = { from: line(7, 2, 60, 0), behind: line(7, 2, 61, 0) };

/** Whoever runs a version before 7.2.60 goes to 7.2.60 first. @see Release Notes, LoadMaster 7.2.62.0, "Upgrade Path" */
export const skipsWaypoint = (from: FirmwareVersion, to: FirmwareVersion): boolean =>
  isBelow(from, WAYPOINT.from) && !isBelow(to, WAYPOINT.behind);

const FIRST_WITH_SECRET: Readonly<Record<ReleaseLine, FirmwareVersion>> = {
  ltsf: line(7, 2, 54, 10),
  ga: line(7, 2, 59, 4),
};

/**
 * From here on the units of a pair must have a secret in common, or they do not connect; earlier firmware has none.
 * @see LoadMaster Technical Note, Updating the LoadMaster Software, "Set the Partner Shared Secret"
 */
export const needsPartnerSecret = (version: FirmwareVersion): boolean =>
  !isBelow(version, FIRST_WITH_SECRET[releaseLineOf(version)]);

const FIRST_TO_CONFIRM = line(7, 2, 61, 0);

/** `installpatch` needs `confirm=yes` on the way to 7.2.61 or later. @see LoadMaster API v1, installpatch */
export const needsConfirmation = (to: FirmwareVersion): boolean => !isBelow(to, FIRST_TO_CONFIRM);
