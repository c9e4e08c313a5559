import type { DurationMs, EpochMs } from '#domain/time.ts';
import { clockText } from '#rehearsal/load-master/api/clock-text.ts';
import type { Value } from '#rehearsal/load-master/api/reply.ts';
import { SETTINGS, type Setting } from '#rehearsal/load-master/api/setting-table.ts';
import type { LoadMasterUnit, Role } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What `get param=hastatus` says. @see RESTful API interface description, 3.22.4 */
const HA_STATUS: Readonly<Record<Role, string>> = {
  active: 'Active',
  standby: 'Standby',
  passive: 'Passive',
  'not-configured': 'HA not configured',
};

/** `hamode` as read: cloud HA, whichever unit. */
const HA_DISABLED = 0;
const HA_CLOUD = 3;

export interface ParameterSource {
  readonly unit: LoadMasterUnit;
  /** By how much the unit's clock is ahead of everybody else's; negative where it is behind. */
  readonly clockAheadMs: () => DurationMs;
  readonly scheduler: Scheduler;
  readonly serialNumber: string;
}

/** Values a unit works out; they can be read and not set. */
export const readComputed = (name: string, source: ParameterSource): Value | undefined => {
  const { unit, scheduler } = source;
  // How a unit keeps the time of its boot is not published: here it tells all times by the clock that it has now.
  const byItsClock = (at: EpochMs): string => clockText(at + source.clockAheadMs());
  switch (name) {
    case 'hamode':
      return unit.cloudHa().mode === 'single' ? HA_DISABLED : HA_CLOUD;
    case 'hastatus':
      return HA_STATUS[unit.role()];
    case 'time':
      return byItsClock(scheduler.now());
    case 'boottime':
      return byItsClock(unit.bootedAt());
    case 'activetime': {
      // "Zero if the LoadMaster is in standby mode": how a unit writes that zero is not published.
      const since = unit.activeSince();
      return since === undefined ? '0' : byItsClock(since);
    }
    case 'serialnumber':
      return source.serialNumber;
    case 'version':
      return unit.firmware.version();
    default:
      return undefined;
  }
};

/** The order in which a captured `getall` lists them. */
export const COMPUTED_PARAMETERS = [
  'hamode',
  'hastatus',
  'time',
  'boottime',
  'activetime',
  'serialnumber',
  'version',
] as const;

const YES = /^(y|yes|1|true)$/i;
const NO = /^(n|no|0|false)$/i;

const flagOf = (text: string): 'yes' | 'no' | undefined => {
  if (YES.test(text)) return 'yes';
  return NO.test(text) ? 'no' : undefined;
};

/** The settings of one unit that `set` can change. Names are lower-case. */
export class Settings {
  readonly #values = new Map<string, string>();
  readonly #changed: () => void;

  /** `values`: what differs from a fresh unit. `changed` is called after every change. */
  constructor(values: Readonly<Record<string, string>>, changed: () => void) {
    this.#changed = changed;
    for (const [name, setting] of Object.entries(SETTINGS))
      this.#values.set(name, values[name] ?? setting.initial);
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  isLocal(name: string): boolean {
    return SETTINGS[name]?.local ?? false;
  }

  /** Its name as a unit spells it in a list. */
  shownAs(name: string): string {
    return SETTINGS[name]?.shownAs ?? name;
  }

  text(name: string): string {
    return this.#values.get(name) ?? '';
  }

  isOn(name: string): boolean {
    return this.text(name) === 'yes';
  }

  number(name: string): number {
    return Number(this.text(name));
  }

  /** As v2 types it; undefined for a name that does not exist. */
  value(name: string): Value | undefined {
    const text = this.#values.get(name);
    switch (SETTINGS[name]?.form) {
      case 'flag':
        return text === 'yes';
      case 'number':
        return Number(text);
      case 'list':
        return (text ?? '').split(' ').filter((item) => item !== '');
      default:
        return text;
    }
  }

  /** False when the value is not one the setting can have. */
  set(name: string, text: string): boolean {
    const setting = SETTINGS[name];
    const normal = setting === undefined ? undefined : normalise(setting, text);
    if (normal === undefined) return false;
    this.#values.set(name, normal);
    this.#changed();
    return true;
  }
}

const normalise = (setting: Setting, text: string): string | undefined => {
  if (setting.form === 'flag') return flagOf(text);
  if (setting.form !== 'number') return text.trim();
  const [least, most] = setting.range ?? [0, Number.MAX_SAFE_INTEGER];
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? String(number) : undefined;
};
