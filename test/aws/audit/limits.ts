/** What AWS does not have any more, by ARN or id. */
export const gone = new Set<string>();

export const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** What AWS does with a call for too much. */
export const refuseMoreThan = (most: number, ids: readonly string[]): void => {
  if (ids.length > most) throw failure('ValidationError');
};

/** Likewise, and with one that names what it does not have. */
export const refuse = (ids: readonly string[], most: number, notFound: string): void => {
  refuseMoreThan(most, ids);
  if (ids.some((id) => gone.has(id))) throw failure(notFound);
};

/** What is left out of an answer to filters is no error. */
export const filtered = (
  Filters: readonly { readonly Values: readonly string[] }[],
  most: number,
): string[] => {
  const Values = Filters.flatMap((filter) => filter.Values);
  if (Values.length > most) throw failure('FilterLimitExceeded');
  return Values.filter((id) => !gone.has(id));
};

/** How much AWS tells at once. */
export const page = { size: Number.POSITIVE_INFINITY };

/** A part of a list, and the token for the next one; the last has none, or an empty one. */
export const paged = <Item>(items: readonly Item[], token = '0', end?: '') => {
  const from = Number(token);
  const to = from + page.size;
  return { items: items.slice(from, to), next: to < items.length ? String(to) : end };
};
