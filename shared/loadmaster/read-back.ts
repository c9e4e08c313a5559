import type { CommandParams } from '#loadmaster/api.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';

/** How to see whether a command took. */
export interface ReadBack<T> {
  readonly read: (session: LoadMasterSession) => Promise<T>;
  readonly hasTaken: (now: T) => boolean;
}

/**
 * Sends a command, then reads what it should have changed: units have been seen to answer "ok" to what they did not do.
 * Gives what was read. Throws LoadMasterError `not-taken` when it is not as it should be.
 */
export const writeAndReadBack = async <T>(
  session: LoadMasterSession,
  command: string,
  params: CommandParams,
  check: ReadBack<T>,
): Promise<T> => {
  await session.write(command, params);
  return verify(session, command, check);
};

/**
 * Sends a command that makes something, then looks for it. Throws LoadMasterError `not-taken` when it is not there.
 */
export const writeAndFind = async <T>(
  session: LoadMasterSession,
  command: string,
  params: CommandParams,
  find: (session: LoadMasterSession) => Promise<T | undefined>,
): Promise<T> => {
  await session.write(command, params);
  const found = await find(session);
  if (found === undefined) throw new LoadMasterError('not-taken', { command });
  return found;
};

/** The second half of `writeAndReadBack`, for what was written as a file. */
export const verify = async <T>(
  session: LoadMasterSession,
  command: string,
  { read, hasTaken }: ReadBack<T>,
): Promise<T> => {
  const now = await read(session);
  if (!hasTaken(now)) throw new LoadMasterError('not-taken', { command });
  return now;
};

/** Whether every field of `change` that has a value is so in `now`; texts and lists of texts without regard to case. */
export const holds = <T extends object>(now: T, change: Partial<Record<keyof T, unknown>>): boolean =>
  (Object.keys(change) as (keyof T)[]).every(
    (name) => change[name] === undefined || sameValue(now[name], change[name]),
  );

const sameValue = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return Array.isArray(a) && Array.isArray(b) ? sameMembers(a, b) : a === b;
};

/** The same texts, whatever their order: units are free to sort a list of addresses. */
export const sameMembers = (a: readonly string[], b: readonly string[]): boolean => {
  const sorted = (list: readonly string[]): string[] =>
    [...new Set(list.map((item) => item.toLowerCase()))].toSorted();
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
};
