import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import { failsVerification, mayBrick, skipsWaypoint } from '#domain/firmware/release-line.ts';
import { isToBeChanged, keepsTarget, runningVersion } from '#domain/firmware/unit-firmware.ts';
import { compareVersions, type FirmwareVersion, formatVersion, parseVersion } from '#domain/firmware/version.ts';

/*
 * What stands in the way because of the versions alone. Each looks at one unit and the target, and says nothing where
 * either is not known; but for the floor, which an unknown version does not lift.
 */

const LONGEST_QUOTE = 60;

/** Text from outside: on one line, and not too much of it. */
const quoted = (text: string): string => JSON.stringify(text.slice(0, LONGEST_QUOTE));

type Objection = (request: FirmwareRequest, unit: UnitName, to: FirmwareVersion) => Refusal | undefined;

const unknownTarget = ({ target }: FirmwareRequest): readonly Refusal[] =>
  parseVersion(target) !== undefined
    ? []
    : [
        {
          code: 'unknown-version',
          words: `the target ${quoted(target)} is not a version of LoadMaster firmware`,
          remedy: 'give all four numbers, for example 7.2.54.12; the build may follow, as in 7.2.54.12.22642.RELEASE',
        },
      ];

const unknownVersion = ({ firmware }: FirmwareRequest, unit: UnitName): Refusal | undefined => {
  const reading = firmware[unit];
  if (reading.kind === 'unread' || parseVersion(reading.value.version) !== undefined) return undefined;
  return {
    code: 'unknown-version',
    words: `${unit} calls its version ${quoted(reading.value.version)}, which cannot be ranked`,
    remedy: `find out from the vendor what ${unit} runs; nothing is planned on a guess`,
  };
};

const brick: Objection = ({ firmware }, unit, to) => {
  const from = runningVersion(firmware[unit]);
  if (!mayBrick(from, to)) return undefined;
  const runs = from === undefined ? `what ${unit} runs is not known` : `${unit} runs ${formatVersion(from)}`;
  return {
    code: 'brick-floor',
    words: `${runs}, and ${formatVersion(to)} is below 7.2.36: a unit that goes from 7.2.36 or later to below it becomes inaccessible and cannot be recovered`,
    remedy: 'choose 7.2.36 or later; nothing lifts this refusal',
  };
};

const verification: Objection = ({ firmware }, unit, to) => {
  const from = runningVersion(firmware[unit]);
  if (from === undefined || !failsVerification(from, to)) return undefined;
  return {
    code: 'verification-floor',
    words: `${unit} runs ${formatVersion(from)}: with update verification required, its default, it takes no image below 7.2.51 but those of the long-term lines`,
    remedy: 'choose 7.2.51 or later, or a version of a long-term line (7.2.48.x)',
  };
};

const waypoint: Objection = ({ firmware }, unit, to) => {
  const from = runningVersion(firmware[unit]);
  if (from === undefined || !skipsWaypoint(from, to)) return undefined;
  return {
    code: 'upgrade-path',
    words: `${unit} runs ${formatVersion(from)}, and only 7.2.60 can be upgraded to anything later than it`,
    remedy: `bring both units to 7.2.60 first, and then ask for ${formatVersion(to)}`,
  };
};

const supportExpired = ({ firmware, now }: FirmwareRequest, unit: UnitName, to: FirmwareVersion) => {
  const reading = firmware[unit];
  if (reading.kind === 'unread' || !isToBeChanged(reading, to) || keepsTarget(reading.value, to))
    return undefined;
  const { supportedUntil } = reading.value;
  if (supportedUntil === undefined || supportedUntil > now) return undefined;
  return {
    code: 'support-expired',
    words: `the support of ${unit} ended ${durationWords(now - supportedUntil)} ago: it may refuse the image`,
    remedy: `renew the subscription and update the licence of ${unit}`,
  } as const;
};

const alreadyThere = ({ firmware }: FirmwareRequest, to: FirmwareVersion): readonly Refusal[] => {
  const [first, second] = [runningVersion(firmware.first), runningVersion(firmware.second)];
  if (first === undefined || second === undefined) return [];
  if (compareVersions(first, to) !== 0 || compareVersions(second, to) !== 0) return [];
  const spellings = new Set([first, second, to].map(formatVersion));
  const differ = spellings.size > 1 ? '; builds of one version are not ranked' : '';
  return [
    {
      code: 'already-there',
      words: `first runs ${formatVersion(first)} and second ${formatVersion(second)}, the target is ${formatVersion(to)}${differ}`,
      remedy: 'nothing is to be done; choose another target if this is not what you meant',
    },
  ];
};

const unread = ({ firmware }: FirmwareRequest, unit: UnitName): Refusal | undefined => {
  const reading = firmware[unit];
  if (reading.kind === 'read') return undefined;
  return {
    code: 'firmware-unread',
    words: `the firmware of ${unit} was not read (${reading.code})`,
    remedy: `mend what keeps ${unit} from being read, and ask again; the runbook has each code`,
  };
};

/** Everything about the versions that stands in the way of a plan. */
export const versionRefusals = (request: FirmwareRequest): readonly Refusal[] => {
  const to = parseVersion(request.target);
  const objections = to === undefined ? [] : [brick, verification, waypoint, supportExpired];
  const ofUnits = [
    unread,
    unknownVersion,
    ...objections.map((objection) => (of: FirmwareRequest, unit: UnitName) =>
      to === undefined ? undefined : objection(of, unit, to),
    ),
  ];
  return [
    ...unknownTarget(request),
    ...ofUnits.flatMap((refuse) => UNIT_NAMES.map((unit) => refuse(request, unit))).filter((it) => it !== undefined),
    ...(to === undefined ? [] : alreadyThere(request, to)),
  ];
};
