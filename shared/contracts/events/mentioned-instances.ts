const MENTIONED = /\bi-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/g;

/* What is searched at most. A journal entry of a malformed event needs the few ids near its surface. */
const MAX_VALUES = 1_000;
const MAX_CHARACTERS = 65_536;
const MAX_IDS = 20;

/**
 * The instance ids in a value that was not understood, whatever it is: those nearest the surface first, at most 20,
 * in bounded time. Cycles and depth do no harm, because the values visited are counted.
 */
export const mentionedInstances = (raw: unknown): readonly string[] => {
  const found = new Set<string>();
  const values: unknown[] = [raw];
  let characters = MAX_CHARACTERS;
  for (const value of values) {
    if (typeof value === 'string') {
      for (const [id] of value.slice(0, characters).matchAll(MENTIONED)) found.add(id);
      characters = Math.max(0, characters - value.length);
    } else if (typeof value === 'object' && value !== null) {
      values.push(...Object.values(value).slice(0, MAX_VALUES - values.length));
    }
  }
  return [...found].slice(0, MAX_IDS);
};
