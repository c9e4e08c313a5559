import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';

/** How a unit may say that it has no such thing: the command refused, or not known to it. */
const HAS_NONE: ReadonlySet<LoadMasterErrorCode> = new Set(['command', 'unknown-command']);

/** What `read` answers; undefined where the unit has none. Throws LoadMasterError for every other failure. */
export const ifAny = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof LoadMasterError && HAS_NONE.has(error.code)) return undefined;
    throw error;
  }
};
