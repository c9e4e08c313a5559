import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { makeSecret, type Secret } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { listIn, text } from '#loadmaster/fields.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

/*
 * The keys of a user, by default of the one that calls.
 * @see LoadMaster Interface Description, RESTful API, section 2.3.2
 */

/** "Creating a 17th deletes the oldest." */
export const MOST_API_KEYS = 16;

const KeysReply = z.object({ apikeys: listIn('apikey', text) });

const readKeys = async (session: LoadMasterSession, user?: string): Promise<readonly string[]> => {
  const { apikeys } = await session.read('listapikeys', commandParams({ user }), KeysReply);
  return apikeys.filter((key) => key !== undefined);
};

export const listApiKeys = async (session: LoadMasterSession, user?: string): Promise<readonly Secret[]> =>
  (await readKeys(session, user)).map(makeSecret);

/**
 * Makes a key and gives it. The unit answers with all keys of the user and does not say which is new, so that is found
 * by comparing. Look at `listApiKeys` first: beyond `MOST_API_KEYS` the user's oldest key stops working. Throws
 * LoadMasterError `not-taken` when there is not exactly one new key.
 */
export const addApiKey = async (session: LoadMasterSession, user?: string): Promise<Secret> => {
  const before = new Set(await readKeys(session, user));
  await session.write('addapikey', commandParams({ user }));
  const [key, ...others] = (await readKeys(session, user)).filter((candidate) => !before.has(candidate));
  if (key === undefined || others.length > 0)
    throw new LoadMasterError('not-taken', { command: 'addapikey' });
  return makeSecret(key);
};

/** Throws LoadMasterError `not-taken` when the key is still there. */
export const deleteApiKey = async (session: LoadMasterSession, key: Secret, user?: string): Promise<void> => {
  await writeAndReadBack(session, 'delapikey', commandParams({ key: key.reveal(), user }), {
    read: (reader) => readKeys(reader, user),
    hasTaken: (keys) => !keys.includes(key.reveal()),
  });
};
