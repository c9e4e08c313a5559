import { clockText } from '#rehearsal/load-master/api/clock-text.ts';
import type { Value } from '#rehearsal/load-master/api/reply.ts';
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
  readonly scheduler: Scheduler;
  readonly serialNumber: string;
}

/** Values a unit works out; they can be read and not set. */
export const readComputed = (name: string, source: ParameterSource): Value | undefined => {
  const { unit, scheduler } = source;
  switch (name) {
    case 'hamode':
      return unit.cloudHa().mode === 'single' ? HA_DISABLED : HA_CLOUD;
    case 'hastatus':
      return HA_STATUS[unit.role()];
    case 'time':
      return clockText(scheduler.now());
    case 'boottime':
      return clockText(unit.bootedAt());
    case 'activetime': {
      // "Zero if the LoadMaster is in standby mode": how a unit writes that zero is not published.
      const since = unit.activeSince();
      return since === undefined ? '0' : clockText(since);
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

/** How a setting is written: v1 always sends text, v2 its own types. */
type Form = 'text' | 'flag' | 'number' | 'list';

interface Setting {
  readonly form: Form;
  /** As a published capture shows it on a unit of 7.2.54.12. */
  readonly initial: string;
  /** Belongs to this unit alone, so a standby may change it. @see LoadMaster HA for AWS, section 4 */
  readonly local?: true;
  readonly range?: readonly [number, number];
}

const flag = (initial: 'yes' | 'no', local?: true): Setting =>
  local === undefined ? { form: 'flag', initial } : { form: 'flag', initial, local };

const SETTINGS: Readonly<Record<string, Setting>> = {
  dfltgw: { form: 'text', initial: '10.0.0.2', local: true },
  snat: flag('yes'),
  wuiiface: { form: 'text', initial: '0', local: true },
  wuiport: { form: 'number', initial: '8443', local: true, range: [3, 65530] },
  apiport: { form: 'number', initial: '8443', local: true, range: [3, 65530] },
  transparent: flag('no'),
  conntimeout: { form: 'number', initial: '660', range: [0, 86400] },
  cachesize: { form: 'number', initial: '100', range: [1, 409] },
  enableapi: flag('yes', true),
  // 3 is what the hardening guide finds and recommends to leave; 0 blocks nobody.
  sessionmaxfailattempts: { form: 'number', initial: '3', range: [0, 999] },
  sessioncontrol: flag('yes'),
  sessionbasicauth: flag('no'),
  ntphost: { form: 'text', initial: 'pool.ntp.org' },
  nameserver: { form: 'list', initial: '8.8.8.8', local: true },
  hostname: { form: 'text', initial: 'lb100', local: true },
  admincert: { form: 'text', initial: 'No Admin Certificate assigned', local: true },
  tethering: flag('yes'),
  geoclients: { form: 'text', initial: '' },
  geopartners: { form: 'text', initial: '' },
  geosshport: { form: 'number', initial: '22', range: [3, 65530] },
  geo_ssh_iface: { form: 'text', initial: '0' },
};

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
