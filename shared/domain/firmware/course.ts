import { otherUnit, type Pair, type UnitName } from '#domain/estate/estate.ts';
import { unitsPreferringOtherwise, unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import type { FirmwareRequest } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { needsPartnerSecret } from '#domain/firmware/release-line.ts';
import { isToBeChanged, keepsTarget, runningVersion } from '#domain/firmware/unit-firmware.ts';
import { compareVersions, type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';
import type { PairState } from '#domain/pair/state.ts';

/** What is to become of one unit. */
export interface UnitCourse {
  readonly name: UnitName;
  readonly from: FirmwareVersion;
  readonly firmware: FirmwareSeen;
  /** It does not run the target yet. */
  readonly isDue: boolean;
  /** It has the target as its previous version, and is restored rather than installed. */
  readonly restores: boolean;
  /** Only one of the versions it goes from and to has a partner secret. */
  readonly crossesSecret: boolean;
}

/** A change of firmware as it will go, once nothing stands in its way: what the steps and warnings are made of. */
export interface Course {
  readonly pair: Pair;
  readonly state: PairState;
  readonly kind: 'upgrade' | 'downgrade' | 'repair';
  readonly to: FirmwareVersion;
  /** By the roles at the beginning. */
  readonly standby: UnitCourse;
  readonly active: UnitCourse;
  /** The unit that serves once the firmware is changed; Prefer First may move the role on from there. */
  readonly activeThen: UnitName;
  /** Units that are set to Prefer First, which would move the role half-way. */
  readonly preferring: readonly UnitName[];
  /** Prefer First is what the estate wants: it is put back at the end. */
  readonly restoresPreference: boolean;
}

const unitCourse = (
  { firmware }: FirmwareRequest,
  name: UnitName,
  to: FirmwareVersion,
): UnitCourse | undefined => {
  const reading = firmware[name];
  const from = runningVersion(reading);
  if (reading.kind === 'unread' || from === undefined) return undefined;
  return {
    name,
    from,
    firmware: reading.value,
    isDue: isToBeChanged(reading, to),
    restores: keepsTarget(reading.value, to),
    crossesSecret: needsPartnerSecret(from) !== needsPartnerSecret(to),
  };
};

const kindOf = (active: UnitCourse, standby: UnitCourse, to: FirmwareVersion): Course['kind'] => {
  if (compareVersions(active.from, standby.from) !== 0) return 'repair';
  return compareVersions(to, active.from) > 0 ? 'upgrade' : 'downgrade';
};

/** Undefined where something is not known that the steps rest on; there is a refusal for each such thing. */
export const courseOf = (request: FirmwareRequest): Course | undefined => {
  const { pair, state, seen, target } = request;
  const to = parseVersion(target);
  const name = state.situation.active;
  if (to === undefined || name === undefined) return undefined;
  const active = unitCourse(request, name, to);
  const standby = unitCourse(request, otherUnit(name), to);
  if (active === undefined || standby === undefined) return undefined;
  const preferring = unitsPreferringOtherwise(seen, false);
  return {
    pair,
    state,
    kind: kindOf(active, standby, to),
    to,
    standby,
    active,
    activeThen: active.isDue ? standby.name : active.name,
    preferring,
    restoresPreference: preferring.length > 0 && unitsShouldPreferFirst(pair, state),
  };
};

/** How often the active role moves: when the active unit reboots, and when Prefer First is put back next to the second. */
export const roleChangesOf = ({ active, activeThen, restoresPreference }: Course): 0 | 1 | 2 => {
  const returns = restoresPreference && activeThen === 'second';
  if (active.isDue && returns) return 2;
  return active.isDue || returns ? 1 : 0;
};
