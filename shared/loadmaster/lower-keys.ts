/** The fields of a reply, their names in lower case at every depth: units differ in the case of theirs. */
export type ReplyFields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asWritten = (text: string): string => text;

/** `leaf`: what becomes of every text. */
export const lowerKeys = (value: object, leaf: (text: string) => string = asWritten): ReplyFields =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerWithin(inner, leaf)]),
  );

const lowerWithin = (value: unknown, leaf: (text: string) => string): unknown => {
  if (typeof value === 'string') return leaf(value);
  if (Array.isArray(value)) return value.map((item) => lowerWithin(item, leaf));
  return isObject(value) ? lowerKeys(value, leaf) : value;
};
