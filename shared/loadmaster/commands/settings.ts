import * as z from 'zod/mini';
import { sameAddresses } from '#domain/geo/addresses.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams, type ParamValue } from '#loadmaster/command-params.ts';
import { flag, listIn, text, wholeNumber, words } from '#loadmaster/fields.ts';
import { isObject } from '#loadmaster/lower-keys.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

/*
 * `get` and `set` of the parameters that have no command of their own.
 * @see LoadMaster Interface Description, RESTful API, section 2.5
 */

/** One parameter, read by one of the fields of `fields.ts`; a parameter that is not set reads as no field does. */
export const getSetting = async <T>(
  session: LoadMasterSession,
  name: string,
  value: z.ZodMiniType<T, unknown>,
): Promise<T> => {
  const picked = z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((fields) => fields[name.toLowerCase()]),
  );
  return session.read('get', { param: name }, z.pipe(picked, value));
};

const set = async <T>(
  session: LoadMasterSession,
  name: string,
  value: ParamValue,
  field: z.ZodMiniType<T, unknown>,
  hasTaken: (now: T) => boolean,
): Promise<void> => {
  await writeAndReadBack(session, 'set', commandParams({ param: name, value }), {
    read: (reader) => getSetting(reader, name, field),
    hasTaken,
  });
};

/** An empty text unsets. Throws LoadMasterError `not-taken` when another value is read back, as do all of these. */
export const setText = (session: LoadMasterSession, name: string, value: string): Promise<void> =>
  set(session, name, value, text, (now) => (now ?? '') === value.trim());

export const setFlag = (session: LoadMasterSession, name: string, value: boolean): Promise<void> =>
  set(session, name, value, flag, (now) => now === value);

export const setNumber = (session: LoadMasterSession, name: string, value: number): Promise<void> =>
  set(session, name, value, wholeNumber, (now) => now === value);

/** No addresses at all unset the parameter. Their order and their spelling do not count. */
export const setAddresses = (
  session: LoadMasterSession,
  name: string,
  addresses: readonly string[],
): Promise<void> => set(session, name, addresses, words, (now) => sameAddresses(now, addresses));

/** What `getall` says of the reply and not of the unit. */
const ENVELOPE = ['code', 'status'];

const AllReply = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform(
    (fields): ReadonlyMap<string, string> =>
      new Map(
        Object.entries(fields)
          .filter(([name, value]) => !ENVELOPE.includes(name) && isSetting(value))
          .map(([name, value]) => [name, settingText(value)]),
      ),
  ),
);

/** Anything but an object, of which no setting is one. */
const isSetting = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isSetting) : !isObject(value);

const settingText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.map(settingText).join(' ') : String(value ?? '').trim();
};

/** Every parameter that is set, by name in lower case, as v1 writes it: `yes` and `no`, lists with spaces, secrets `********`. */
export const getAllSettings = (session: LoadMasterSession): Promise<ReadonlyMap<string, string>> =>
  session.read('getall', {}, AllReply);

const CommandsReply = z.object({ commands: listIn('cmd', text) });

/** Every command of this firmware, in lower case. @see LoadMaster Interface Description, RESTful API, section 3.2 */
export const listCommands = async (session: LoadMasterSession): Promise<ReadonlySet<string>> => {
  const { commands } = await session.read('listapi', {}, CommandsReply);
  return new Set(commands.flatMap((name) => (name === undefined ? [] : [name.toLowerCase()])));
};
