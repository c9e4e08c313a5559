import {
  type Command,
  type CommandCall,
  type Commands,
  changesUnit,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  data,
  done,
  type Fields,
  missing,
  type Reply,
  refused,
  unknownValue,
} from '#rehearsal/load-master/api/reply.ts';
import type { CloudHa, HaMode, LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/** What the setter takes. The getter speaks of master and slave; the PowerShell module sends those as well. */
const MODES: ReadonlyMap<string, HaMode> = new Map([
  ['first', 'first'],
  ['master', 'first'],
  ['second', 'second'],
  ['slave', 'second'],
  ['single', 'single'],
]);

const MODE_AS_READ: Readonly<Record<HaMode, string>> = { first: 'master', second: 'slave', single: 'single' };

const UNSET = 'unset';

const setMode = (call: CommandCall, unit: LoadMasterUnit): Reply => {
  const text = call.parameters.get('hamode');
  if (text === undefined) return missing('hamode');
  const mode = MODES.get(text.toLowerCase());
  if (mode === undefined) return unknownValue(text);
  unit.configureHa({ mode });
  return done();
};

type Change = { -readonly [K in keyof CloudHa]?: CloudHa[K] };

/** How each parameter of `awshaparam` changes the settings; false where the value is not one it can have. */
const SETTERS: Readonly<Record<string, (change: Change, text: string) => boolean>> = {
  partner: (change, text) => {
    change.partner = text.trim();
    return change.partner !== '';
  },
  hcp: (change, text) => {
    change.healthPort = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    return change.healthPort >= 1 && change.healthPort <= 65535;
  },
  haprefered: (change, text) => {
    change.preferFirst = text === '1';
    return text === '0' || text === '1';
  },
  hcai: (change, text) => {
    change.allInterfaces = /^(1|y)$/i.test(text);
    return /^[01yn]$/i.test(text);
  },
};

const setParameters = (call: CommandCall, unit: LoadMasterUnit): Reply => {
  const change: Change = {};
  for (const [name, set] of Object.entries(SETTERS)) {
    const text = call.parameters.get(name);
    if (text !== undefined && !set(change, text)) return unknownValue(text);
  }
  if (Object.keys(change).length === 0) return refused('No parameters specified');
  unit.configureHa(change);
  return done();
};

const readParameters = ({ behaviour, ...unit }: { behaviour: LoadMasterUnit['behaviour']; ha: CloudHa }) => {
  const { mode, partner, healthPort, preferFirst, allInterfaces } = unit.ha;
  const unset = behaviour.unsetAsString ? UNSET : undefined;
  return withoutUndefined({
    HaMode: MODE_AS_READ[mode],
    HaPrefered: mode === 'single' ? undefined : preferFirst ? '1' : '0',
    Partner: partner ?? unset,
    Port: healthPort === undefined ? unset : String(healthPort),
    HealthCheckAllInterfaces: allInterfaces ? behaviour.hcaiOnValue : unset,
  });
};

const withoutUndefined = (fields: Readonly<Record<string, string | undefined>>): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );

/**
 * A command is refused outside its cloud; the generic ones belong to any cloud. On a unit that is in none a setter is
 * refused, and a getter answers without the HA element: that is how the vendor's PowerShell module knows.
 */
type Cloud = 'aws' | 'azure' | 'any';

const isIn = (cloud: Cloud, { platform }: LoadMasterUnit): boolean =>
  cloud === 'any' ? platform !== 'none' : platform === cloud;

const ELSEWHERE = refused('Command not supported on this platform');

const setter = (cloud: Cloud, set: (call: CommandCall, unit: LoadMasterUnit) => Reply): Command =>
  changesUnit((call, { unit }) => (isIn(cloud, unit) ? set(call, unit) : ELSEWHERE));

/** The element around the v1 answer, as the published samples have it for AWS. v2 is flat. */
const WRAPPERS: Readonly<Record<Cloud, string>> = { aws: 'AwsHA', azure: 'AzureHA', any: 'CloudHA' };

const getter = (cloud: Cloud): Command =>
  reads((_call, { unit }) => {
    if (unit.platform === 'none') return data({});
    if (!isIn(cloud, unit)) return ELSEWHERE;
    const fields = readParameters({ behaviour: unit.behaviour, ha: unit.cloudHa() });
    return data(fields, { [WRAPPERS[cloud]]: fields });
  });

/** The commands of each cloud and their generic twins. @see RESTful API interface description, 3.22.5 */
export const CLOUD_HA_COMMANDS: Commands = {
  awshamode: setter('aws', setMode),
  awshaparam: setter('aws', setParameters),
  getawshaparams: getter('aws'),
  azurehamode: setter('azure', setMode),
  azurehaparam: setter('azure', setParameters),
  getazurehaparams: getter('azure'),
  setcloudhamode: setter('any', setMode),
  setcloudhaparam: setter('any', setParameters),
  getcloudhaparams: getter('any'),
  getCloudHaParams: getter('any'),
};
