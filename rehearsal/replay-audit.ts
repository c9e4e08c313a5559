import { readFile } from 'node:fs/promises';
import { NoSnapshotError, replaySnapshot } from '#rehearsal/snapshot-replay.ts';

/*
 * Judges a saved snapshot by the rules of this version: `npm run audit:replay -- snapshot.json`, with what
 * GET /audit/snapshots/{pairId} answered. It looks at nothing else and changes nothing. Ends with 1 where there are findings.
 */

const UNUSABLE = 2;

const complain = (words: string): number => {
  process.stderr.write(`${words}\n`);
  return UNUSABLE;
};

const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    complain(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    return undefined;
  }
};

const main = async ([path]: readonly string[]): Promise<number> => {
  if (path === undefined) return complain('npm run audit:replay -- snapshot.json');
  const file = await readText(path);
  if (file === undefined) return UNUSABLE;
  try {
    const { text, findings } = replaySnapshot(file);
    process.stdout.write(text);
    return findings > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof NoSnapshotError)) throw error;
    return complain(`${path} is no snapshot: ${error.message}`);
  }
};

process.exitCode = await main(process.argv.slice(2));
