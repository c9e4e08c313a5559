import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';

export interface FileSystemUse {
  readonly mountPoint: string;
  /** 0 to 100. */
  readonly usedPercent: number;
}

/**
 * How full the file systems are. Diagnostics are files; whether this one is, or comes as a text in a reply, is not
 * published: both are taken.
 * @see LoadMaster Interface Description, RESTful API, `logging/df`
 */
export const getDiskUse = async (session: LoadMasterSession): Promise<readonly FileSystemUse[]> => {
  try {
    return fileSystemsIn(await downloadText(session));
  } catch (error) {
    if (!(error instanceof LoadMasterError) || error.code !== 'garbage') throw error;
    return fileSystemsIn(await session.read('logging.df', {}, AllTexts));
  }
};

/** A line per file system, and a unit has a handful. */
const LONGEST_BYTES = 64 * 1024;

const downloadText = async (session: LoadMasterSession): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await session.download('logging.df', {}, async (chunk) => {
    size += chunk.length;
    if (size > LONGEST_BYTES) throw new LoadMasterError('too-large', { command: 'logging.df' });
    chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString('latin1');
};

const AllTexts = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((fields) =>
    Object.values(fields)
      .filter((value) => typeof value === 'string')
      .join('\n'),
  ),
);

/** The end of a line of `df`: … 12% /var/log */
const DF_LINE = /(\d{1,3})%\s+(\/\S*)\s*$/;

const fileSystemsIn = (text: string): readonly FileSystemUse[] =>
  text.split('\n').flatMap((line) => {
    const [, percent, mountPoint] = DF_LINE.exec(line) ?? [];
    return mountPoint === undefined ? [] : [{ mountPoint, usedPercent: Number(percent) }];
  });
