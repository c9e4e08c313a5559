import * as z from 'zod';
import type { EstatePath, EstateProblem } from '#contracts/estate-places.ts';
import { suggest } from '#contracts/estate-suggest.ts';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  object: 'a mapping',
  array: 'a list',
};

const wrongType = ({ expected, input }: z.core.$ZodRawIssue & { readonly expected: string }): string => {
  if (input === undefined) return 'is required';
  const wanted = `must be ${TYPE_WORDS[expected] ?? expected}`;
  if (input === null) return `${wanted}, and is empty`;
  // YAML reads 123 and true as what they look like.
  return expected === 'string' && typeof input !== 'object' ? `${wanted}: put it in quotes` : wanted;
};

/** `must be at least 2`, `must have at most 64 characters`. */
const bound = (origin: string, limit: string, count: number | bigint): string => {
  if (origin === 'array') return `must have ${limit} ${count} ${count === 1 ? 'entry' : 'entries'}`;
  return origin === 'string' ? `must have ${limit} ${count} characters` : `must be ${limit} ${count}`;
};

/** What an operator reads where the schema says nothing of its own. `undefined` leaves it to the library. */
export const issueWords = (issue: z.core.$ZodRawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue);
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum);
    default:
      return undefined;
  }
};

const isOptional = (schema: z.core.$ZodType): schema is z.ZodOptional => schema instanceof z.ZodOptional;

/** The keys that the schema knows at a path. */
const knownKeys = (schema: z.core.$ZodType, path: EstatePath): readonly string[] => {
  const inner = isOptional(schema) ? schema.unwrap() : schema;
  const [step, ...rest] = path;
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  if (step === undefined) return Object.keys(inner.shape);
  const next = inner.shape[String(step)];
  return next === undefined ? [] : knownKeys(next, rest);
};

const unknownKey = (path: EstatePath, key: string, candidates: readonly string[]): EstateProblem => ({
  path: [...path, key],
  message: 'is not known here',
  atKey: true,
  meant: () => suggest(key, candidates),
});

/** A problem for every issue, and for every unknown key of one. */
export function* problemsOf(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
): Generator<EstateProblem> {
  for (const { path, message, ...issue } of issues) {
    // A rule of the estate file's own says in `params` how to find what was meant.
    if (issue.code === 'custom') yield { path, message, ...issue.params };
    else if (issue.code !== 'unrecognized_keys') yield { path, message };
    else for (const key of issue.keys) yield unknownKey(path, key, knownKeys(schema, path));
  }
}
