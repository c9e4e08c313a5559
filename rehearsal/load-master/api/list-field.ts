import type { Fields } from '#rehearsal/load-master/api/reply.ts';

/** A list under its name: absent when empty, and a single element in the shape the unit has for it. */
export const listField = (
  name: string,
  elements: readonly Fields[],
  singleElement: 'array' | 'object',
): Fields => {
  const [first, ...others] = elements;
  if (first === undefined) return {};
  return { [name]: others.length === 0 && singleElement === 'object' ? first : elements };
};
