import { readdirSync, readFileSync } from 'node:fs';

const DIRECTORY = new URL('../../../events/', import.meta.url);

export const README = readFileSync(new URL('README.md', DIRECTORY), 'utf8');

/** The file names below `events/`, and what is in each. */
export const SAMPLES: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8'))]),
);

/** For tests of one thing: the sample with some of its `detail` replaced. */
export const sampleWith = (
  file: string,
  detail: Readonly<Record<string, unknown>>,
  envelope: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  const sample = SAMPLES.get(file);
  if (sample === undefined) throw new Error(`no sample ${file}`);
  return { ...sample, ...envelope, detail: { ...Object(sample.detail), ...detail } };
};
