import { LoadMasterError } from '#loadmaster/error.ts';

/** What was read, unless it is larger than that as JSON. Throws LoadMasterError `too-large`. */
export const bounded = <T>(seen: T, mostBytes: number): T => {
  if (Buffer.byteLength(JSON.stringify(seen)) > mostBytes) throw new LoadMasterError('too-large');
  return seen;
};
