import { type Commands, reads } from '#rehearsal/load-master/api/command.ts';
import {
  COMPUTED_PARAMETERS,
  type ParameterSource,
  readComputed,
  type Settings,
} from '#rehearsal/load-master/api/parameters.ts';
import {
  data,
  done,
  type Fields,
  missing,
  unknownValue,
  type Value,
} from '#rehearsal/load-master/api/reply.ts';

const readParameter = (
  name: string,
  context: ParameterSource & { readonly settings: Settings },
): Value | undefined => readComputed(name, context) ?? context.settings.value(name);

/** A published v2 capture answers `get` of the serial number with a number, and `getall` with text. */
const asAnsweredToGet = (name: string, value: Value): Value =>
  name === 'serialnumber' ? Number(value) : value;

/** `get`, `set`, `getall` and `listapi`. @see RESTful API interface description, section 3 */
export const SETTING_COMMANDS: Commands = {
  get: reads((call, context) => {
    const name = call.parameters.get('param');
    if (name === undefined) return missing('param');
    const value = readParameter(name.toLowerCase(), context);
    return value === undefined
      ? unknownValue(name)
      : data({ [name]: asAnsweredToGet(name.toLowerCase(), value) }, { [name]: value });
  }),

  set: {
    changes: (call, { settings }) =>
      settings.isLocal(call.parameters.get('param')?.toLowerCase() ?? '') ? 'unit' : 'configuration',
    run: (call, { settings }) => {
      const name = call.parameters.get('param');
      const value = call.parameters.get('value');
      if (name === undefined) return missing('param');
      if (value === undefined) return missing('value');
      if (!settings.has(name.toLowerCase())) return unknownValue(name);
      return settings.set(name.toLowerCase(), value) ? done() : unknownValue(value);
    },
  },

  getall: reads((_call, context) => {
    const names = [...context.settings.names(), ...COMPUTED_PARAMETERS];
    const fields: Record<string, Value> = {};
    for (const name of names) {
      // "All parameters that are available and not null": a captured unit without HA has no hastatus.
      const unset = name === 'hastatus' && context.unit.role() === 'not-configured';
      const value = unset ? undefined : readParameter(name, context);
      if (value !== undefined) fields[name] = value;
    }
    return data(fields);
  }),

  listapi: reads((_call, { commandNames, version }) => {
    const v1: Fields = { version, commands: { cmd: commandNames } };
    return data({ commands: commandNames, version }, v1);
  }),
};
