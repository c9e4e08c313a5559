const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (record: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(record).filter((key) => record[key] !== undefined);

/**
 * Whether two pieces of plain data say the same. The order of an object's keys says nothing, for a table gives them back in
 * its own; nor does a key without a value.
 */
export const sameContent = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, at) => sameContent(value, other[at]));
  if (!isRecord(one) || !isRecord(other)) return Object.is(one, other);
  const keys = keysOf(one);
  return (
    keys.length === keysOf(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameContent(one[key], other[key]))
  );
};
