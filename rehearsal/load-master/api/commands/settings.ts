import { type Commands, reads } from '#rehearsal/load-master/api/command.ts';
import { isAddressList, refusedGeoAccess, shownAddresses } from '#rehearsal/load-master/api/geo-access.ts';
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
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

const readParameter = (
  name: string,
  context: ParameterSource & { readonly settings: Settings },
): Value | undefined => {
  if (isAddressList(name)) return shownAddresses(context.settings.text(name), context.unit);
  return readComputed(name, context) ?? context.settings.value(name);
};

/** "All parameters that are available and not null": a captured unit without HA and GEO has none of theirs. */
const isNull = (name: string, { settings, unit }: { settings: Settings; unit: LoadMasterUnit }): boolean =>
  (name === 'hastatus' && (unit.role() === 'not-configured' || !unit.behaviour.haStatusInGetall)) ||
  (settings.has(name) && settings.text(name) === '');

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
    run: (call, { settings, unit }) => {
      const name = call.parameters.get('param');
      const value = call.parameters.get('value');
      if (name === undefined) return missing('param');
      if (value === undefined) return missing('value');
      if (!settings.has(name.toLowerCase())) return unknownValue(name);
      const refusal = refusedGeoAccess(name.toLowerCase(), value, unit);
      if (refusal !== undefined) return refusal;
      return settings.set(name.toLowerCase(), value) ? done() : unknownValue(value);
    },
  },

  getall: reads((_call, context) => {
    const names = [...context.settings.names(), ...COMPUTED_PARAMETERS];
    const fields: Record<string, Value> = {};
    for (const name of names) {
      const value = isNull(name, context) ? undefined : readParameter(name, context);
      if (value !== undefined) fields[context.settings.shownAs(name)] = value;
    }
    return data(fields);
  }),

  listapi: reads((_call, { commandNames, unit }) => {
    const version = unit.firmware.version();
    const commands = commandNames();
    const v1: Fields = { version, commands: { cmd: commands } };
    return data({ commands, version }, v1);
  }),
};
