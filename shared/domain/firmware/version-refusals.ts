import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { failsVerification, mayBrick, skipsWaypoint } from '#domain/firmware/release-line.ts';
import { isToBeChanged, keepsTarget, runningVersion } from '#domain/firmware/unit-firmware.ts';
import { unreadRefusal } from '#domain/firmware/unread-refusal.ts';
import {
  compareVersions,
  type FirmwareVersion,
  formatVersion,
  parseVersion,
} from '#domain/firmware/version.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { quoted } from '#domain/quoted.ts';
import type { EpochMs } from '#domain/time.ts';

/** One unit and the target; what is undefined is not known. */
interface Change {
  readonly unit: UnitName;
  readonly reading: Reading<FirmwareSeen>;
  readonly from: FirmwareVersion | undefined;
  readonly to: FirmwareVersion | undefined;
  readonly now: EpochMs;
}

type Objection = (change: Change) => Refusal | undefined;

const unread: Objection = ({ unit, reading }) =>
  reading.kind === 'read' ? undefined : unreadRefusal('firmware-unread', unit, reading.code);

const unknownVersion: Objection = ({ unit, reading, from }) =>
  reading.kind === 'unread' || from !== undefined
    ? undefined
    : {
        code: 'unknown-version',
        words: `${unit} calls its version ${quoted(reading.value.version)}, which cannot be ranked`,
        remedy: `ask the vendor what ${unit} runs; nothing is planned on a guess`,
      };

/** The one objection that a version which is not known does not silence. */
const brick: Objection = ({ unit, from, to }) => {
  if (to === undefined || !mayBrick(from, to)) return undefined;
  const runs = from === undefined ? `what ${unit} runs is not known` : `${unit} runs ${formatVersion(from)}`;
  return {
    code: 'brick-floor',
    words: `${runs}, and ${formatVersion(to)} is below 7.2.36: a unit that goes from 7.2.36 or later to below it becomes inaccessible and cannot be recovered`,
    remedy: 'choose 7.2.36 or later; nothing lifts this refusal',
  };
};

const verification: Objection = ({ unit, from, to }) => {
  if (from === undefined || to === undefined || !failsVerification(from, to)) return undefined;
  return {
    code: 'verification-floor',
    words: `${unit} runs ${formatVersion(from)}: with Update Verification at Required, its default, it takes no image below 7.2.51 but those of the long-term lines`,
    remedy: 'choose 7.2.51 or later, or a version of the long-term line 7.2.48',
  };
};

const waypoint: Objection = ({ unit, from, to }) => {
  if (from === undefined || to === undefined || !skipsWaypoint(from, to)) return undefined;
  return {
    code: 'upgrade-path',
    words: `${unit} runs ${formatVersion(from)}, and what is earlier than 7.2.60 has to go there before it goes any further`,
    remedy: `bring both units to 7.2.60 first, then ask for ${formatVersion(to)}`,
  };
};

const supportExpired: Objection = ({ unit, reading, to, now }) => {
  if (reading.kind === 'unread' || to === undefined) return undefined;
  if (!isToBeChanged(reading, to) || keepsTarget(reading.value, to)) return undefined;
  const { supportedUntil } = reading.value;
  if (supportedUntil === undefined || supportedUntil > now) return undefined;
  return {
    code: 'support-expired',
    words: `the support of ${unit} ended ${durationWords(now - supportedUntil)} ago, so that it may refuse the image`,
    remedy: `renew the subscription and update the licence of ${unit}`,
  };
};

const OBJECTIONS: readonly Objection[] = [
  unread,
  unknownVersion,
  brick,
  verification,
  waypoint,
  supportExpired,
];

const unknownTarget = (target: string): Refusal => ({
  code: 'unknown-version',
  words: `the target ${quoted(target)} is not a version of LoadMaster firmware`,
  remedy: 'give all four numbers, as in 7.2.54.12; the build may follow, as in 7.2.54.12.22642.RELEASE',
});

const alreadyThere = (first: FirmwareVersion, second: FirmwareVersion, to: FirmwareVersion): Refusal => {
  const differ = new Set([first, second, to].map(formatVersion)).size > 1;
  return {
    code: 'already-there',
    words: `first runs ${formatVersion(first)}, second ${formatVersion(second)}, and the target is ${formatVersion(to)}${differ ? ': builds of one version are not ranked' : ''}`,
    remedy: 'nothing is to be done; choose another target if that is not what you meant',
  };
};

/** Everything about the versions that stands in the way of a plan. */
export const versionRefusals = ({ firmware, target, now }: FirmwareRequest): readonly Refusal[] => {
  const to = parseVersion(target);
  const changes = UNIT_NAMES.map((unit): Change => {
    const reading = firmware[unit];
    return { unit, reading, from: runningVersion(reading), to, now };
  });
  const ofUnits = OBJECTIONS.flatMap((objection) => changes.map(objection)).filter((it) => it !== undefined);
  if (to === undefined) return [unknownTarget(target), ...ofUnits];
  const [first, second] = [runningVersion(firmware.first), runningVersion(firmware.second)];
  if (first === undefined || second === undefined) return ofUnits;
  const isThere = compareVersions(first, to) === 0 && compareVersions(second, to) === 0;
  return isThere ? [...ofUnits, alreadyThere(first, second, to)] : ofUnits;
};
